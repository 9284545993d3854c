using Archive.Evidence;

namespace Archive.Storage.Log;

public enum LogFindingKind
{
    /// <summary>A fact is not what it was when it went into the log.</summary>
    FactAltered,

    /// <summary>The log has a leaf of a fact that is gone.</summary>
    FactMissing,

    /// <summary>A fact is neither in the log nor waiting for it.</summary>
    FactNotInLog,

    /// <summary>A leaf is gone or stands twice.</summary>
    LeafMissing,

    /// <summary>A leaf is not what it was when its tile was stored.</summary>
    LeafAltered,

    /// <summary>A stored tile is missing or not what the leaves say.</summary>
    TileDiffers,

    /// <summary>A checkpoint does not fit the leaves, or is not ours.</summary>
    CheckpointDiffers,

    /// <summary>
    /// A row among the facts is none, or its stream has not the version before it: it is not in the log.
    /// </summary>
    RowSetAside,

    /// <summary>A stream is not at the version of its last fact, or one of its facts is gone.</summary>
    StreamDiffers,
}

/// <summary>What checking a log has to say about one thing in it.</summary>
/// <param name="Leaf">The leaf's number, if it is about one.</param>
/// <param name="Fact">Id of the fact, if it is known.</param>
/// <param name="Stream">As the row has it now; absent if there is no row, or none that can be read.</param>
/// <param name="What">One sentence for an operator.</param>
public sealed record LogFinding(
    LogFindingKind Kind, Sentence What, ulong? Leaf = null, Guid? Fact = null, Guid? Stream = null,
    long? Version = null)
{
    /// <summary>In English, for logs.</summary>
    public string Says => What.ToString();
}

/// <summary>What came of checking a whole log.</summary>
/// <param name="Size">Leaves in the log.</param>
/// <param name="Root">Over them.</param>
/// <param name="Waiting">Facts that are recorded and not in the log yet.</param>
/// <param name="Findings">The first of them, at most <see cref="MostFindings"/>.</param>
/// <param name="Found">How many there are in all.</param>
/// <param name="Read">How many leaves were held against their facts: all, unless some were passed by.</param>
public sealed record LogVerificationResult(
    ulong Size, Digest Root, long Waiting, IReadOnlyList<LogFinding> Findings, long Found, ulong Read)
{
    public const int MostFindings = 1000;

    public bool Holds => Found == 0;
}

/// <summary>Findings as they come up; of very many only the first are kept.</summary>
internal sealed class LogFindings
{
    private readonly List<LogFinding> first = [];

    public IReadOnlyList<LogFinding> First => first;

    public long Found { get; private set; }

    public void Add(LogFinding finding)
    {
        Found++;
        if (first.Count < LogVerificationResult.MostFindings)
            first.Add(finding);
    }
}
