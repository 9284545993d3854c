using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Requests;
using Archive.Requests.Pictures;

namespace Archive.Tests.Requests;

public class RedactRegionsTests
{
    private static readonly PictureRegion Face = new(120, 80, 300, 200);
    private static readonly PictureRegion Plate = new(0, 0, 10, 10);

    private static readonly RequestState Redacted =
        Given.Scoped.After(Given.Redact(1, Passage.InPicture(0, [Face]), "5.1.2e"));

    [Fact]
    public void Redacted_regions_are_a_redaction_and_a_copy_of_the_picture_that_is_still_to_be_made()
    {
        var facts = Given.Accepted(Given.Scoped.Ask(Given.Redact(1, Passage.InPicture(1, [Face, Plate]), "5.1.2e")));

        Assert.Equal(Passage.InPicture(1, []).Kind, Assert.IsType<PassageRedacted>(facts[0]).Passage.Kind);
        var copy = Assert.IsType<PictureRedacted>(facts[1]);
        Assert.Equal((1, 1, Given.Scoped.Records[1].Scoped.Version), (copy.Number, copy.Medium, copy.Version));
        Assert.Equal([Face, Plate], copy.Regions);
        Assert.Throws<InvalidOperationException>(() => Facts.New(copy, default)); // no copy, no fact
    }

    [Fact]
    public void Regions_on_other_grounds_come_into_the_same_copy_and_go_when_they_are_lifted()
    {
        var both = Redacted.After(Given.Redact(1, Passage.InPicture(0, [Plate]), "5.1.2h"));
        Assert.Equal([Face, Plate], both.Records[1].Copies[0].Regions);

        var left = both.Plus(LiftRedaction.Decide(both, new(Given.Id, both.Records[1].Redactions[0].Redaction)));
        Assert.Equal([Plate], left.Records[1].Copies[0].Regions);
        Assert.NotEqual(both.Records[1].Copies[0].Copy, left.Records[1].Copies[0].Copy);

        var none = left.Plus(LiftRedaction.Decide(left, new(Given.Id, left.Records[1].Redactions[0].Redaction)));
        Assert.Empty(none.Records[1].Copies);
    }

    [Fact]
    public void An_approval_does_not_outlive_a_new_copy()
    {
        var facts = Given.Accepted(Given.Approved.Ask(Given.Redact(1, Passage.InPicture(0, [Face]), "5.1.2e")));

        Assert.Equal(
            [typeof(PassageRedacted), typeof(PictureRedacted), typeof(ApprovalWithdrawn)],
            facts.Select(f => f.GetType()));
    }

    public static TheoryData<Passage, string> Malformed => new()
    {
        { new(PassageKind.Regions, Index: 0), "requests.regions-of-picture" },
        { Passage.InPicture(0, []), "requests.regions-of-picture" },
        { Passage.InPicture(0, [.. Enumerable.Repeat(Face, 101)]), "requests.regions-of-picture" },
        { Passage.InPicture(0, [new(-1, 0, 1, 1)]), "requests.regions-of-picture" },
        { Passage.InPicture(0, [new(0, 0, 0, 1)]), "requests.regions-of-picture" },
        { Passage.InPicture(0, [new(0, 0, 1, -1)]), "requests.regions-of-picture" },
        { Passage.InPicture(2, [Face]), "requests.no-such-part" },
        { Passage.InPicture(0, [Face]) with { From = 0 }, "requests.passage-numbered" },
        { Passage.Part(PassageKind.Medium, 0) with { Pixels = [Face] }, "requests.regions-of-picture" },
        { Passage.Words(0, 1) with { ShowsDescription = true }, "requests.regions-of-picture" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Only_regions_of_a_picture_that_is_there_are_redacted(Passage passage, string code) =>
        Given.Refused(code, Given.Scoped.Ask(Given.Redact(1, passage, "5.1.2e")));

    [Fact]
    public void A_picture_has_a_hundred_regions_at_most_in_all_its_redactions_together()
    {
        PictureRegion[] some = [.. Enumerable.Range(0, 60).Select(i => new PictureRegion(i, 0, 1, 1))];
        var full = Given.Scoped.After(Given.Redact(1, Passage.InPicture(0, some), "5.1.2e"));

        Given.Refused(
            "requests.regions-of-picture",
            full.Ask(Given.Redact(1, Passage.InPicture(0, [.. some.Select(r => r with { Y = 1 })]), "5.1.2e")));
    }

    [Fact]
    public void What_is_withheld_whole_is_not_redacted_in_part_and_the_other_way_round_it_is()
    {
        var whole = Given.Scoped.After(Given.Redact(1, Passage.Part(PassageKind.Medium, 0), "5.1.2e"));

        Given.Refused(
            "requests.redacted-before", whole.Ask(Given.Redact(1, Passage.InPicture(0, [Face]), "5.1.2e")));
        Given.Accepted(whole.Ask(Given.Redact(1, Passage.InPicture(1, [Face]), "5.1.2e")));
        Given.Accepted(Redacted.Ask(Given.Redact(1, Passage.Part(PassageKind.Medium, 0), "5.1.2e")));
    }

    [Fact]
    public void Regions_may_overlap_but_what_is_black_already_is_not_redacted_again()
    {
        Given.Accepted(Redacted.Ask(Given.Redact(1, Passage.InPicture(0, [Face with { X = 121 }]), "5.1.2e")));
        Given.Refused(
            "requests.redacted-before",
            Redacted.Ask(Given.Redact(1, Passage.InPicture(0, [Face with { Width = 299 }]), "5.1.2e")));
    }

    [Theory]
    [InlineData("120,80,300,200", true)]
    [InlineData("0,0,1,1", true)]
    [InlineData("120,80,300", false)]
    [InlineData("120,80,300,200,1", false)]
    [InlineData("120, 80,300,200", false)]
    [InlineData("-1,80,300,200", false)]
    [InlineData("120,80,0,200", false)]
    [InlineData("1e2,80,3,200", false)]
    [InlineData("99999999999,0,1,1", false)]
    [InlineData("", false)]
    public void A_region_is_typed_in_one_way(string typed, bool read) =>
        Assert.Equal(read, PassageChoice.ReadRegions([typed]).Refusal is null);

    [Fact]
    public void A_fact_of_regions_is_read_back_as_it_was_written()
    {
        var passage = Passage.InPicture(0, [Face], showsDescription: true);
        var fact = new PassageRedacted(
            Given.Id, Given.Anna, 1, Given.Anna, Given.Bram, passage, [new("5.1.2e")]);
        var written = System.Text.Encoding.UTF8.GetString(Facts.New(fact, default).Data.Bytes.Span);

        Assert.Contains(
            """
            {"index":0,"kind":"regions","pixels":[{"height":200,"width":300,"x":120,"y":80}],"showsDescription":true}
            """,
            written, StringComparison.Ordinal);
    }
}
