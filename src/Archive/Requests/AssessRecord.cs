using Archive.Evidence;
using Archive.Law;

namespace Archive.Requests;

/// <summary>An officer judges one record of the request (beoordelen), with reasons for this very record.</summary>
/// <param name="Grounds">
/// In any notation in use. Needed for a record withheld whole; for one withheld in part its redactions carry them, and
/// any given here have to be among those.
/// </param>
/// <param name="Reasons">Why, where a ground asks for the weighing in writing.</param>
/// <param name="DespiteAge">Why it is still withheld though it is older than five years.</param>
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
    private const int YoungYears = 5;

    public AssessmentNote Note => new(Reasons, DespiteAge, Link);

    private bool HasNote => Reasons is not null || DespiteAge is not null || Link is not null;

    public static Answer Decide(WooRequest request, AssessRecord asked, Grounds table, Guid officer, DateOnly today)
    {
        if (request.Closed is { } closed)
            return new Answer.Refused(closed);
        if (!request.Records.TryGetValue(asked.Number, out var record))
            return Answer.Refuse($"{request.Number} has no record {asked.Number} in scope.", "docs/decisions/0021");

        var (given, unread) = GroundList.Read(asked.Grounds, table, today);
        var refusal = unread ?? asked.Assessment switch
        {
            Assessment.Public => WithoutGrounds(asked) ?? WithoutRedactions(record),
            Assessment.PartlyPublic => Partly(record, given),
            Assessment.NotPublic => Not(given),
            Assessment.AlreadyPublic => WithoutGrounds(asked) ?? WithoutRedactions(record) ?? Linked(asked.Link),
            Assessment.Duplicate => WithoutGrounds(asked) ?? Doubles(request, asked),
            Assessment.OutOfScope => WithoutGrounds(asked),
        };
        refusal ??= NoStrays(asked);
        if (refusal is not null)
            return new Answer.Refused(refusal);

        var grounds = asked.Assessment == Assessment.PartlyPublic ? OfRedactions(record, table) : given;
        if (Reasoned(asked, record, grounds, today) is { } unreasoned)
            return new Answer.Refused(unreasoned);

        return request.Change(new RecordAssessed(
            request.Id, asked.Number, record.Scoped.Record, record.Scoped.Version, asked.Assessment,
            [.. grounds.Select(g => g.Code)], asked.DuplicateOf, asked.HasNote ? SealedTextRef.NotYet : null, officer));
    }

    private static Refusal? WithoutGrounds(AssessRecord asked) => asked.Grounds.Count == 0
        ? null
        : new Refusal(
            $"A record that is {WooLabels.Of(asked.Assessment, Language.Nl)} is withheld on no ground.",
            "Woo art. 5.1; docs/decisions/0021");

    private static Refusal? WithoutRedactions(RecordInScope record) => record.Redactions.Count == 0
        ? null
        : new Refusal($"{record.Redactions.Count} passages of this record are redacted; lift them, or assess it as "
            + "deels openbaar.", "Woo art. 5.1; docs/decisions/0021");

    private static Refusal? Partly(RecordInScope record, IReadOnlyList<Ground> given)
    {
        if (record.Redactions.Count == 0)
            return new Refusal(
                "Deels openbaar means that something is redacted; redact it first, with its ground.",
                "Woo art. 5.1, 5.2");
        var carried = record.Redactions.SelectMany(r => r.Grounds).ToHashSet();
        return given.FirstOrDefault(g => !carried.Contains(g.Code)) is { } stray
            ? new Refusal(
                $"No redaction of this record carries {stray.Code}; put it on the passage it is for.",
                "Woo art. 5.1, 5.2")
            : null;
    }

    private static Refusal? Not(IReadOnlyList<Ground> given) => given.Count > 0
        ? null
        : new Refusal("A record is withheld on at least one ground.", "Woo art. 5.1, 5.2");

    private static Refusal? Linked(string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? null
            : new Refusal(
                "The requester is told where it can be read: give its http or https address.",
                "Woo art. 4.5 lid 2");

    private static Refusal? Doubles(WooRequest request, AssessRecord asked)
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
    private static Refusal? NoStrays(AssessRecord asked)
    {
        if (asked.DuplicateOf is not null && asked.Assessment != Assessment.Duplicate)
            return new Refusal("Only a duplicate (dubbel) names another number.", "docs/decisions/0021");
        return asked.Link is not null && asked.Assessment != Assessment.AlreadyPublic
            ? new Refusal("Only what is public already (reeds openbaar) has an address.", "docs/decisions/0021")
            : null;
    }

    private static List<Ground> OfRedactions(RecordInScope record, Grounds table) =>
        [.. record.Redactions.SelectMany(r => r.Grounds).Distinct().Select(table.Of)
            .OrderBy(g => g.Code.ToString(), StringComparer.Ordinal)];

    private static Refusal? Reasoned(
        AssessRecord asked,
        RecordInScope record,
        IReadOnlyList<Ground> grounds,
        DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(asked.Reasons) && grounds.FirstOrDefault(g => g.NeedsReasons) is { } ground)
            return new Refusal(
                $"{ground.Code} ({ground.Nl}) wants the weighing in writing, for this record.",
                ground.Article);

        // Woo 5.3 speaks of information older than five years; on the day itself it is not older yet.
        return grounds.Count > 0 && record.Scoped.PostedOn.AddYears(YoungYears) < today
            && string.IsNullOrWhiteSpace(asked.DespiteAge)
            ? new Refusal($"This is of {record.Scoped.PostedOn:yyyy-MM-dd}; say why it is withheld though it is older "
                + "than five years.", "Woo art. 5.3")
            : null;
    }
}
