using System.Runtime.InteropServices;
using Archive.Evidence;

namespace Archive.Storage.Files;

/// <summary>
/// What is its owner's only, whatever the shell says: files with a key in them, rw------- or not used, and exports.
/// </summary>
public static partial class FilePermissions
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const uint GroupAndOthers = 0b000_111_111;

    /// <summary>
    /// What this process and its children make from here on is the owner's only, unless it is given another mode.
    /// </summary>
    public static void KeepToOwnerFromHere() => _ = SetMask(GroupAndOthers);

    /// <param name="what">What the file holds, for the message: `signing key`.</param>
    /// <exception cref="FaultException">Others than its owner may read or write the file.</exception>
    public static void Check(string path, Sentence what)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        if ((File.GetUnixFileMode(path) & ~Mode) != 0)
            throw Sentences.Fault("storage.file-open-to-others", what, path);
    }

    /// <summary>Makes a directory that is its owner's only, unless it is there.</summary>
    public static void CreateOwnersDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        Directory.CreateDirectory(path, Mode | UnixFileMode.UserExecute);
    }

    /// <summary>A file, or a directory with all that is in it: rw------- and rwx------.</summary>
    public static void KeepToOwner(string path)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        if (!Directory.Exists(path))
        {
            File.SetUnixFileMode(path, Mode);
            return;
        }

        File.SetUnixFileMode(path, Mode | UnixFileMode.UserExecute);
        foreach (var entry in Directory.EnumerateFileSystemEntries(path))
            KeepToOwner(entry);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
