namespace Archive.Requests;

/// <summary>
/// A second officer, with a password of their own, agrees with the judgements as proposed (four eyes).
/// </summary>
/// <param name="Proposal">The number of the proposal that was looked at.</param>
public sealed record ApproveAssessments(Guid Request, int Proposal)
{
    /// <param name="officer">Who approves; signed in for this very act.</param>
    public static Answer Decide(RequestState request, ApproveAssessments asked, Guid officer, DateOnly today)
    {
        if (request.Closed is { } closed)
            return new Answer.Refused(closed);
        if (request.Proposed is not { } proposed)
            return Answer.Refuse(
                "There is no proposal that stands; something changed after the last one, or there was none.",
                "docs/decisions/0021");
        if (proposed.Proposal != asked.Proposal)
            return Answer.Refuse(
                $"Proposal {proposed.Proposal} stands now, not {asked.Proposal}; look again.",
                "docs/decisions/0021");
        if (request.Approved is { } approved)
            return Answer.Refuse(
                $"Proposal {approved.Proposal} was approved on {approved.ApprovedOn:yyyy-MM-dd}.",
                "docs/decisions/0021");
        if (proposed.ProposedBy == officer)
            return Answer.Refuse(
                "Who proposed does not approve; a second officer does.",
                "BIO2 5.3; docs/decisions/0021");

        return Answer.Accept(new AssessmentsApproved(request.Id, proposed.Proposal, officer, today));
    }
}
