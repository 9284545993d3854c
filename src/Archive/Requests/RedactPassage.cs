using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Law;
using Archive.Requests.Pictures;

namespace Archive.Requests;

/// <summary>
/// An officer takes a passage out of the copy (lakken). The original stays. The record is to be assessed again after
/// it, because what was judged is not what will be shown.
/// </summary>
/// <param name="Redaction">The new redaction's id, from `Ids.New()`.</param>
/// <param name="Grounds">In any notation in use.</param>
public sealed record RedactPassage(
    Guid Request,
    Guid Redaction,
    int Number,
    Passage Passage,
    IReadOnlyList<string> Grounds)
{
    public static Outcome<IFact[]> Decide(RequestState request, RedactPassage asked, DateOnly today)
    {
        if (request.Closed is { } closed)
            return closed;
        if (!request.Records.TryGetValue(asked.Number, out var record))
            return new Refusal("requests.not-in-scope", Basis.Judging, request.Number, asked.Number);
        if (asked.Passage.Check(record.Scoped.Parts) is { } misplaced)
            return misplaced;
        if (record.Redactions.Find(r => r.Passage.Overlaps(asked.Passage)) is { } other)
            return new Refusal("requests.redacted-before", Basis.Redacting, other.Redaction);

        if (asked.Grounds.Count == 0)
            return new Refusal("requests.redaction-without-ground", Basis.Of(request.Kind.Grounds.Basis));
        if (GroundList.Read(asked.Grounds, request.Kind.Grounds, today).IsRefused(out var refusal, out var grounds))
            return refusal;

        var redacted = new PassageRedacted(
            request.Id, asked.Redaction, asked.Number, record.Scoped.Record, record.Scoped.Version, asked.Passage,
            [.. grounds.Select(g => g.Code)]);
        if (asked.Passage.Kind != PassageKind.Regions)
            return request.Change(redacted);
        var copy = CopyOf(request, record, asked.Passage.Index!.Value, [.. record.Redactions, redacted]);
        return copy!.Regions.Count > Passage.MostRegions
            ? new Refusal("requests.regions-of-picture", Basis.Redacting, Passage.MostRegions)
            : request.Change(redacted, copy);
    }

    /// <summary>
    /// The copy that a picture needs with these redactions, still to be made; null if no region of it is redacted.
    /// </summary>
    internal static PictureRedacted? CopyOf(
        RequestState request, RecordInScope record, int medium, IEnumerable<PassageRedacted> redactions)
    {
        PictureRegion[] regions =
        [
            .. redactions.Where(r => r.Passage.Kind == PassageKind.Regions && r.Passage.Index == medium)
                .SelectMany(r => r.Passage.Pixels!),
        ];
        return regions.Length == 0
            ? null
            : new(
                request.Id, Ids.New(), record.Number, record.Scoped.Record, record.Scoped.Version, medium, Width: 0,
                Height: 0, regions, Commitment: default, SealedPicture.NotYet);
    }

    /// <summary>Several passages in one act: all of them, or none.</summary>
    public static Outcome<IFact[]> Decide(RequestState request, IReadOnlyList<RedactPassage> asked, DateOnly today)
    {
        var facts = new List<IFact>();
        foreach (var one in asked)
        {
            if (Decide(request, one, today).IsRefused(out var refused, out var accepted))
                return refused;
            facts.AddRange(accepted);
            request = accepted.Aggregate(request, (state, fact) => state.Apply(fact));
        }

        return Outcome.Accept([.. facts]);
    }
}

/// <summary>An officer shows a passage after all. The record is to be assessed again.</summary>
public sealed record LiftRedaction(Guid Request, Guid Redaction)
{
    public static Outcome<IFact[]> Decide(RequestState request, LiftRedaction asked)
    {
        if (request.Closed is { } closed)
            return closed;
        var record = request.Records.Values
            .FirstOrDefault(r => r.Redactions.Exists(p => p.Redaction == asked.Redaction));
        if (record is null)
            return new Refusal("requests.no-such-redaction", Basis.Redacting, request.Number);
        var lifted = new RedactionLifted(request.Id, asked.Redaction, record.Number);
        var redaction = record.Redactions.Find(r => r.Redaction == asked.Redaction)!;
        // What it hid is shown again, and what the other redactions of the picture hide is not.
        var copy = redaction.Passage.Kind == PassageKind.Regions
            ? RedactPassage.CopyOf(
                request, record, redaction.Passage.Index!.Value, record.Redactions.Where(r => r != redaction))
            : null;
        return copy is null ? request.Change(lifted) : request.Change(lifted, copy);
    }
}
