using Archive.Evidence;
using Archive.Law;
using Archive.Records;

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

    public static Outcome<IFact[]> Decide(RequestState request, AssessRecord asked, Guid officer, DateOnly today)
    {
        if (request.Closed is { } closed)
            return closed;
        if (!request.Records.TryGetValue(asked.Number, out var record))
            return new Refusal("requests.not-in-scope", Basis.Judging, request.Number, asked.Number);

        var kind = request.Kind;
        if (Unknown(kind, asked) is { } unknown)
            return unknown;
        if (GroundList.Read(asked.Grounds, kind.Grounds, today).IsRefused(out var unread, out var given))
            return unread;
        var refusal = asked.Assessment switch
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
            return refusal;

        var grounds = asked.Assessment == Assessment.DisclosedInPart ? OfRedactions(record, kind.Grounds) : given;
        if ((Reasoned(asked, grounds) ?? kind.Check(asked, record, grounds, today)) is { } unreasoned)
            return unreasoned;

        return request.Change(new RecordAssessed(
            request.Id, asked.Number, record.Scoped.Record, record.Scoped.Version, asked.Assessment,
            [.. grounds.Select(g => g.Code)], asked.DuplicateOf, asked.HasNote ? SealedTextRef.NotYet : null, officer));
    }

    private static Refusal? Unknown(IRequestKind kind, AssessRecord asked) =>
        kind.Assessments.Contains(asked.Assessment)
            ? null
            : new Refusal(
                "requests.assessment-not-admitted",
                Basis.Of(kind.Law.Request),
                Sentence.Join(", ", [.. kind.Assessments.Select(a => kind.Named(a))]));

    private static Refusal? WithoutGrounds(IRequestKind kind, AssessRecord asked) => asked.Grounds.Count == 0
        ? null
        : new Refusal(
            "requests.ground-without-withholding", Basis.Of(kind.Grounds.Basis), kind.Named(asked.Assessment));

    private static Refusal? WithoutRedactions(IRequestKind kind, RecordInScope record) => record.Redactions.Count == 0
        ? null
        : new Refusal(
            "requests.redactions-left",
            Basis.Of(kind.Grounds.Basis),
            record.Redactions.Count,
            kind.Named(Assessment.DisclosedInPart));

    private static Refusal? InPart(IRequestKind kind, RecordInScope record, IReadOnlyList<Ground> given)
    {
        if (record.Redactions.Count == 0)
            return new Refusal(
                "requests.nothing-redacted", Basis.Of(kind.Grounds.Basis), kind.Named(Assessment.DisclosedInPart));
        var carried = record.Redactions.SelectMany(r => r.Grounds).ToHashSet();
        return given.FirstOrDefault(g => !carried.Contains(g.Code)) is { } stray
            ? new Refusal("requests.ground-on-no-passage", Basis.Of(kind.Grounds.Basis), stray.Code)
            : null;
    }

    private static Refusal? Whole(IRequestKind kind, IReadOnlyList<Ground> given) => given.Count > 0
        ? null
        : new Refusal("requests.ground-needed", Basis.Of(kind.Grounds.Basis));

    private static Refusal? Linked(IRequestKind kind, string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? null
            : new Refusal("requests.address-needed", Basis.Of(kind.Law.Referral));

    private static Refusal? Doubles(RequestState request, AssessRecord asked)
    {
        if (asked.DuplicateOf is not { } number || number == asked.Number
            || !request.Records.TryGetValue(number, out var other))
            return new Refusal("requests.duplicate-of-what", Basis.Judging);
        if (other.Assessed?.DuplicateOf is { } original)
            return new Refusal("requests.duplicate-of-duplicate", Basis.Judging, number, original);
        return request.Records.Values.FirstOrDefault(r => r.Assessed?.DuplicateOf == asked.Number) is { } follower
            ? new Refusal("requests.duplicated-by", Basis.Judging, follower.Number)
            : null;
    }

    /// <summary>What belongs to one assessment is not left lying in another.</summary>
    private static Refusal? NoStrays(IRequestKind kind, AssessRecord asked)
    {
        if (asked.DuplicateOf is not null && asked.Assessment != Assessment.Duplicate)
            return new Refusal("requests.number-of-no-duplicate", Basis.Judging, kind.Named(Assessment.Duplicate));
        return asked.Link is not null && asked.Assessment != Assessment.AlreadyPublic
            ? new Refusal("requests.address-not-needed", Basis.Judging, kind.Named(Assessment.AlreadyPublic))
            : null;
    }

    private static List<Ground> OfRedactions(RecordInScope record, Grounds table) =>
        [.. record.Redactions.SelectMany(r => r.Grounds).Distinct().Select(table.Of)
            .OrderBy(g => g.Code.ToString(), StringComparer.Ordinal)];

    private static Refusal? Reasoned(AssessRecord asked, IReadOnlyList<Ground> grounds) =>
        string.IsNullOrWhiteSpace(asked.Reasons) && grounds.FirstOrDefault(g => g.NeedsReasons) is { } ground
            ? new Refusal("requests.reasons-needed", Basis.Of(ground.Article), ground.Code, ground.Label)
            : null;
}
