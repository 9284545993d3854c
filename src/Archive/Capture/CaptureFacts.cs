using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Capture;

/// <summary>
/// Where some bytes are kept: an object of the vault, and which of its pieces (0 is the exchange itself).
/// </summary>
public sealed record PieceRef(Digest Object, int Piece);

/// <summary>A picture, film or sound kept with a version.</summary>
/// <param name="Index">Its place among the version's media, from 0.</param>
public sealed record MediumRef(int Index, Guid Unit, Digest Object);

public enum RecordKind
{
    /// <summary>Written by the source itself, not in answer to another.</summary>
    Post,

    /// <summary>An answer to a post or to another comment, whoever wrote it.</summary>
    Comment,

    /// <summary>The source passing on what another wrote (a boost).</summary>
    Share,

    /// <summary>
    /// The account that is watched: what it says of itself, such as its name and biography. Not the accounts of others
    /// who answered it.
    /// </summary>
    Account,
}

/// <summary>By which way a source showed a record.</summary>
public enum SightedBy
{
    /// <summary>We asked the platform.</summary>
    Api,

    /// <summary>The platform called us.</summary>
    Push,

    /// <summary>An officer gave a file in.</summary>
    Import,
}

/// <summary>What was asked of the platform.</summary>
public enum Endpoint
{
    Account,
    Listing,
    Post,
    Thread,
    History,
    Medium,
}

/// <summary>Why a visit, or a part of it, brought nothing. "We could not look" is not "there was nothing".</summary>
public enum GapCause
{
    /// <summary>No connection, or none in time.</summary>
    Unreachable,

    /// <summary>The platform wants us to be someone else (401, 403).</summary>
    AccessDenied,

    /// <summary>Too many questions (429), and waiting did not help.</summary>
    RateLimited,

    /// <summary>The platform failed (5xx), or does not know the question (501).</summary>
    PlatformFailed,

    /// <summary>An answer came, but not one this build understands; its bytes are kept.</summary>
    NotUnderstood,

    /// <summary>The answer was larger than we take; what came before the limit is kept.</summary>
    TooLarge,

    /// <summary>The platform shows only part of a list and no way to the rest.</summary>
    Truncated,

    /// <summary>
    /// A definite "not there" for something that is no known record (a medium, a history, an account by its handle).
    /// </summary>
    NotFound,

    /// <summary>The address is one we do not visit (not public, or not http).</summary>
    AddressNotAllowed,
}

public enum VisitEnding
{
    /// <summary>Every question was answered.</summary>
    Complete,

    /// <summary>At least one gap.</summary>
    WithGaps,
}

/// <summary>Whether a version was read as it stood, or from the platform's own history of edits.</summary>
public enum ReadFrom
{
    Current,
    History,
}

// Streams: a visit's facts are in the visit's own stream, a record's in the record's.

[FactName("capture.visit-started/1")]
public sealed record VisitStarted(Guid Source, Guid Visit) : IFact;

/// <param name="Exchanges">Answers, those that came again as they are kept included.</param>
/// <param name="Items">Items in the answers, however often the same one came.</param>
/// <param name="NewRecords">Records seen for the first time.</param>
/// <param name="NewVersions">Versions added, first ones included.</param>
public sealed record VisitCounts(
    int Exchanges, int Items, int NewRecords, int NewVersions, int Unchanged, int Disappeared, int Reappeared,
    int Gaps);

/// <summary>
/// A visit of which the host died before it could end; found by the next one. What it had recorded stands.
/// </summary>
[FactName("capture.visit-interrupted/1")]
public sealed record VisitInterrupted(Guid Source, Guid Visit) : IFact;

[FactName("capture.visit-ended/1")]
public sealed record VisitEnded(Guid Source, Guid Visit, VisitEnding Ending, VisitCounts Counts) : IFact;

/// <summary>An answer came and its exact bytes are in the vault, whatever they turned out to be.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Items">How many items were cut out of it; 0 if it could not be read as a list of items.</param>
[FactName("capture.response-stored/1")]
public sealed record ResponseStored(
    Guid Source, Guid Visit, Endpoint Endpoint, Digest Object, Guid Frame, int Status, int Items) : IFact;

