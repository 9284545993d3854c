using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Law;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class RequestFactTests
{
    [Fact]
    public void A_replay_of_recorded_facts_is_the_same_request()
    {
        var facts = new List<IFact>
        {
            new WooRequestReceived(Given.Id, new(2026, 7), new(2026, 11, 20), new(2026, 12, 18), Given.Kept),
            new RecordsScoped(
                Given.Id,
                Ids.New(),
                3,
                Given.Kept,
                [.. Given.Scoped.Records.Values.Select(r => r.Scoped)]),
        };
        var request = WooRequest.Replay(facts);
        var redacted = Given.Accepted(request.Ask(Given.Redact(1, Passage.Words(1, 4), "5.1.2e", "5.1.1d")));
        facts.AddRange(redacted);

        var read = WooRequest.Replay(facts.Select(f => Facts.Read(Recorded(f))));

        Assert.Equal(new RequestNumber(2026, 7), read.Number);
        Assert.Equal(facts.OfType<PassageRedacted>().Single().Passage, read.Records[1].Redactions.Single().Passage);
        Assert.Equal(["5.1.1d", "5.1.2e"], read.Records[1].Redactions[0].Grounds.Select(g => g.ToString()));
    }

    [Fact]
    public void A_fact_whose_paper_is_not_kept_cannot_be_recorded() => Assert.Throws<InvalidOperationException>(() =>
        Facts.New(
            new WooRequestReceived(Given.Id, new(2026, 1), Given.Today, Given.Today, SealedTextRef.NotYet),
            DateTimeOffset.UnixEpoch));

    [Fact]
    public void A_stream_that_does_not_begin_with_a_receipt_is_a_fault() =>
        Assert.Throws<FaultException>(() => WooRequest.Replay([new RedactionLifted(Given.Id, Ids.New(), 1)]));

    [Fact]
    public void An_empty_stream_is_a_fault() => Assert.Throws<FaultException>(() => WooRequest.Replay([]));

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
            Assert.Throws<FormatException>(() => new GroundCode(code));
    }

    private static Fact Recorded(IFact fact)
    {
        var row = Facts.New(fact, DateTimeOffset.UnixEpoch, Given.Anna);
        return new Fact(row.Id, Given.Id, 1, row.Type, row.At, row.Data, row.Headers, null, null, new("voorbeeldstad"));
    }
}
