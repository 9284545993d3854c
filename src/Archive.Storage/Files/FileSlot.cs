namespace Archive.Storage.Files;

/// <summary>
/// One of a few places that all processes share which know the same directory: whoever has it holds the lock of a file.
/// Disposed it is free; when its host is killed the system gives the lock up.
/// </summary>
public sealed class FileSlot : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream held;

    private FileSlot(FileStream held) => this.held = held;

    /// <summary>Waits until one is free.</summary>
    /// <param name="directory">Made if it is not there.</param>
    /// <param name="count">How many there are.</param>
    public static async Task<FileSlot> Take(string directory, int count, CancellationToken ct)
    {
        FilePermissions.CreateOwnersDirectory(directory);
        while (true)
        {
            for (var i = 1; i <= count; i++)
            {
                if (TryTake(Path.Combine(directory, $"slot-{i}")) is { } slot)
                    return slot;
            }

            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Takes the lock of one file, which is made if it is not there.</summary>
    /// <returns>Null if somebody has it.</returns>
    public static FileSlot? TryTake(string path)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        FileStream? file = null;
        try
        {
            file = new(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete, // the lock is ours, and is checked
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            if (DurableFile.TryLock(file.SafeFileHandle))
                return new(file);
        }
        catch (IOException e) when (e.HResult == WorkDirectory.WouldBlock)
        {
            // The runtime asks for a shared lock of its own when it opens a file.
        }

        file?.Dispose();
        return null;
    }

    public void Dispose() => held.Dispose();
}
