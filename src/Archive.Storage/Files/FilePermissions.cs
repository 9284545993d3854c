using Archive.Evidence;

namespace Archive.Storage.Files;

/// <summary>Files with a key in them: rw-------, or they are not used.</summary>
public static class FilePermissions
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="what">What the file holds, for the message: `signing key`.</param>
    /// <exception cref="FaultException">Others than its owner may read or write the file.</exception>
    public static void Check(string path, Sentence what)
    {
        if (OperatingSystem.IsWindows())
            throw DurableFile.NotOnWindows();
        if ((File.GetUnixFileMode(path) & ~Mode) != 0)
            throw Sentences.Fault("storage.file-open-to-others", what, path);
    }
}
