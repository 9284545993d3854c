using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Law;
using Archive.Requests.Woo;

namespace Archive.Tests.Requests.Woo;

public class GroundsTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    [Theory]
    [InlineData("5.1.2e", "5.1.2e")] // the one we record
    [InlineData("5.1.2.e", "5.1.2e")] // as some redaction tools print it
    [InlineData("5.1, 2e", "5.1.2e")]
    [InlineData("5.1 lid 2 e", "5.1.2e")]
    [InlineData("art. 5.1 lid 2 sub e", "5.1.2e")]
    [InlineData("Artikel 5.1, tweede lid, aanhef en onder e, Woo", "5.1.2e")] // as in a letter
    [InlineData("5.1.2 E", "5.1.2e")]
    [InlineData("5.1 lid 5", "5.1.5")]
    [InlineData("5.1, vijfde lid", "5.1.5")]
    [InlineData("5.2", "5.2")]
    [InlineData("art. 5.2 lid 1", "5.2")] // the ground of art. 5.2 is its first paragraph
    [InlineData("5.4a", "5.4a")]
    public void Every_notation_in_use_is_read(string written, string code)
    {
        var ground = Assert.IsType<Outcome<Ground>.Done>(WooRequestKind.Table.Find(written, Today)).Value;

        Assert.Equal(code, ground.Code.ToString());
    }

    [Theory]
    [InlineData("5.1.2z", "de dichtstbijzijnde is 5.1.2")]
    [InlineData("5.12e", "de dichtstbijzijnde is 5.1.2e (Persoonlijke levenssfeer)")] // a dot forgotten
    // the old law
    [InlineData("10.2.e", "de dichtstbijzijnde is 5.1.2e (Persoonlijke levenssfeer), onder de Wob 10.2.e")]
    [InlineData("11.1", "de dichtstbijzijnde is 5.2 (Persoonlijke beleidsopvattingen), onder de Wob 11.1")]
    [InlineData("privacy", "is geen grond van de Woo")]
    [InlineData("", "is geen grond van de Woo")]
    [InlineData("5.1.2e en 5.1.2i", "is geen grond van de Woo")] // two grounds are given as two
    public void What_is_no_ground_is_refused_with_the_nearest(string written, string because)
    {
        var refusal = WooRequestKind.Table.Find(written, Today).Refusal;

        Assert.Contains(because, refusal!.In(Language.Nl), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.3")] // a duty to give reasons, not a ground
    [InlineData("5.2 lid 2")] // a form of disclosure
    [InlineData("5.5")] // disclosure to the person concerned
    public void A_neighbouring_article_is_refused_by_name(string written) =>
        Assert.StartsWith(
            "Nothing is withheld on Woo art. 5.",
            WooRequestKind.Table.Find(written, Today).Refusal!.In(Language.En),
            StringComparison.Ordinal);

    [Fact]
    public void Before_the_Woo_held_there_was_no_such_ground() =>
        Assert.Contains(
            "does not hold on 2022-04-30",
            WooRequestKind.Table.Find("5.1.2e", new(2022, 4, 30)).Refusal!.In(Language.En),
            StringComparison.Ordinal);

    [Fact]
    public void There_are_five_absolute_and_nine_relative_grounds()
    {
        Assert.Equal(["5.1.1a", "5.1.1b", "5.1.1c", "5.1.1d", "5.1.1e"], Codes(GroundKind.Absolute));
        Assert.Equal(
            ["5.1.2a", "5.1.2b", "5.1.2c", "5.1.2d", "5.1.2e", "5.1.2f", "5.1.2g", "5.1.2h", "5.1.2i"],
            Codes(GroundKind.Relative));
    }

    [Theory]
    [InlineData(
        """{ "code": "5.1.2e", "article": "a", "nl": "n", "en": "e","""
        + """ "kind": "relative", "needsReasons": false, "certainty": "found" }""",
        "needs reasons")]
    [InlineData(
        """{ "code": "5.1.2e", "article": "", "nl": "n", "en": "e","""
        + """ "kind": "absolute", "needsReasons": false, "certainty": "found" }""",
        "article and both labels")]
    [InlineData(
        """{ "code": "6 lid 1", "article": "a", "nl": "n", "en": "e","""
        + """ "kind": "absolute", "needsReasons": false, "certainty": "found" }""",
        "'6 lid 1'")]
    [InlineData(
        """{ "code": "5.1.2e", "article": "a", "nl": "n", "en": "e","""
        + """ "kind": "perhaps", "needsReasons": false, "certainty": "found" }""",
        "does not read as legal data")]
    [InlineData(
        """{ "code": "5.1.2e", "article": "a", "nl": "n", "en": "e","""
        + """ "kind": "absolute", "needsReasons": false, "certainty": "found", "remark": "x" }""",
        "does not read as legal data")]
    [InlineData(
        """{ "code": "5.1.2e", "article": "a", "nl": "n", "en": "e","""
        + """ "kind": "absolute", "needsReasons": false, "certainty": "found", "validTo": "2022-01-01" }""",
        "ends before it begins")]
    public void A_wrong_row_stops_the_table(string row, string why)
    {
        var json = Table(row);

        var wrong = Assert.ThrowsAny<Exception>(
            () => Grounds.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "grounds.json"));

        Assert.True(wrong is FaultException or ArgumentException);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ground_that_is_there_twice_stops_the_table()
    {
        const string Row =
            """{ "code": "5.2", "article": "a", "nl": "n", "en": "e","""
            + """ "kind": "opinion", "needsReasons": true, "certainty": "found" }""";
        var json = Table($"{Row}, {Row}");

        var fault = Assert.Throws<FaultException>(
            () => Grounds.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "grounds.json"));

        Assert.Contains("5.2 is there twice", fault.Message, StringComparison.Ordinal);
    }

    private static string Table(string rows) =>
        """{ "name": "n", "laws": ["Woo"], "basis": "Woo", "source": "s", "validFrom": "2022-05-01", "grounds": ["""
        + $$"""{{rows}}] }""";

    private static IEnumerable<string> Codes(GroundKind kind) =>
        WooRequestKind.Table.All.Where(g => g.Kind == kind).Select(g => g.Code.ToString()).Order();
}
