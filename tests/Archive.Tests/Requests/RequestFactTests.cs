using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Law;
using Archive.Records;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class RequestFactTests
{
    [Fact]
    public void A_replay_of_recorded_facts_is_the_same_request()
    {
        var facts = new List<IFact>
        {
            new RequestReceived(
                Given.Id, Given.Woo.Name, new("WOO", 2026, 7), new(2026, 11, 20), new(2026, 12, 18), Given.Kept),
            new RecordsScoped(
                Given.Id,
                Ids.New(),
                3,
                Given.Kept,
                Anew: true,
                [.. Given.Scoped.Records.Values.Select(r => r.Scoped)]),
        };
        var request = RequestState.Replay(facts, Given.Kinds);
        var redacted = Given.Accepted(request.Ask(Given.Redact(1, Passage.Words(1, 4), "5.1.2e", "5.1.1d")));
        facts.AddRange(redacted);

        var read = RequestState.Replay(facts.Select(f => Facts.Read(Recorded(f))), Given.Kinds);

        Assert.Equal(new RequestNumber("WOO", 2026, 7), read.Number);
        Assert.Equal(facts.OfType<PassageRedacted>().Single().Passage, read.Records[1].Redactions.Single().Passage);
        Assert.Equal(["5.1.1d", "5.1.2e"], read.Records[1].Redactions[0].Grounds.Select(g => g.ToString()));
    }

    [Fact]
    public void A_receipt_says_its_kind_and_number_in_words()
    {
        var fact = new RequestReceived(
            Given.Id, Given.Woo.Name, new("WOO", 2026, 7), new(2026, 11, 20), new(2026, 12, 18), Given.Kept);

        var written = Recorded(fact);

        Assert.Equal("requests.request-received/1", written.Type);
        Assert.StartsWith(
            """{"decideBy":"2026-12-18","details":{""",
            Encoding.UTF8.GetString(written.Data.Bytes.Span),
            StringComparison.Ordinal);
        Assert.EndsWith(
            $$"""},"kind":"woo","number":"WOO-2026-0007","receivedOn":"2026-11-20","request":"{{Given.Id}}"}""",
            Encoding.UTF8.GetString(written.Data.Bytes.Span),
            StringComparison.Ordinal);
        Assert.Equal(fact, Facts.Read(written));
    }

    [Fact]
    public void Judgements_and_outcomes_have_words_that_name_no_law()
    {
        Assert.Equal(
            ["disclosed", "disclosed-in-part", "withheld", "already-public", "duplicate", "out-of-scope"],
            Enum.GetValues<Assessment>().Select(Facts.WordOf));
        Assert.Equal(
            ["disclosed", "disclosed-in-part", "withheld", "already-public", "nothing-found"],
            Enum.GetValues<DecisionOutcome>().Select(Facts.WordOf));
    }

    [Fact]
    public void A_request_of_a_kind_that_this_build_does_not_know_is_a_fault()
    {
        var received = new RequestReceived(
            Given.Id, new("later"), new("LAT", 2026, 1), Given.Today, Given.Today, Given.Kept);

        var fault = Assert.Throws<FaultException>(() => RequestState.Replay([received], Given.Kinds));

        Assert.Contains("'later'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_whose_paper_is_not_kept_cannot_be_recorded() => Assert.Throws<InvalidOperationException>(() =>
        Facts.New(
            new RequestReceived(
                Given.Id, Given.Woo.Name, new("WOO", 2026, 1), Given.Today, Given.Today, SealedTextRef.NotYet),
            DateTimeOffset.UnixEpoch));

    [Fact]
    public void A_stream_that_does_not_begin_with_a_receipt_is_a_fault() =>
        Assert.Throws<FaultException>(
            () => RequestState.Replay([new RedactionLifted(Given.Id, Ids.New(), 1)], Given.Kinds));

    [Fact]
    public void An_empty_stream_is_a_fault() =>
        Assert.Throws<FaultException>(() => RequestState.Replay([], Given.Kinds));

    [Fact]
    public void A_fact_about_a_number_never_scoped_is_a_fault() =>
        Assert.Throws<FaultException>(() => Given.Scoped.Apply(new RedactionLifted(Given.Id, Ids.New(), 17)));

    [Theory]
    [InlineData("5.1.2e", true)]
    [InlineData("5.2", true)]
    [InlineData("5.1 lid 2 e", false)]
    [InlineData("5.1.2E", false)]
    [InlineData("5.1.2e\n", false)]
    [InlineData("Jan de Vries", false)]
    public void A_ground_code_has_one_form(string code, bool taken)
    {
        if (taken)
            Assert.Equal(code, new GroundCode(code).ToString());
        else
            Assert.Throws<ArgumentException>(() => new GroundCode(code));
    }

    private static Fact Recorded(IFact fact)
    {
        var row = Facts.New(fact, DateTimeOffset.UnixEpoch, Given.Anna);
        return new Fact(row.Id, Given.Id, 1, row.Type, row.At, row.Data, row.Headers, null, null, new("voorbeeldstad"));
    }
}
