using Archive.Evidence;

namespace Archive.Requests;

/// <summary>
/// The authority decides (besluit) what was approved, and nothing else. Late is still decided: the law takes no late
/// decision away.
/// </summary>
/// <param name="Outcome">As the letter says it; has to follow from the judgements.</param>
public sealed record DecideRequest(Guid Request, DecisionOutcome Outcome, DateOnly DecidedOn)
{
    public static Answer Decide(RequestState request, DecideRequest asked, Guid officer, DateOnly today)
    {
        if (request.Closed is { } closed)
            return new Answer.Refused(closed);
        if (request.Approved is not { } approved)
            return Answer.Refuse(
                "A second officer has not approved this, or something changed after the approval.",
                "docs/decisions/0021");
        if (asked.DecidedOn < approved.ApprovedOn)
            return Answer.Refuse(
                $"It was approved on {approved.ApprovedOn:yyyy-MM-dd}; a decision is of that day or later.",
                "docs/decisions/0021");
        if (asked.DecidedOn > today)
            return Answer.Refuse(
                $"A decision is recorded once it was taken, and {asked.DecidedOn:yyyy-MM-dd} is yet to come.",
                "Awb art. 3:40");

        var follows = OutcomeOf(request);
        return asked.Outcome == follows
            ? Answer.Accept(new RequestDecided(request.Id, approved.Proposal, follows, asked.DecidedOn, officer))
            : Answer.Refuse(
                $"The judgements make it {request.Kind.Label(follows, Language.Nl)}, not "
                    + $"{request.Kind.Label(asked.Outcome, Language.Nl)}.",
                "Awb art. 3:46; docs/decisions/0021");
    }

    /// <summary>What the judgements add up to. Duplicates and what is out of scope do not count.</summary>
    public static DecisionOutcome OutcomeOf(RequestState request)
    {
        var judged = request.Records.Values.Select(r => r.Assessed?.Assessment)
            .Where(a => a is not (Assessment.Duplicate or Assessment.OutOfScope)).ToHashSet();
        var shown = judged.Contains(Assessment.Disclosed) || judged.Contains(Assessment.DisclosedInPart);
        var withheld = judged.Contains(Assessment.Withheld) || judged.Contains(Assessment.DisclosedInPart);

        return (shown, withheld) switch
        {
            (true, false) => DecisionOutcome.Disclosed,
            (true, true) => DecisionOutcome.DisclosedInPart,
            (false, true) => DecisionOutcome.Withheld,
            (false, false) => judged.Count > 0 ? DecisionOutcome.AlreadyPublic : DecisionOutcome.NothingFound,
        };
    }
}
