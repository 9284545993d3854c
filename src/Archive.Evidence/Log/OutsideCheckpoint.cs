using Archive.Evidence.Vault;

namespace Archive.Evidence.Log;

/// <summary>
/// The last checkpoint, kept in a file outside the database: what tells that a database was set back or rewritten. It is
/// worth as much as the distance between the two: another disk, another back-up, other hands.
/// </summary>
/// <param name="path">The file; its directory is made if need be.</param>
public sealed class OutsideCheckpoint(string path)
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public string Path => path;

    /// <returns>The whole note; null if there is no file.</returns>
    /// <exception cref="FaultException">The file does not hold a note as it was written.</exception>
    public SignedNote? Read()
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return SignedNote.Parse(File.ReadAllBytes(path));
        }
        catch (FormatException e)
        {
            throw new FaultException($"{path} holds no checkpoint: {e.Message} Put back a copy of it.", e);
        }
    }

    /// <summary>When this returns the note is on the disk; whatever happens before, the file holds the one before.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Write(SignedNote checkpoint)
    {
        Durable.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        Durable.Replace(path, checkpoint.ToBytes(), Mode);
    }
}
