namespace Archive.Requests;

/// <summary>An officer lays the whole of the judgements before a second officer.</summary>
public sealed record ProposeAssessments(Guid Request)
{
    public static Answer Decide(RequestState request, Guid officer)
    {
        if (request.Closed is { } closed)
            return new Answer.Refused(closed);
        if (!request.Searched)
            return Answer.Refuse(
                "No search was frozen for this request; scope it first.",
                $"{request.Kind.Law.Request}; docs/decisions/0021");
        if (request.Proposed is { } standing)
            return Answer.Refuse(
                $"Proposal {standing.Proposal} stands and nothing changed since.",
                "docs/decisions/0021");
        if (Unready(request) is { } unready)
            return new Answer.Refused(unready);

        return Answer.Accept(new AssessmentsProposed(request.Id, request.Proposals + 1, officer));
    }

    private static Refusal? Unready(RequestState request)
    {
        var open = request.Records.Values.Where(r => r.Assessed is null).Select(r => r.Number).ToList();
        if (open.Count > 0)
            return new Refusal(
                $"Not assessed yet, or changed since: number {Some(open)}.",
                $"{request.Kind.Grounds.Basis}; Awb art. 3:46");

        var loose = request.Records.Values
            .Where(
                r => r.Assessed!.DuplicateOf is { } other && request.Records[other].Assessed!.DuplicateOf is not null)
            .Select(r => r.Number).ToList();
        return loose.Count > 0
            ? new Refusal($"A duplicate of a duplicate: number {Some(loose)}.", "docs/decisions/0021")
            : null;
    }

    private static string Some(List<int> numbers) =>
        string.Join(", ", numbers.Take(10)) + (numbers.Count > 10 ? $" and {numbers.Count - 10} more" : "");
}
