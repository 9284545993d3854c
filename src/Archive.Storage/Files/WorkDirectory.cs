using Archive.Evidence;

namespace Archive.Storage.Files;

/// <summary>
/// A directory in which one host works with plain bytes. Disposed it is gone. When its host is killed the system gives
/// up the lock on it, and the next <see cref="Sweep"/> takes it away; a directory whose host lives is never swept,
/// however long the work takes.
/// </summary>
public sealed class WorkDirectory : IDisposable
{
    private const string Name = ".work-";
    private const string New = ".new-";
    private const string LockFile = ".held";
    internal const int WouldBlock = 11; // EWOULDBLOCK on Linux
    private const UnixFileMode OwnerOnlyDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute;

    private readonly FileStream held;

    private WorkDirectory(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    /// <param name="directory">Made if it is not there.</param>
    public static WorkDirectory In(string directory)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        Directory.CreateDirectory(directory);
        // Locked before it has a name that is swept.
        var path = System.IO.Path.Combine(directory, $"{Name}{Ids.New()}");
        var unlocked = System.IO.Path.Combine(directory, $"{New}{System.IO.Path.GetFileName(path)}");
        Directory.CreateDirectory(unlocked, OwnerOnlyDirectory);
        var held = Open(System.IO.Path.Combine(unlocked, LockFile), FileMode.CreateNew);
        if (!DurableFile.TryLock(held.SafeFileHandle))
        {
            held.Dispose();
            Directory.Delete(unlocked, recursive: true);
            throw new StorageException(Sentences.Of("storage.no-locks", directory));
        }

        Directory.Move(unlocked, path);
        return new(path, held);
    }

    /// <summary>Removes the directories of hosts that are dead, whatever they were at.</summary>
    /// <param name="before">
    /// Of one that is not locked yet, or not any more, it is not known whether its host lives; one that was last
    /// changed before this is taken away. Nobody takes that long to lock one.
    /// </param>
    /// <returns>How many.</returns>
    public static int Sweep(string directory, DateTimeOffset before) => Directory.Exists(directory)
        ? Directory.EnumerateDirectories(directory, $"{Name}*").ToList().Count(SweepOne)
            + Directory.EnumerateDirectories(directory, $"{New}{Name}*").Concat(
                Directory.EnumerateDirectories(directory, $"{Name}*")
                    .Where(path => !File.Exists(System.IO.Path.Combine(path, LockFile))))
                .Where(path => Directory.GetLastWriteTimeUtc(path) < before.UtcDateTime).ToList()
                .Count(Remove)
        : 0;

    /// <returns>False if its host lives.</returns>
    private static bool SweepOne(string path)
    {
        var file = System.IO.Path.Combine(path, LockFile);
        if (!File.Exists(file))
            return false;
        using var held = OpenUnlessHeld(file);
        if (held is null || !DurableFile.TryLock(held.SafeFileHandle))
            return false;
        Clear(path);
        return true;
    }

    private static bool Remove(string path)
    {
        Directory.Delete(path, recursive: true);
        return true;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Clear(Path);
        held.Dispose();
    }

    /// <summary>The lock goes last: killed in between, the directory is still one to be swept.</summary>
    private static void Clear(string path)
    {
        foreach (var directory in Directory.EnumerateDirectories(path).ToList())
            Directory.Delete(directory, recursive: true);
        foreach (var file in Directory.EnumerateFiles(path).Where(file => System.IO.Path.GetFileName(file) != LockFile)
            .ToList())
            File.Delete(file);
        Directory.Delete(path, recursive: true);
    }

    /// <returns>
    /// Null where a living host holds the file: the runtime asks for a shared lock of its own when it opens it.
    /// </returns>
    private static FileStream? OpenUnlessHeld(string path)
    {
        try
        {
            return Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }

    // Shared as far as the runtime is concerned: the lock is ours, and is checked.
    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
