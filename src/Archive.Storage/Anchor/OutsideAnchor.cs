using System.Text;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Files;
using Archive.Storage.Log;

namespace Archive.Storage.Anchor;

/// <summary>
/// The anchor log outside the database: `anchor.note`, its last checkpoint, and `anchor.leaves`, one line of 64 hex
/// digits per leaf. The leaves are on disk before the checkpoint that covers them; what stands behind them is of a run
/// that died. With both, the log can be put back into a database that was restored from before them.
/// </summary>
/// <param name="directory">Made if need be.</param>
public sealed class OutsideAnchor(string directory)
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly OutsideCheckpoint note = new(Path.Combine(directory, "anchor.note"));

    public string NotePath => note.Path;

    public string LeavesPath => Path.Combine(directory, "anchor.leaves");

    /// <returns>The whole note; null if nothing was ever anchored.</returns>
    /// <exception cref="FaultException">The file does not hold a note as it was written.</exception>
    public SignedNote? Read() => note.Read();

    /// <returns>The commitments of all leaves, at least those under the note.</returns>
    /// <exception cref="FaultException">The file is missing or holds something else.</exception>
    public IReadOnlyList<Digest> Leaves()
    {
        try
        {
            var text = File.ReadAllText(LeavesPath, Encoding.ASCII);
            return text.Split('\n') is [.. var lines, ""]
                ? [.. lines.Select(Digest.Parse)]
                : throw new MalformedException(Sentences.Of("storage.leaves-no-end"));
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw Sentences.Fault(e, "storage.anchor-leaves-unreadable", LeavesPath, Sentence.Of(e));
        }
    }

    /// <summary>
    /// When this returns both are on the disk; after a crash before that, the note is one that the leaves hash to.
    /// </summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Write(IReadOnlyList<Digest> leaves, SignedNote checkpoint)
    {
        DurableFile.CreateDirectory(Path.GetFullPath(directory));
        DurableFile.Replace(
            LeavesPath,
            Encoding.ASCII.GetBytes(string.Concat(leaves.Select(leaf => $"{leaf}\n"))),
            Mode);
        note.Write(checkpoint);
    }
}
