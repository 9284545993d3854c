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
    public static Answer Decide(RequestState request, RedactPassage asked, DateOnly today)
    {
        if (request.Closed is { } closed)
            return new Answer.Refused(closed);
        if (!request.Records.TryGetValue(asked.Number, out var record))
            return Answer.Refuse($"{request.Number} has no record {asked.Number} in scope.", "docs/decisions/0021");
        if (asked.Passage.Problem(record.Scoped.Parts) is { } problem)
            return Answer.Refuse(problem, "docs/decisions/0022");
        if (record.Redactions.Find(r => r.Passage.Overlaps(asked.Passage)) is { } other)
        {
            return Answer.Refuse(
                $"Part of this is redacted already (redaction {other.Redaction}); lift that first.",
                "docs/decisions/0022");
        }

        if (asked.Grounds.Count == 0)
            return Answer.Refuse(
                "Every redacted passage carries the ground it is withheld on.",
                request.Kind.Grounds.Basis);
        var (grounds, refusal) = GroundList.Read(asked.Grounds, request.Kind.Grounds, today);
        if (refusal is not null)
            return new Answer.Refused(refusal);

        return request.Change(new PassageRedacted(
            request.Id, asked.Redaction, asked.Number, record.Scoped.Record, record.Scoped.Version, asked.Passage,
            [.. grounds.Select(g => g.Code)]));
    }
}

/// <summary>An officer shows a passage after all. The record is to be assessed again.</summary>
public sealed record LiftRedaction(Guid Request, Guid Redaction)
{
    public static Answer Decide(RequestState request, LiftRedaction asked)
    {
        if (request.Closed is { } closed)
            return new Answer.Refused(closed);
        var record = request.Records.Values
            .FirstOrDefault(r => r.Redactions.Exists(p => p.Redaction == asked.Redaction));
        return record is null
            ? Answer.Refuse($"{request.Number} has no such redaction, or it was lifted.", "docs/decisions/0022")
            : request.Change(new RedactionLifted(request.Id, asked.Redaction, record.Number));
    }
}
