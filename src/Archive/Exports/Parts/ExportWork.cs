using Archive.Evidence.Notes;
using Archive.Keys.Certificates;

namespace Archive.Exports.Parts;

/// <summary>The set in the making, and what signs it.</summary>
/// <param name="Checkpoint">Head of the log that the set's proofs lead to.</param>
/// <param name="LogKeys">Those that signed it: one, or two where the log's key was changed.</param>
/// <param name="Certificate">Signs the documents.</param>
public sealed record ExportWork(
    SetDirectory Set, SignedNote Checkpoint, IReadOnlyList<NoteKey> LogKeys, SigningCertificate Certificate)
{
    /// <summary>Filled while the pages are made.</summary>
    public PagesMade Pages { get; } = new();

    /// <summary>Volumes that an export made which was killed; null: none are looked for, and none are kept.</summary>
    public SignedVolumes? Kept { get; init; }

    /// <summary>Told how many volumes are done, of how many.</summary>
    public Action<int, int>? Progress { get; init; }
}
