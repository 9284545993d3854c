namespace Archive.IntegrationTests.Faults;

/// <summary>A small file system of its own, mounted while it is used: ext4 in a file, or memory.</summary>
internal sealed class Disk : IDisposable
{
    private readonly string room = Directory.CreateTempSubdirectory("archive-disk-").FullName;
    private readonly string? image;

    private Disk(string? image) => this.image = image is null ? null : System.IO.Path.Combine(room, image);

    public string Path => System.IO.Path.Combine(room, "mounted");

    public static Disk Ext4(int megabytes)
    {
        var disk = new Disk("image");
        Machine.Run("truncate", "-s", $"{megabytes}M", disk.image!);
        Machine.Run("mkfs.ext4", "-q", "-F", disk.image!);
        disk.Mount("-o", "loop", disk.image!);
        return disk;
    }

    public static Disk Memory(int megabytes)
    {
        var disk = new Disk(null);
        disk.Mount("-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs");
        return disk;
    }

    /// <summary>
    /// From now on nothing reaches the disk; whoever uses it must be ended before <see cref="ComeBack"/>.
    /// </summary>
    public void CutPower() => Machine.ShutDown(Path);

    /// <summary>The power is back: mounted anew, from what the disk has.</summary>
    public void ComeBack()
    {
        Unmount();
        Mount("-o", "loop", image!);
    }

    /// <summary>Takes all space but so much.</summary>
    /// <returns>What to delete to have it back.</returns>
    public string Fill(long leave)
    {
        var filler = System.IO.Path.Combine(Path, "filler");
        var free = new DriveInfo(Path).AvailableFreeSpace;
        Machine.Run("fallocate", "-l", $"{free - leave}", filler);
        return filler;
    }

    public void Dispose()
    {
        Unmount();
        Directory.Delete(room, recursive: true);
    }

    private void Mount(params string[] how)
    {
        Directory.CreateDirectory(Path);
        Machine.Run("mount", [.. how, Path]);
        Machine.Run("chmod", "711", room, Path);
    }

    private void Unmount()
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (Record.Exception(() => Machine.Run("umount", Path)) is null)
                return;
            Thread.Sleep(100); // the last of those who used it is on its way out
        }

        Machine.Run("umount", Path);
    }
}
