using Archive.Evidence;

namespace Archive.Restore;

/// <summary>Why databases were put back from a back-up.</summary>
public enum RestoreReason
{
    LostDisk,
    DamagedData,
    Tampering,
    OperatorMistake,
    Relocation,
    Exercise,
}

/// <summary>
/// A log was opened because the database came back without the end of the log before (docs/decisions/0065). Leaf 0 of
/// that log is of this fact.
/// </summary>
/// <param name="Log">Number of the log opened, from 2.</param>
/// <param name="Before">Number of the log before, from 1.</param>
/// <param name="Size">Leaves of the log before at its last checkpoint, the one kept outside the database.</param>
/// <param name="Root">Its root there.</param>
/// <param name="Note">SHA-256 of the whole note of that checkpoint.</param>
/// <param name="Left">How many of those leaves the database still had.</param>
/// <param name="Officer">Who had the archive restored.</param>
[FactName("restore.log-opened/1")]
public sealed record LogOpened(
    int Log, int Before, long Size, Digest Root, Digest Note, long Left, RestoreReason Reason, Guid Officer) : IFact;

/// <summary>Databases that were put back from a back-up were made fit to be served again.</summary>
/// <param name="Log">Number of the log from then on.</param>
/// <param name="DestructionsReapplied">Destructions carried out again, all that the journal has.</param>
/// <param name="LostRecords">
/// Records that are sealed for ever without having been destroyed: their secret is lost.
/// </param>
/// <param name="LostRequests">Requests of which the same is true of what the requester wrote.</param>
[FactName("restore.archive-restored/1")]
public sealed record ArchiveRestored(
    Guid Restore, RestoreReason Reason, int Log, int DestructionsReapplied, int LostRecords, int LostRequests,
    Guid Officer) : IFact;

/// <summary>
/// The log was not in order after a restore, and an officer had the archive served all the same.
/// </summary>
/// <param name="Findings">How many the check of the log came to.</param>
[FactName("restore.findings-accepted/1")]
public sealed record FindingsAccepted(Guid Restore, long Findings, Guid Officer) : IFact;
