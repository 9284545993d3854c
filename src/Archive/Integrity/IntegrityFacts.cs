using Archive.Evidence;
using Archive.Storage.Log;

namespace Archive.Integrity;

/// <summary>What a look at the archive can find. Each is a fact and an alarm, and none has a lawful ground.</summary>
public enum FindingKind
{
    /// <summary>A fact names an object that is not in the vault.</summary>
    ObjectMissing,

    /// <summary>An object's bytes are not those it is named by.</summary>
    ObjectAltered,

    /// <summary>The storage does not give an object's bytes.</summary>
    ObjectUnreadable,

    /// <summary>
    /// The secret of a frame, a medium or a paper is gone, or does not open it, and nothing destroyed it.
    /// </summary>
    SecretMissing,

    /// <summary>The row of a secret was changed.</summary>
    SecretAltered,

    /// <summary>A medium opens to another file than was captured.</summary>
    MediumAltered,

    /// <summary>A captured version cannot be read any more, and nothing destroyed it.</summary>
    VersionMissing,

    /// <summary>A captured version reads otherwise than its fact committed to.</summary>
    VersionAltered,

    /// <summary>A fact says that something was destroyed, but its secret is still there.</summary>
    DestructionIncomplete,

    /// <summary>
    /// Bytes of what was destroyed lie in the vault still, or again: nothing opens them. They are removed when found.
    /// </summary>
    DestroyedBytesLeft,

    /// <summary>A fact says that something was destroyed, but the journal of destructions has no such entry.</summary>
    JournalEntryMissing,

    /// <summary>Something lies in the vault that is no object.</summary>
    UnexpectedFile,

    /// <summary>A fact is not what it was when it went into the log, or is gone from the facts.</summary>
    FactAltered,

    /// <summary>A fact is neither in the log nor waiting for it.</summary>
    FactNotInLog,

    /// <summary>Leaves, tiles or checkpoints of the log do not agree.</summary>
    LogInconsistent,

    /// <summary>Something that was destroyed is known as a record again, and would be kept when it is seen.</summary>
    ForgottenKnown,

    /// <summary>
    /// Facts of a type that this build does not know: it passes them by. That is no damage; another program, or a newer
    /// build, has recorded them.
    /// </summary>
    ForeignFact,

    /// <summary>
    /// Facts of a known type whose members this build does not understand: what they say is not shown.
    /// </summary>
    FactNotUnderstood,

    /// <summary>A fact says that an answer came again which no earlier fact of that source says is kept.</summary>
    AnswerNeverStored,

    /// <summary>
    /// What a platform calls by the id of a record has another author than before. Nothing here is damaged.
    /// </summary>
    OtherAuthor,

    /// <summary>
    /// A row among the facts is none, or its stream has not the version before it: it is not in the log.
    /// </summary>
    RowSetAside,

    /// <summary>A stream is not at the version of its last fact, or one of its facts is gone.</summary>
    StreamDiffers,
}

// Streams: both facts of a finding are in the finding's own stream.

/// <summary>
/// A look at the archive found something that is not as facts say. Recorded once, however often it is seen.
/// </summary>
[FactName("integrity.finding-recorded/1")]
public sealed record FindingRecorded(
    Guid Finding, FindingKind Kind, Digest? Object, Guid? Unit, Guid? Record, Guid? Version, Guid? Fact,
    long? Leaf) : IFact;

/// <summary>A later look found it whole again: restored from a back-up, say. The finding stays recorded.</summary>
[FactName("integrity.finding-resolved/1")]
public sealed record FindingResolved(Guid Finding) : IFact;

/// <summary>A finding as a look brings it, before it is known whether it is new.</summary>
/// <param name="What">One sentence for an operator: ids, digests and our own words.</param>
public sealed record Finding(
    FindingKind Kind, Sentence What, Digest? Object = null, Guid? Unit = null, Guid? Record = null,
    Guid? Version = null,
    Guid? Fact = null, long? Leaf = null)
{
    /// <summary>What it is about, where that is neither of those above: the name of a type of facts.</summary>
    public string? About { get; init; }

    /// <summary>In English, for logs.</summary>
    public string Message => What.ToString();

    /// <summary>What it is about; with the kind it tells one finding from another.</summary>
    public string Subject =>
        About ?? Version?.ToString() ?? Fact?.ToString() ?? Object?.ToString() ?? Unit?.ToString() ?? Message;

    internal static Finding Of(LogFinding finding) => new(
        FindingLabels.KindOf(finding.Kind), finding.What, Fact: finding.Fact, Leaf: (long?)finding.Leaf);
}
