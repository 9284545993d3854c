using Archive.Law;

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

        return request.Change(new PassageRedacted(
            request.Id, asked.Redaction, asked.Number, record.Scoped.Record, record.Scoped.Version, asked.Passage,
            [.. grounds.Select(g => g.Code)]));
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
        return record is null
            ? new Refusal("requests.no-such-redaction", Basis.Redacting, request.Number)
            : request.Change(new RedactionLifted(request.Id, asked.Redaction, record.Number));
    }
}
