using System.Collections.Immutable;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Records;
using Archive.Requests.Pictures;

namespace Archive.Requests;

/// <summary>
/// A record in the scope of a request, with its judgement and its live redactions in the order they were made.
/// </summary>
/// <param name="Assessed">Null until assessed, and again once a redaction was made or lifted after it.</param>
public sealed record RecordInScope(
    ScopedRecord Scoped, RecordAssessed? Assessed, ImmutableList<PassageRedacted> Redactions)
{
    public int Number => Scoped.Number;

    /// <summary>Copies of its pictures in which all regions are black that are redacted now, by medium.</summary>
    public ImmutableDictionary<int, PictureRedacted> Copies { get; init; } =
        ImmutableDictionary<int, PictureRedacted>.Empty;
}

/// <summary>A request as its facts tell it.</summary>
/// <param name="Searched">At least one search was frozen, with or without a find.</param>
/// <param name="Records">By number.</param>
/// <param name="Proposals">How many proposals there were, withdrawn ones included.</param>
/// <param name="Proposed">The proposal that stands; null if there is none or something changed after it.</param>
/// <param name="Approved">The approval that stands.</param>
public sealed record RequestState(
    Guid Id,
    IRequestKind Kind,
    RequestNumber Number,
    DateOnly ReceivedOn,
    DateOnly DecideBy,
    SealedTextRef Details,
    bool Searched,
    ImmutableSortedDictionary<int, RecordInScope> Records,
    int Proposals,
    AssessmentsProposed? Proposed,
    AssessmentsApproved? Approved,
    RequestDecided? Decided)
{
    /// <summary>Whether anything in it was ever assessed or redacted: from then on numbers stay.</summary>
    public bool Judged { get; init; }

    private const string OfRequests = "requests.";

    /// <summary>
    /// What a request's stream tells. Facts of other programs in it change nothing of a request; one about requests
    /// that this build does not understand might, and is not passed by.
    /// </summary>
    /// <exception cref="FaultException">A fact about requests is unknown, or not what its name promises.</exception>
    public static IReadOnlyList<IFact> Read(IEnumerable<Fact> stream) =>
    [
        .. stream
            .Select(f => f.Type.StartsWith(OfRequests, StringComparison.Ordinal) ? Facts.Read(f) : Facts.ReadOrNull(f))
            .OfType<IFact>(),
    ];

    /// <exception cref="FaultException">
    /// The facts do not begin with a receipt, or with one of an unknown kind; or one names what was never in scope.
    /// </exception>
    public static RequestState Replay(IEnumerable<IFact> facts, RequestKindRegistry kinds) =>
        facts.Aggregate((RequestState?)null, (request, fact) => fact is RequestReceived received
            ? From(received, kinds.Of(received.Kind))
            : request?.Apply(fact) ?? throw Sentences.Fault("requests.no-receipt-first"))
        ?? throw Sentences.Fault("requests.no-facts");

    public static RequestState From(RequestReceived fact, IRequestKind kind) => new(
        fact.Request, kind, fact.Number, fact.ReceivedOn, fact.DecideBy, fact.Details, Searched: false,
        ImmutableSortedDictionary<int, RecordInScope>.Empty, Proposals: 0, Proposed: null, Approved: null,
        Decided: null);

    public RequestState Apply(IFact fact) => fact switch
    {
        RecordsScoped f => Changed() with
        {
            Searched = true,
            Records = (f.Anew ? Records.Clear() : Records).AddRange(
                f.Records.Select(r => KeyValuePair.Create(r.Number, new RecordInScope(r, null, [])))),
        },
        RecordAssessed f => Changed().With(f.Number, r => r with { Assessed = f }) with { Judged = true },
        PassageRedacted f => Changed().With(
            f.Number,
            r => r with { Assessed = null, Redactions = r.Redactions.Add(f) }) with { Judged = true },
        RedactionLifted f => Changed().With(f.Number, r => r with
        {
            Assessed = null,
            Redactions = r.Redactions.RemoveAll(p => p.Redaction == f.Redaction),
            Copies = r.Redactions.Find(p => p.Redaction == f.Redaction) is
                { Passage: { Kind: PassageKind.Regions, Index: { } medium } }
                ? r.Copies.Remove(medium) // another follows, if other regions of the picture are redacted
                : r.Copies,
        }),
        PictureRedacted f => With(f.Number, r => r with { Copies = r.Copies.SetItem(f.Medium, f) }),
        AssessmentsProposed f => this with { Proposals = f.Proposal, Proposed = f, Approved = null },
        AssessmentsApproved f => this with { Approved = f },
        ApprovalWithdrawn => Changed(),
        RequestDecided f => this with { Decided = f },
        _ => this, // Facts of other kinds may share the stream; they do not change this view.
    };

    /// <summary>
    /// Facts that change what was judged. If it was approved, the approval goes with them: what is decided is exactly
    /// what a second officer saw.
    /// </summary>
    public Outcome<IFact[]> Change(params IFact[] changes) => Approved is { } approved
        ? Outcome.Accept([.. changes, new ApprovalWithdrawn(Id, approved.Proposal)])
        : Outcome.Accept(changes);

    public RequestStage Stage => this switch
    {
        { Decided: not null } => RequestStage.Decided,
        { Approved: not null } => RequestStage.Approved,
        { Proposed: not null } => RequestStage.Proposed,
        { Searched: false } => RequestStage.Received,
        _ => Unassessed.Any() ? RequestStage.Assessing : RequestStage.Assessed,
    };

    /// <summary>Documents without a judgement, in the order of their numbers.</summary>
    public IEnumerable<RecordInScope> Unassessed => Records.Values.Where(r => r.Assessed is null);

    /// <summary>Null while the request is open; otherwise why nothing more is done to it.</summary>
    public Refusal? Closed => Decided is { } decided
        ? new Refusal("requests.closed", Basis.Judging, Number, decided.DecidedOn)
        : null;

    private RequestState Changed() => this with { Proposed = null, Approved = null };

    private RequestState With(int number, Func<RecordInScope, RecordInScope> change) =>
        Records.TryGetValue(number, out var record)
            ? this with { Records = Records.SetItem(number, change(record)) }
            : throw Sentences.Fault("requests.never-in-scope", Id, number);
}
