using Archive.Evidence;

namespace Archive.Requests;

/// <summary>An officer lays the whole of the judgements before a second officer.</summary>
public sealed record ProposeAssessments(Guid Request)
{
    private const int MostNamed = 10;

    public static Outcome<IFact[]> Decide(RequestState request, Guid officer)
    {
        if (request.Closed is { } closed)
            return closed;
        if (!request.Searched)
            return new Refusal("requests.not-scoped", Basis.Of(request.Kind.Law.Request));
        if (request.Proposed is { } standing)
            return new Refusal("requests.proposal-stands", Basis.Judging, standing.Proposal);
        if (Unready(request) is { } unready)
            return unready;

        return Outcome.Accept(new AssessmentsProposed(request.Id, request.Proposals + 1, officer));
    }

    private static Refusal? Unready(RequestState request)
    {
        var open = request.Records.Values.Where(r => r.Assessed is null).Select(r => r.Number).ToList();
        if (open.Count > 0)
            return new Refusal(
                "requests.not-assessed", Basis.Of($"{request.Kind.Grounds.Basis}; Awb art. 3:46"), Some(open));

        var loose = request.Records.Values
            .Where(
                r => r.Assessed!.DuplicateOf is { } other && request.Records[other].Assessed!.DuplicateOf is not null)
            .Select(r => r.Number).ToList();
        return loose.Count > 0
            ? new Refusal("requests.duplicates-of-duplicates", Basis.Judging, Some(loose))
            : null;
    }

    private static Sentence Some(List<int> numbers)
    {
        var named = string.Join(", ", numbers.Take(MostNamed));
        return numbers.Count > MostNamed
            ? Sentences.Of("requests.numbers-and-more", named, numbers.Count - MostNamed)
            : new(_ => named);
    }
}