/// <summary>
/// Answers came again, and are in the vault already: nothing is kept once more. A fact of an earlier visit to the same
/// source, or of this one, says of each that it is. They came between <paramref name="From"/> and when this fact was
/// recorded. Gaps and versions of this visit that follow from them name the objects as well.
/// </summary>
/// <param name="From">When the first of them was asked for.</param>
/// <param name="Same">Came whole, byte for byte as kept; in the order of their names, none twice.</param>
/// <param name="NotModified">
/// Of which the platform said that it has no other (304), and sent nothing; in that order too, and in one list only.
/// </param>
[FactName("capture.answers-repeated/1")]
public sealed record AnswersRepeated(
    Guid Source, Guid Visit, DateTimeOffset From, IReadOnlyList<Digest> Same,
    IReadOnlyList<Digest> NotModified) : IFact
{
    /// <summary>All of them, however they came again.</summary>
    public IEnumerable<Digest> Answers() => Same.Concat(NotModified);
}

/// <param name="Status">HTTP status, if an answer came.</param>
/// <param name="Response">The kept answer, if one came.</param>
[FactName("capture.gap-found/1")]
public sealed record GapFound(
    Guid Source, Guid Visit, Endpoint Endpoint, GapCause Cause, Guid? Record, int? Status, PieceRef? Response) : IFact;

/// <summary>
/// A record has content we had not seen as its last: its first version, or a changed one. That an account calls itself
/// otherwise changes nothing that it said, but for the record of the account itself.
/// </summary>
/// <param name="Unit">What is destroyed together with this record.</param>
/// <param name="Version">Random; salts the commitment. New for every commitment, re-mapping included.</param>
/// <param name="Ordinal">Counts the record's versions from 1.</param>
/// <param name="Pieces">The pieces the mapper read, in the order it takes them.</param>
/// <param name="WithoutNames">
/// Keyed digest of the content but for display names, of an account with them: what decides whether content is that of
/// the last version.
/// </param>
/// <param name="Author">Keyed digest of the author's id; null if the platform does not say who wrote it.</param>
/// <param name="PostedHour">
/// The hour, in UTC, of the platform's time of posting: what stays when the record is destroyed. When exactly it was
/// posted and edited is in its content.
/// </param>
[FactName("capture.version-captured/1")]
public sealed record VersionCaptured(
    Guid Record,
    Guid Unit,
    RecordKind Kind,
    Guid Source,
    Guid Visit,
    Guid Version,
    int Ordinal,
    ReadFrom ReadFrom,
    IReadOnlyList<PieceRef> Pieces,
    ContentCommitment Content,
    Digest WithoutNames,
    Digest? Author,
    DateTimeOffset PostedHour,
    IReadOnlyList<MediumRef> Media) : IFact
{
    /// <summary>
    /// False for what no visit of ours records: a version of nothing, or with two media in one place.
    /// </summary>
    internal bool NamesItsBytes => Pieces.Count > 0 && Media.DistinctBy(m => m.Index).Count() == Media.Count;
}

/// <summary>
/// A source showed a record, by a way by which it never had. Once for each; which source showed which version, or that
/// it was gone, their own facts say.
/// </summary>
[FactName("capture.record-sighted/1")]
public sealed record RecordSighted(Guid Record, Guid Source, Guid Visit, SightedBy Way, PieceRef Response) : IFact;

/// <summary>
/// Where a record belongs, as far as that was ever told: recorded when more of it is known, or something else. What a
/// platform forgets later, because the parent was deleted, stays.
/// </summary>
/// <param name="Answers">The record that it answers; null if that was never told, or is no record here.</param>
/// <param name="Thread">The record its thread begins with, if it was seen in one.</param>
[FactName("capture.place-found/1")]
public sealed record PlaceFound(
    Guid Record, Guid Source, Guid Visit, Guid? Answers, Guid? Thread, PieceRef Response) : IFact;

/// <summary>Seen before, and on a definite answer not there now. We do not know who removed it.</summary>
[FactName("capture.disappearance-found/1")]
public sealed record DisappearanceFound(Guid Record, Guid Source, Guid Visit, int Status, PieceRef Response) : IFact;

/// <summary>
/// What the platform calls by the id of this record has another author than the version before: somebody took the id or
/// the server over, or it numbers anew. What it says now is the version that follows.
/// </summary>
[FactName("capture.author-changed/1")]
public sealed record AuthorChanged(Guid Record, Guid Source, Guid Visit, PieceRef Response) : IFact;

/// <summary>There again after a disappearance.</summary>
[FactName("capture.reappearance-found/1")]
public sealed record ReappearanceFound(Guid Record, Guid Source, Guid Visit, PieceRef Response) : IFact;

/// <summary>What a platform counts of a record, where that differs from the last time.</summary>
/// <param name="Figures">All that the answer gives, at least one, none twice.</param>
[FactName("capture.figures-measured/1")]
public sealed record FiguresMeasured(
    Guid Record, Guid Source, Guid Visit, PieceRef Response, IReadOnlyList<Figure> Figures) : IFact;
