using Archive.Evidence.Facts;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class RedactPassageTests
{
    private static readonly RequestState Redacted = Given.Scoped.After(Given.Redact(1, Passage.Words(2, 5), "5.1.2e"));

    [Fact]
    public void A_passage_is_redacted_on_its_ground()
    {
        var asked = Given.Redact(1, Passage.Words(0, 10), "art. 5.1 lid 2 sub e", "5.1.2.e", "5.1.1d");

        var fact = Assert.IsType<PassageRedacted>(Assert.Single(Given.Accepted(Given.Scoped.Ask(asked))));

        Assert.Equal(asked.Redaction, fact.Redaction);
        Assert.Equal(Given.Scoped.Records[1].Scoped.Version, fact.Version);
        Assert.Equal(["5.1.1d", "5.1.2e"], fact.Grounds.Select(g => g.ToString())); // each once, in order
    }

    [Fact]
    public void Several_passages_are_one_act_of_which_all_is_done_or_nothing()
    {
        RedactPassage[] asked =
            [Given.Redact(1, Passage.Words(0, 1), "5.1.2e"), Given.Redact(1, Passage.Words(2, 3), "5.1.2e")];

        Assert.Equal(
            [typeof(PassageRedacted), typeof(ApprovalWithdrawn), typeof(PassageRedacted)],
            Given.Accepted(RedactPassage.Decide(Given.Approved, asked, Given.Today)).Select(f => f.GetType()));
        Given.Refused(
            "requests.redacted-before",
            RedactPassage.Decide(
                Given.Scoped, [.. asked, Given.Redact(1, Passage.Words(2, 4), "5.1.2e")], Given.Today));
    }

    public static TheoryData<Passage, string> Outside => new()
    {
        { Passage.Words(0, 11), "requests.words-not-there" },
        { Passage.Words(-1, 2), "requests.words-not-there" },
        { Passage.Words(3, 3), "requests.words-not-there" }, // the end is not included, so this is nothing
        { Passage.Words(4, 3), "requests.words-not-there" },
        { new(PassageKind.Text), "requests.passage-of-words" },
        { new(PassageKind.Text, Index: 0, From: 0, To: 1), "requests.passage-of-words" },
        { Passage.Part(PassageKind.Medium, 2), "requests.no-such-part" },
        { Passage.Part(PassageKind.Medium, -1), "requests.no-such-part" },
        { Passage.Part(PassageKind.Mention, 0), "requests.part-not-there" },
        { new(PassageKind.Link), "requests.passage-numbered" },
        { new(PassageKind.Warning, From: 0, To: 1), "requests.part-not-there" },
        { new(PassageKind.QuotedText, From: 0, To: 3), "requests.words-not-there" },
        { new(PassageKind.QuotedText, Index: 0), "requests.passage-of-words" },
        { new(PassageKind.QuotedHandle), "requests.part-not-shown" },
        { Passage.Part(PassageKind.PollOption, 2), "requests.no-such-part" },
        { Passage.Part(PassageKind.Preview, 0), "requests.passage-whole" },
        { new(PassageKind.Link, Index: 0, From: 0), "requests.passage-numbered" },
        { new(PassageKind.AuthorName, Index: 0), "requests.passage-whole" },
    };

    [Theory]
    [MemberData(nameof(Outside))]
    public void Only_what_is_there_is_redacted(Passage passage, string code) =>
        Given.Refused(code, Given.Scoped.Ask(Given.Redact(1, passage, "5.1.2e")));

    [Fact]
    public void A_record_without_a_name_has_none_to_redact()
    {
        var request = Given.Received.After(new ScopeRecords(
            Given.Id, Given.Anna, "x", 0, [new(Given.Anna, Given.Bram, Given.Today, new RecordParts(0, false, true))]));

        Given.Refused("requests.part-not-shown",
            request.Ask(Given.Redact(1, new(PassageKind.AuthorName), "5.1.2e")));
        Given.Accepted(request.Ask(Given.Redact(1, new(PassageKind.AuthorHandle), "5.1.2e")));
    }

    [Fact]
    public void Every_redaction_carries_a_ground() =>
        Given.Refused(
            "requests.redaction-without-ground", "Woo art. 5.1",
            Given.Scoped.Ask(Given.Redact(1, Passage.Words(0, 1))));

    [Fact]
    public void An_unknown_ground_is_refused_with_the_nearest() =>
        Given.Refused("law.former-ground", "Woo art. 5.1",
            Given.Scoped.Ask(Given.Redact(1, Passage.Words(0, 1), "10.2.e")));

    [Theory]
    [InlineData("5.1.2e")]
    [InlineData("5.1.1a")]
    public void Disproportionate_harm_does_not_go_with_the_first_or_second_paragraph(string other) =>
        Given.Refused("law.residual-with-other", "Woo art. 5.1 lid 5",
            Given.Scoped.Ask(Given.Redact(1, Passage.Words(0, 1), "5.1.5", other)));

    [Fact]
    public void Disproportionate_harm_goes_with_policy_views() =>
        Given.Accepted(Given.Scoped.Ask(Given.Redact(1, Passage.Words(0, 1), "5.1.5", "5.2")));

    [Theory]
    [InlineData(0, 3)] // over its beginning
    [InlineData(4, 6)] // over its end
    [InlineData(3, 4)] // within
    [InlineData(0, 10)] // around
    [InlineData(2, 5)] // the same again
    public void Redactions_do_not_overlap(int from, int to) =>
        Given.Refused("requests.redacted-before", Redacted.Ask(Given.Redact(1, Passage.Words(from, to), "5.1.5")));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(5, 6)]
    public void Redactions_may_touch(int from, int to) =>
        Assert.Equal(2, Redacted.After(Given.Redact(1, Passage.Words(from, to), "5.1.5")).Records[1].Redactions.Count);

    [Fact]
    public void Two_media_are_two_passages() => Assert.Equal(
        2,
        Given.Scoped.After(Given.Redact(1, Passage.Part(PassageKind.Medium, 0), "5.1.2e"))
            .After(Given.Redact(1, Passage.Part(PassageKind.Medium, 1), "5.1.2e")).Records[1].Redactions.Count);

    [Fact]
    public void A_redaction_voids_the_assessment_it_comes_after()
    {
        var assessed = Given.Assessed.After(Given.Redact(1, Passage.Words(0, 1), "5.1.2e"));

        Assert.Null(assessed.Records[1].Assessed);
        Assert.NotNull(assessed.Records[2].Assessed);
    }

    [Fact]
    public void A_redaction_that_is_lifted_is_gone_and_voids_the_assessment()
    {
        var redaction = Redacted.Records[1].Redactions[0].Redaction;
        var judged = Redacted.After(Given.Judge(1, Assessment.DisclosedInPart) with { Reasons = "een privépersoon" });

        var lifted = judged.Plus(LiftRedaction.Decide(judged, new(Given.Id, redaction)));

        Assert.Empty(lifted.Records[1].Redactions);
        Assert.Null(lifted.Records[1].Assessed);
        Given.Refused("requests.no-such-redaction", LiftRedaction.Decide(lifted, new(Given.Id, redaction)));
    }

    [Fact]
    public void A_number_that_is_not_in_scope_is_refused() =>
        Given.Refused("requests.not-in-scope", Given.Scoped.Ask(Given.Redact(4, Passage.Words(0, 1), "5.1.2e")));

    [Fact]
    public void After_the_decision_nothing_is_redacted_or_lifted()
    {
        Given.Refused("requests.closed", Given.Decided.Ask(Given.Redact(1, Passage.Words(0, 1), "5.1.2e")));
        Given.Refused("requests.closed", LiftRedaction.Decide(Given.Decided, new(Given.Id, Given.Anna)));
    }
}
