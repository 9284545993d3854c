using Archive.Evidence;
using Archive.Law;

namespace Archive.Requests;

/// <summary>An officer judges one record of the request (beoordelen), with reasons for this very record.</summary>
/// <param name="Grounds">
/// In any notation in use. Needed for a record withheld whole; for one withheld in part its redactions carry them, and
/// any given here have to be among those.
/// </param>
/// <param name="Reasons">Why, where a ground asks for the weighing in writing.</param>
/// <param name="DespiteAge">Why it is still withheld though it is old, where the law asks for that.</param>
/// <param name="Link">Where anyone can read it, for what is public already: an http or https address.</param>
/// <param name="DuplicateOf">The number under which a duplicate was assessed.</param>
public sealed record AssessRecord(
    Guid Request,
    int Number,
    Assessment Assessment,
    IReadOnlyList<string> Grounds,
    string? Reasons = null,
    string? DespiteAge = null,
    string? Link = null,
    int? DuplicateOf = null)
{
    public AssessmentNote Note => new(Reasons, DespiteAge, Link);

    private bool HasNote => Reasons is not null || DespiteAge is not null || Link is not null;

    public static Answer Decide(RequestState request, AssessRecord asked, Guid officer, DateOnly today)
    {
        if (request.Closed is { } closed)
            return new Answer.Refused(closed);
        if (!request.Records.TryGetValue(asked.Number, out var record))
            return Answer.Refuse($"{request.Number} has no record {asked.Number} in scope.", "docs/decisions/0021");

        var kind = request.Kind;
        var (given, unread) = GroundList.Read(asked.Grounds, kind.Grounds, today);
        var refusal = Unknown(kind, asked) ?? unread ?? asked.Assessment switch
        {
            Assessment.Disclosed => WithoutGrounds(kind, asked) ?? WithoutRedactions(kind, record),
            Assessment.DisclosedInPart => InPart(kind, record, given),
            Assessment.Withheld => Whole(kind, given),
            Assessment.AlreadyPublic =>
                WithoutGrounds(kind, asked) ?? WithoutRedactions(kind, record) ?? Linked(kind, asked.Link),
            Assessment.Duplicate => WithoutGrounds(kind, asked) ?? Doubles(request, asked),
            Assessment.OutOfScope => WithoutGrounds(kind, asked),
        };
        refusal ??= NoStrays(kind, asked);
        if (refusal is not null)
            return new Answer.Refused(refusal);

        var grounds = asked.Assessment == Assessment.DisclosedInPart ? OfRedactions(record, kind.Grounds) : given;
        if ((Reasoned(asked, grounds) ?? kind.Check(asked, record, grounds, today)) is { } unreasoned)
            return new Answer.Refused(unreasoned);

        return request.Change(new RecordAssessed(
            request.Id, asked.Number, record.Scoped.Record, record.Scoped.Version, asked.Assessment,
            [.. grounds.Select(g => g.Code)], asked.DuplicateOf, asked.HasNote ? SealedTextRef.NotYet : null, officer));
    }

    private static Refusal? Unknown(IRequestKind kind, AssessRecord asked) =>
        kind.Assessments.Contains(asked.Assessment)
            ? null
            : new Refusal(
                "A record of this request is assessed as one of "
                + $"{string.Join(", ", kind.Assessments.Select(a => Label(kind, a)))}.",
                $"{kind.Law.Request}; docs/decisions/0021");

    private static Refusal? WithoutGrounds(IRequestKind kind, AssessRecord asked) => asked.Grounds.Count == 0
        ? null
        : new Refusal(
            $"A record that is {Label(kind, asked.Assessment)} is withheld on no ground.",
            $"{kind.Grounds.Basis}; docs/decisions/0021");

    private static Refusal? WithoutRedactions(IRequestKind kind, RecordInScope record) => record.Redactions.Count == 0
        ? null
        : new Refusal(
            $"{record.Redactions.Count} passages of this record are redacted; lift them, or assess it as "
            + $"{Label(kind, Assessment.DisclosedInPart)}.",
            $"{kind.Grounds.Basis}; docs/decisions/0021");

    private static Refusal? InPart(IRequestKind kind, RecordInScope record, IReadOnlyList<Ground> given)
    {
        if (record.Redactions.Count == 0)
            return new Refusal(
                $"'{Label(kind, Assessment.DisclosedInPart)}' means that something is redacted; redact it first, with "
                + "its ground.",
                kind.Grounds.Basis);
        var carried = record.Redactions.SelectMany(r => r.Grounds).ToHashSet();
        return given.FirstOrDefault(g => !carried.Contains(g.Code)) is { } stray
            ? new Refusal(
                $"No redaction of this record carries {stray.Code}; put it on the passage it is for.",
                kind.Grounds.Basis)
            : null;
    }

    private static Refusal? Whole(IRequestKind kind, IReadOnlyList<Ground> given) => given.Count > 0
        ? null
        : new Refusal("A record is withheld on at least one ground.", kind.Grounds.Basis);

    private static Refusal? Linked(IRequestKind kind, string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? null
            : new Refusal(
                "The requester is told where it can be read: give its http or https address.",
                kind.Law.Referral);

    private static Refusal? Doubles(RequestState request, AssessRecord asked)
    {
        if (asked.DuplicateOf is not { } number || number == asked.Number
            || !request.Records.TryGetValue(number, out var other))
            return new Refusal(
                "A duplicate names the other number in this request that it doubles.",
                "docs/decisions/0021");
        if (other.Assessed?.DuplicateOf is { } original)
            return new Refusal($"Number {number} is a duplicate itself; name {original}.", "docs/decisions/0021");
        return request.Records.Values.FirstOrDefault(r => r.Assessed?.DuplicateOf == asked.Number) is { } follower
            ? new Refusal(
                $"Number {follower.Number} is a duplicate of this one; assess that anew first.",
                "docs/decisions/0021")
            : null;
    }

    /// <summary>What belongs to one assessment is not left lying in another.</summary>
    private static Refusal? NoStrays(IRequestKind kind, AssessRecord asked)
    {
        if (asked.DuplicateOf is not null && asked.Assessment != Assessment.Duplicate)
            return new Refusal(
                $"Only a duplicate ({Label(kind, Assessment.Duplicate)}) names another number.",
                "docs/decisions/0021");
        return asked.Link is not null && asked.Assessment != Assessment.AlreadyPublic
            ? new Refusal(
                $"Only what is public already ({Label(kind, Assessment.AlreadyPublic)}) has an address.",
                "docs/decisions/0021")
            : null;
    }

    private static string Label(IRequestKind kind, Assessment assessment) => kind.Label(assessment, Language.Nl);

    private static List<Ground> OfRedactions(RecordInScope record, Grounds table) =>
        [.. record.Redactions.SelectMany(r => r.Grounds).Distinct().Select(table.Of)
            .OrderBy(g => g.Code.ToString(), StringComparer.Ordinal)];

    private static Refusal? Reasoned(AssessRecord asked, IReadOnlyList<Ground> grounds) =>
        string.IsNullOrWhiteSpace(asked.Reasons) && grounds.FirstOrDefault(g => g.NeedsReasons) is { } ground
            ? new Refusal(
                $"{ground.Code} ({ground.Nl}) wants the weighing in writing, for this record.",
                ground.Article)
            : null;
}
