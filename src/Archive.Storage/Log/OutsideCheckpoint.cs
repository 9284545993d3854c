using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Files;

namespace Archive.Storage.Log;

/// <summary>
/// The last checkpoint, kept in a file outside the database: what tells that a database was set back or rewritten. It
/// is worth as much as the distance between the two: another disk, another back-up, other hands.
/// </summary>
/// <param name="path">
/// The file, `tenant.checkpoint`; its directory is made if need be. Beside it, `tenant.1.checkpoint` keeps the last
/// checkpoint of log 1 for ever once another log came after it, and so on.
/// </param>
public sealed class OutsideCheckpoint(string path)
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public string Path => path;

    /// <returns>The whole note; null if there is no file.</returns>
    /// <exception cref="FaultException">The file does not hold a note as it was written.</exception>
    public SignedNote? Read() => Read(path);

    /// <summary>The last checkpoint of a log that another came after.</summary>
    /// <inheritdoc cref="Read()"/>
    public SignedNote? LastOf(int log) => Read(PathOf(log));

    /// <summary>
    /// When this returns the note is on the disk; whatever happens before, the file holds the one before.
    /// </summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Write(SignedNote checkpoint)
    {
        DurableFile.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        DurableFile.Replace(path, checkpoint.ToBytes(), Mode);
    }

    /// <summary>
    /// Keeps the checkpoint as the last of a log that another comes after. Doing it again changes nothing.
    /// </summary>
    /// <param name="log">Which log it is of.</param>
    /// <exception cref="FaultException">Another one is kept as the last of that log.</exception>
    public void KeepLastOf(int log)
    {
        var last = Read() ?? throw Sentences.Fault("storage.outside-missing", path);
        if (!DurableFile.WriteNew(PathOf(log), last.ToBytes(), Mode)
            && !File.ReadAllBytes(PathOf(log)).AsSpan().SequenceEqual(last.ToBytes()))
        {
            throw Sentences.Fault("storage.outside-two", PathOf(log), log, path);
        }
    }

    private static SignedNote? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return SignedNote.Parse(File.ReadAllBytes(path));
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "storage.outside-no-checkpoint", path, Sentence.Of(e));
        }
    }

    private string PathOf(int log) => System.IO.Path.ChangeExtension(path, $"{log}.checkpoint");
}
