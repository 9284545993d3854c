using Archive.Evidence;

namespace Archive.Storage.Files;

/// <summary>
/// A file that is being written and has no name yet that anyone reads. Disposed before <see cref="Publish"/> it is
/// gone; killed before, it is a `.part` file, which a sweep takes away. Order: temporary file in the same file system,
/// space taken when the length is known, bytes, fsync, mode, rename that replaces nothing, fsync of the directory.
/// </summary>
public sealed class NewFile : IDisposable
{
    public const string Extension = ".part";

    private readonly string temporary;

    private NewFile(string temporary, FileStream stream) => (this.temporary, Stream) = (temporary, stream);

    public FileStream Stream { get; }

    /// <param name="directory">In the file system of the name to come.</param>
    /// <param name="length">If known: a disk too full says so now, not halfway.</param>
    public static NewFile In(string directory, long length = 0)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        var temporary = Path.Combine(directory, $"{Ids.New()}{Extension}");
        try
        {
            return new(temporary, new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 0,
                PreallocationSize = length,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException e) when (Directory.Exists(directory) && Free(directory) is var free && free < length)
        {
            throw new StorageException(Sentences.Of("storage.disk-full", directory, free, length), e);
        }
    }

    /// <summary>Removes what writers who were killed left in a directory.</summary>
    /// <param name="before">Long enough ago that nobody writes it still.</param>
    /// <returns>How many.</returns>
    public static int Sweep(string directory, DateTimeOffset before)
    {
        if (!Directory.Exists(directory))
            return 0;
        var left = Directory.EnumerateFiles(directory, $"*{Extension}")
            .Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime).ToList();
        left.ForEach(File.Delete);
        return left.Count;
    }

    /// <returns>False if the name was taken; what stood there still does, and is on disk.</returns>
    /// <exception cref="IOException">The disk refused; nothing was named.</exception>
    public bool Publish(string path, UnixFileMode mode)
    {
        Finish(mode);
        var published = DurableFile.RenameNew(temporary, path);
        if (!published)
            File.Delete(temporary);
        // Also when another writer was first: it may not have come to this yet, and our caller acknowledges.
        DurableFile.SyncDirectory(DurableFile.DirectoryOf(path));
        return published;
    }

    /// <summary>Takes the name even if it is taken.</summary>
    public void PublishOver(string path, UnixFileMode mode)
    {
        Finish(mode);
        DurableFile.RenameOver(temporary, path);
        DurableFile.SyncDirectory(DurableFile.DirectoryOf(path));
    }

    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(temporary); // nothing there after a rename
    }

    private static long Free(string directory) => new DriveInfo(directory).AvailableFreeSpace;

    private void Finish(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        DurableFile.Sync(Stream.SafeFileHandle, temporary);
        File.SetUnixFileMode(Stream.SafeFileHandle, mode);
        Stream.Dispose();
    }
}
