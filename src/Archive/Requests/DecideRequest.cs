namespace Archive.Requests;

/// <summary>
/// The authority decides (besluit) what was approved, and nothing else. Late is still decided: the law takes no late
/// decision away.
/// </summary>
/// <param name="Outcome">As the letter says it; has to follow from the judgements.</param>
public sealed record DecideRequest(Guid Request, DecisionOutcome Outcome, DateOnly DecidedOn)
{
    public static Outcome<IFact[]> Decide(RequestState request, DecideRequest asked, Guid officer, DateOnly today)
    {
        if (request.Closed is { } closed)
            return closed;
        if (request.Approved is not { } approved)
            return new Refusal("requests.not-approved", Basis.Judging);
        if (asked.DecidedOn < approved.ApprovedOn)
            return new Refusal("requests.decided-before-approval", Basis.Judging, approved.ApprovedOn);
        if (asked.DecidedOn > today)
            return new Refusal("requests.decided-in-future", Basis.Of("Awb art. 3:40"), asked.DecidedOn);

        var follows = OutcomeOf(request);
        return asked.Outcome == follows
            ? Archive.Outcome.Accept(
                new RequestDecided(request.Id, approved.Proposal, follows, asked.DecidedOn, officer))
            : new Refusal(
                "requests.other-outcome",
                Basis.Of("Awb art. 3:46"),
                request.Kind.Named(follows),
                request.Kind.Named(asked.Outcome));
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
