using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class DecideRequestTests
{
    [Fact]
    public void What_was_approved_is_decided() => Assert.Equal(
        new RequestDecided(Given.Id, 1, DecisionOutcome.Disclosed, Given.Today, Given.Anna),
        Assert.Single(Given.Accepted(Ask(Given.Approved, DecisionOutcome.Disclosed, Given.Today))));

    [Fact]
    public void Without_an_approval_nothing_is_decided() =>
        Given.Refused("requests.not-approved", Ask(Given.Proposed, DecisionOutcome.Disclosed, Given.Today));

    [Fact]
    public void A_decision_is_not_older_than_its_approval() =>
        Given.Refused("requests.decided-before-approval",
            Ask(Given.Approved, DecisionOutcome.Disclosed, Given.Today.AddDays(-1)));

    [Fact]
    public void A_decision_is_not_of_tomorrow() =>
        Given.Refused("requests.decided-in-future", "Awb art. 3:40",
            Ask(Given.Approved, DecisionOutcome.Disclosed, Given.Today.AddDays(1)));

    [Fact]
    public void A_late_decision_is_still_a_decision() => Given.Accepted(DecideRequest.Decide(
        Given.Approved, new(Given.Id, DecisionOutcome.Disclosed, new(2027, 3, 1)), Given.Anna, new(2027, 3, 1)));

    [Fact]
    public void The_outcome_follows_from_the_judgements() =>
        Given.Refused("requests.other-outcome", "Awb art. 3:46",
            Ask(Given.Approved, DecisionOutcome.Withheld, Given.Today));

    [Fact]
    public void A_request_is_decided_once() =>
        Given.Refused("requests.closed", Ask(Given.Decided, DecisionOutcome.Disclosed, Given.Today));

    [Theory]
    [InlineData("", DecisionOutcome.NothingFound)] // nothing in scope
    [InlineData("OutOfScope Duplicate", DecisionOutcome.NothingFound)] // nothing of what was asked for
    [InlineData("AlreadyPublic OutOfScope", DecisionOutcome.AlreadyPublic)]
    [InlineData("Disclosed", DecisionOutcome.Disclosed)]
    [InlineData("Disclosed AlreadyPublic Duplicate", DecisionOutcome.Disclosed)]
    [InlineData("DisclosedInPart", DecisionOutcome.DisclosedInPart)]
    [InlineData("Disclosed Withheld", DecisionOutcome.DisclosedInPart)]
    [InlineData("Disclosed DisclosedInPart", DecisionOutcome.DisclosedInPart)]
    [InlineData("Withheld", DecisionOutcome.Withheld)]
    [InlineData("Withheld AlreadyPublic", DecisionOutcome.Withheld)] // this decision discloses nothing
    public void Judgements_add_up_to_an_outcome(string judgements, DecisionOutcome outcome)
    {
        var assessments = judgements.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Assessment>)
            .ToList();
        var request = Given.Received.After(new ScopeRecords(
            Given.Id, Ids.New(), "x", 0, [.. assessments.Select(
                _ => new FoundRecord(Ids.New(), Ids.New(), Given.Today, Given.Parts))]));
        foreach (var (assessment, number) in assessments.Select((a, i) => (a, i + 1)))
        {
            var scoped = request.Records[number].Scoped;
            request = request.Apply(new RecordAssessed(
                Given.Id, number, scoped.Record, scoped.Version, assessment, [], null, null, Given.Anna));
        }

        Assert.Equal(outcome, DecideRequest.OutcomeOf(request));
    }

    private static Outcome<IFact[]> Ask(RequestState request, DecisionOutcome outcome, DateOnly decidedOn) =>
        DecideRequest.Decide(request, new(Given.Id, outcome, decidedOn), Given.Anna, Given.Today);
}
