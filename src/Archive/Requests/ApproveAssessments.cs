namespace Archive.Requests;

/// <summary>
/// A second officer, with a password of their own, agrees with the judgements as proposed (four eyes).
/// </summary>
/// <param name="Proposal">The number of the proposal that was looked at.</param>
public sealed record ApproveAssessments(Guid Request, int Proposal)
{
    /// <param name="officer">Who approves; signed in for this very act.</param>
    public static Outcome<IFact[]> Decide(RequestState request, ApproveAssessments asked, Guid officer, DateOnly today)
    {
        if (request.Closed is { } closed)
            return closed;
        if (request.Proposed is not { } proposed)
            return new Refusal("requests.no-proposal", Basis.Judging);
        if (proposed.Proposal != asked.Proposal)
            return new Refusal("requests.another-proposal", Basis.Judging, proposed.Proposal, asked.Proposal);
        if (request.Approved is { } approved)
            return new Refusal("requests.approved-before", Basis.Judging, approved.Proposal, approved.ApprovedOn);
        if (proposed.ProposedBy == officer)
            return new Refusal("requests.proposer-approves", Basis.Of("BIO2 5.3"));

        return Outcome.Accept(new AssessmentsApproved(request.Id, proposed.Proposal, officer, today));
    }
}
