using Archive.Evidence;

namespace Archive.Anchoring;

/// <summary>A time-stamp authority attested when the anchor log, and with it this tenant's log, existed.</summary>
/// <param name="Token">SHA-256 of the token.</param>
/// <param name="Imprint">What it is over; SHA-256 of the anchor checkpoint's text, unless it renews another.</param>
/// <param name="AnchorSize">Of that anchor checkpoint.</param>
/// <param name="Authority">SHA-256 of the authority's certificate.</param>
/// <param name="ExistedBy">What the token proves: all of it existed before this moment.</param>
/// <param name="ValidUntil">When the first certificate it rests on expires.</param>
/// <param name="RevocationLists">SHA-256 of each revocation list kept beside it.</param>
/// <param name="RevocationListsMissing">Of how many certificates none could be had.</param>
/// <param name="Renews">The token that this one makes last longer.</param>
[FactName("anchoring.time-stamped/1")]
public sealed record TimeStamped(
    Digest Token,
    Digest Imprint,
    long AnchorSize,
    Digest Authority,
    DateTimeOffset ExistedBy,
    DateTimeOffset ValidUntil,
    IReadOnlyList<Digest> RevocationLists,
    int RevocationListsMissing,
    Digest? Renews) : IFact;

/// <summary>
/// An authority has not attested a checkpoint that was anchored long ago: a gap in the proof of time, as those of
/// capture are gaps in what was seen. It ends with the next <see cref="TimeStamped"/> in the same stream.
/// </summary>
/// <param name="Since">When the oldest checkpoint that waits was anchored.</param>
/// <param name="Leaf">Its leaf in the anchor log.</param>
/// <param name="Failure">What came of asking the last time; null if it was not asked since the start.</param>
/// <param name="Expiring">The token that expires soon and could not be renewed, if that is what waits.</param>
[FactName("anchoring.time-stamp-overdue/1")]
public sealed record TimeStampOverdue(
    DateTimeOffset Since,
    long Leaf,
    TimeStampFailure? Failure,
    Digest? Expiring) : IFact;
