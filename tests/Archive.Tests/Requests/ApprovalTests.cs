using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class ApprovalTests
{
    [Fact]
    public void A_request_without_a_search_is_not_proposed() =>
        Given.Refused("requests.not-scoped", "Woo art. 4.1", ProposeAssessments.Decide(Given.Received, Given.Anna));

    [Fact]
    public void Every_record_is_assessed_before_it_is_proposed()
    {
        var half = Given.Scoped.After(Given.Judge(2, Assessment.Disclosed));

        Given.Refused("requests.not-assessed", "Woo art. 5.1", ProposeAssessments.Decide(half, Given.Anna));
    }

    [Fact]
    public void A_search_that_found_nothing_is_proposed_as_it_is()
    {
        var empty = Given.Received.After(new ScopeRecords(Given.Id, Ids.New(), "rondweg", 41, []));

        Assert.NotNull(empty.Plus(ProposeAssessments.Decide(empty, Given.Anna)).Proposed);
    }

    [Fact]
    public void What_was_doubled_and_became_a_duplicate_is_not_proposed()
    {
        // 2 doubles 1; a redaction voids 2's assessment, 1 becomes a duplicate of 3, and 2 is found doubling 1 by
        // replay only.
        var doubled = Given.Assessed.After(Given.Judge(2, Assessment.Duplicate) with { DuplicateOf = 1 });
        var broken = doubled.Apply(doubled.Records[2].Assessed! with { Number = 1, DuplicateOf = 3 });

        Given.Refused("requests.duplicates-of-duplicates", ProposeAssessments.Decide(broken, Given.Anna));
    }

    [Fact]
    public void What_stands_proposed_is_not_proposed_again() =>
        Given.Refused("requests.proposal-stands", ProposeAssessments.Decide(Given.Proposed, Given.Bram));

    [Fact]
    public void A_second_officer_approves() => Assert.Equal(
        new AssessmentsApproved(Given.Id, 1, Given.Bram, Given.Today),
        Assert.Single(
            Given.Accepted(ApproveAssessments.Decide(Given.Proposed, new(Given.Id, 1), Given.Bram, Given.Today))));

    [Fact]
    public void Who_proposed_does_not_approve() =>
        Given.Refused("requests.proposer-approves", "BIO2 5.3",
            ApproveAssessments.Decide(Given.Proposed, new(Given.Id, 1), Given.Anna, Given.Today));

    [Fact]
    public void What_was_not_proposed_is_not_approved() =>
        Given.Refused("requests.no-proposal",
            ApproveAssessments.Decide(Given.Assessed, new(Given.Id, 1), Given.Bram, Given.Today));

    [Fact]
    public void Another_proposal_than_the_one_checked_at_is_not_approved()
    {
        var changed = Given.Proposed.After(Given.Judge(1, Assessment.OutOfScope));
        var again = changed.Plus(ProposeAssessments.Decide(changed, Given.Anna));

        Given.Refused("requests.another-proposal",
            ApproveAssessments.Decide(again, new(Given.Id, 1), Given.Bram, Given.Today));
    }

    [Fact]
    public void An_approval_is_given_once() =>
        Given.Refused("requests.approved-before",
            ApproveAssessments.Decide(Given.Approved, new(Given.Id, 1), Given.Bram, Given.Today));

    public static TheoryData<string> Changes => ["scope", "assess", "redact", "lift"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Any_change_after_the_approval_withdraws_it(string change)
    {
        var request = WithRedactionApproved();
        var answer = change switch
        {
            "scope" => ScopeRecords.Decide(
                request,
                new(Given.Id, Ids.New(), "x", 50, [new(Ids.New(), Ids.New(), Given.Today, Given.Parts)])),
            "assess" => request.Ask(Given.Judge(2, Assessment.OutOfScope)),
            "redact" => request.Ask(Given.Redact(2, Passage.Words(0, 1), "5.1.2e")),
            _ => LiftRedaction.Decide(request, new(Given.Id, request.Records[1].Redactions[0].Redaction)),
        };

        Assert.Contains(new ApprovalWithdrawn(Given.Id, 1), Given.Accepted(answer));
        var changed = request.Plus(answer);
        Assert.Null(changed.Approved);
        Assert.Null(changed.Proposed);
        Given.Refused("requests.not-approved", DecideRequest.Decide(
            changed,
            new(Given.Id, DecisionOutcome.Disclosed, Given.Today),
            Given.Anna,
            Given.Today));
    }

    [Fact]
    public void A_change_before_the_approval_withdraws_the_proposal_and_no_more()
    {
        var answer = Given.Proposed.Ask(Given.Judge(2, Assessment.OutOfScope));

        Assert.Single(Given.Accepted(answer));
        Assert.Null(Given.Proposed.Plus(answer).Proposed);
    }

    private static RequestState WithRedactionApproved()
    {
        var redacted = Given.Assessed.After(Given.Redact(1, Passage.Words(0, 1), "5.1.1e"))
            .After(Given.Judge(1, Assessment.DisclosedInPart));
        var proposed = redacted.Plus(ProposeAssessments.Decide(redacted, Given.Anna));
        return proposed.Plus(ApproveAssessments.Decide(proposed, new(Given.Id, 1), Given.Bram, Given.Today));
    }
}
