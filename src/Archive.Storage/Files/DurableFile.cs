using System.ComponentModel;
using System.Runtime.InteropServices;
using Archive.Evidence;
using Microsoft.Win32.SafeHandles;

namespace Archive.Storage.Files;

/// <summary>
/// Writes to disk that hold after a power cut: when a method returns, the bytes and the name are on the disk; when it
/// throws, no name stands for half a file. The calls are libc's own, because .NET reports no failure of fsync on Linux
/// (`SystemNative_FSync` returns 1 where the runtime looks for less than 0) and opens no directories.
/// </summary>
public static partial class DurableFile
{
    /// <summary>What is kept is never written again: r--r-----.</summary>
    public const UnixFileMode Kept = UnixFileMode.UserRead | UnixFileMode.GroupRead;

    private const int OpenReadOnlyCloseOnExec = 0x80000;
    private const int OpenDirectory = 0x10000;
    private const int CurrentDirectory = -100;
    private const uint NoReplace = 1;
    private const int LockExclusive = 2;
    private const int LockNotWaiting = 4;

    /// <summary>Gives a name to bytes unless the name is taken; never to half of them.</summary>
    /// <returns>False if the name was taken; what stood there still does.</returns>
    /// <exception cref="IOException">The disk refused; the message has the system's reason.</exception>
    public static bool WriteNew(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode = Kept)
    {
        using var file = Write(path, bytes);
        return file.Publish(path, mode);
    }

    /// <summary>Gives a name to bytes; a reader finds either these or those that were there before.</summary>
    /// <exception cref="IOException">The disk refused; the message has the system's reason.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        using var file = Write(path, bytes);
        file.PublishOver(path, mode);
    }

    /// <summary>
    /// Removes a name, durably. That there is none is known only from the directory that it would be in, or from one
    /// above it that has no such directory: what cannot be looked at is not gone.
    /// </summary>
    /// <returns>False if there was none.</returns>
    /// <exception cref="IOException">The disk refused; the message has the system's reason.</exception>
    public static bool Delete(string path)
    {
        if (Unlink(path) == 0)
        {
            SyncDirectory(DirectoryOf(path));
            return true;
        }

        if (Marshal.GetLastPInvokeError() != (int)Errno.None)
            throw Failure("unlink", path);
        for (var directory = DirectoryOf(path); ; directory = DirectoryOf(directory))
        {
            var opened = Retry(() => Open(directory, OpenReadOnlyCloseOnExec | OpenDirectory));
            if (opened >= 0)
            {
                _ = Close(opened);
                return false;
            }

            if (Marshal.GetLastPInvokeError() != (int)Errno.None)
                throw Failure("open", directory);
        }
    }

    /// <summary>
    /// Gives a file or directory another name, durably; what bears that name already is not replaced.
    /// </summary>
    /// <exception cref="IOException">The name is taken, or the disk refused.</exception>
    public static void Move(string from, string to)
    {
        if (!RenameNew(from, to))
            throw new StorageException(Sentences.Of("storage.name-taken", to, from));
        SyncDirectory(DirectoryOf(to));
        SyncDirectory(DirectoryOf(from));
    }

    /// <summary>
    /// Makes a directory and its parents, each of them on disk. A directory that is there already may be known to the
    /// kernel only (its maker was killed before the fsync), so the one above <paramref name="path"/> is synced anyway.
    /// </summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            throw NotOnWindows();
        var parent = DirectoryOf(path);
        if (!Directory.Exists(parent))
            CreateDirectory(parent);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        SyncDirectory(parent);
    }

    public static void SyncDirectory(string path) => SyncFileOrDirectory(path);

    /// <summary>Flushes one file, which another program wrote, to the disk.</summary>
    public static void SyncFile(string path) => SyncFileOrDirectory(path);

    private static void SyncFileOrDirectory(string path)
    {
        var opened = Retry(() => Open(path, OpenReadOnlyCloseOnExec));
        if (opened < 0)
            throw Failure("open", path);
        try
        {
            if (Retry(() => FSync(opened)) != 0)
                throw Failure("fsync", path);
        }
        finally
        {
            _ = Close(opened);
        }
    }

    /// <summary>
    /// Puts on the disk what others wrote: all that is in the file system of a directory, in one call. Of many files
    /// that is a hundred times faster than one after another; Linux reports what could not be written since 5.8.
    /// </summary>
    public static void SyncFileSystem(string directory)
    {
        var opened = Retry(() => Open(directory, OpenReadOnlyCloseOnExec | OpenDirectory));
        if (opened < 0)
            throw Failure("open", directory);
        try
        {
            if (Retry(() => SyncFS(opened)) != 0)
                throw Failure("syncfs", directory);
        }
        finally
        {
            _ = Close(opened);
        }
    }

    /// <summary>Gives a file a second name in the same file system.</summary>
    /// <exception cref="IOException">The name is taken, or the disk refused.</exception>
    public static void Link(string from, string to)
    {
        if (HardLink(from, to) != 0)
            throw Failure("link", to);
    }

    /// <summary>Takes the lock of a file for as long as it is open, if nobody has it.</summary>
    internal static bool TryLock(SafeFileHandle file) => Retry(() => FLock(file, LockExclusive | LockNotWaiting)) == 0;

    internal static void Sync(SafeFileHandle file, string path)
    {
        if (Retry(() => FSync(file)) != 0)
            throw Failure("fsync", path);
    }

    /// <returns>False if the new name is taken.</returns>
    internal static bool RenameNew(string from, string to)
    {
        if (RenameAt2(CurrentDirectory, from, CurrentDirectory, to, NoReplace) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == (int)Errno.Exists ? false : throw Failure("renameat2", to);
    }

    internal static void RenameOver(string from, string to)
    {
        if (RenameAt2(CurrentDirectory, from, CurrentDirectory, to, 0) != 0)
            throw Failure("renameat2", to);
    }

    internal static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))
        ?? throw new ArgumentException($"'{path}' has no directory above it.", nameof(path));

    internal static FaultException NotOnWindows() => Sentences.Fault("storage.not-on-windows");

    private static NewFile Write(string path, ReadOnlySpan<byte> bytes)
    {
        var file = NewFile.In(DirectoryOf(path), bytes.Length);
        try
        {
            file.Stream.Write(bytes);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static int Retry(Func<int> call)
    {
        int result;
        do
            result = call();
        while (result < 0 && Marshal.GetLastPInvokeError() == (int)Errno.Interrupted);
        return result;
    }

    private static StorageException Failure(string call, string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new StorageException(
            Sentences.Of("storage.disk-refused", call, path, Marshal.GetPInvokeErrorMessage(errno), errno),
            new Win32Exception(errno));
    }

    private enum Errno
    {
        None = 2, // ENOENT
        Interrupted = 4,
        Exists = 17,
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFS(int file);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string from, string to);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FLock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);
}
