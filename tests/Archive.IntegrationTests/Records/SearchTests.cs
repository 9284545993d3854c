using Archive.Capture;
using Archive.Records;

namespace Archive.IntegrationTests.Records;

/// <summary>Posts written for this, one letter each, and what a query finds of them.</summary>
public sealed class SearchTests(SearchTests.Written written) : IClassFixture<SearchTests.Written>
{
    [Theory]
    [InlineData("", "abcdefghijkl")] // everything
    [InlineData("bomen", "ab")] // as written, and its singular
    [InlineData("boom", "ab")]
    [InlineData("BOOM", "ab")]
    [InlineData("flooding", "c")] // English: flooded
    [InlineData("street", "c")]
    [InlineData("bomen straat", "b")] // all words
    [InlineData("\"kap van de boom\"", "b")]
    [InlineData("\"boom van de kap\"", "")] // a phrase has an order
    [InlineData("bomen -straat", "a")]
    [InlineData("-bomen -@samira -#afval -flooded", "fhijkl")]
    [InlineData("-\"kap van de boom\" bomen", "a")]
    [InlineData("from:gemeente", "abcdghijkl")]
    [InlineData("from:@Gemeente", "abcdghijkl")]
    [InlineData("from:gemeente@voorbeeldstad.example", "abcdghijkl")]
    [InlineData("from:gemeente@elders.example", "")]
    [InlineData("from:gemeent", "")] // not the beginning of a name
    [InlineData("from:samira", "e")]
    [InlineData("from:samira@buurt.example", "e")]
    [InlineData("@samira", "de")] // wrote it, or is mentioned in it
    [InlineData("@samira@buurt.example", "de")]
    [InlineData("@samira@elders.example", "")]
    [InlineData("platform:mastodon boom", "ab")]
    [InlineData("#afval", "g")]
    [InlineData("#Afval", "g")]
    [InlineData("#afva", "")]
    [InlineData("🎉", "f")]
    [InlineData("-🎉 from:omar", "")]
    [InlineData("100%", "h")] // a percentage is no wildcard
    [InlineData("%", "h")]
    [InlineData("الشارع", "e")]
    [InlineData("\"في الشارع\"", "e")]
    [InlineData("after:2026-03-29", "jkl")] // the day begins at 00:00 in Amsterdam, 23:00 UTC
    [InlineData("before:2026-03-29", "abcdefghi")]
    [InlineData("after:2026-03-29 before:2026-03-30", "jk")] // 23 hours long: summer time begins
    [InlineData("after:2026-03-30", "l")] // 22:00 UTC
    [InlineData("' OR 1=1 --", "")]
    public async Task A_query_finds(string query, string expected) => Assert.Equal(expected, await written.Find(query));

    [Theory]
    [InlineData("\"niet gesloten", "records.quote-open")]
    [InlineData("platform:myspace", "sources.no-such-platform")]
    [InlineData("after:29-03-2026", "records.no-day")]
    [InlineData("before:2026-02-30", "records.no-day")]
    public void A_query_that_cannot_be_read_says_how_to_write_it(string query, string code)
    {
        Assert.Equal(code, written.Parse(query).Refusal?.Code);
    }

    public sealed class Written : IAsyncLifetime
    {
        private readonly WrittenPlatform platform = new();
        private ArchiveUnderTest archive = null!;

        public async Task InitializeAsync()
        {
            var day = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
            platform.Write("a", "<p>We planten bomen.</p>", day);
            platform.Write("b", "<p>De kap van de boom in uw straat.</p>", day.AddMinutes(1));
            platform.Write("c", "<p>The street is flooded.</p>", day.AddMinutes(2));
            platform.Write("d", "<p>Dank aan @samira.</p>", day.AddMinutes(3))["mentions"] =
                System.Text.Json.Nodes.JsonNode.Parse(
                    """
                    [{"id":"9","acct":"samira@buurt.example","username":"samira","url":"https://buurt.example/@samira"}]
                    """);
            platform.Write(
                "e",
                "<p>شكرا، العمل في الشارع انتهى</p>",
                day.AddMinutes(4),
                "samira@buurt.example",
                answers: "a");
            platform.Write("f", "<p>Feest 🎉</p>", day.AddMinutes(5), "omar@sociaal.example", answers: "a");
            platform.Write("g", "<p>Zet het buiten.</p>", day.AddMinutes(6))["tags"] =
                System.Text.Json.Nodes.JsonNode
                    .Parse("""[{"name":"Afval","url":"https://voorbeeldstad.example/tags/afval"}]""");
            platform.Write("h", "<p>Voor 100% klaar.</p>", day.AddMinutes(7));
            platform.Write("i", "<p>Zaterdag laat.</p>", new(2026, 3, 28, 22, 59, 59, TimeSpan.Zero));
            platform.Write("j", "<p>Zondag vroeg.</p>", new(2026, 3, 28, 23, 0, 0, TimeSpan.Zero));
            platform.Write("k", "<p>Zondag laat.</p>", new(2026, 3, 29, 21, 59, 59, TimeSpan.Zero));
            platform.Write("l", "<p>Maandag vroeg.</p>", new(2026, 3, 29, 22, 0, 0, TimeSpan.Zero));
            archive = await ArchiveUnderTest.Start(platform);
            Assert.Equal(13, (await archive.Visit()).NewRecords); // the account too
        }

        public async Task DisposeAsync() => await archive.DisposeAsync();

        public Outcome<SearchQuery> Parse(string typed) => archive.Get<RecordSearch>().Parse(typed);

        public async Task<string> Find(string typed)
        {
            var hits = await archive.Find(typed);
            var versions = await archive.Get<RecordVersions>().Of([.. hits.Select(h => h.Version)], default);
            return string.Concat(hits.Select(h => versions[h.Version])
                .Where(v => v.Kind != RecordKind.Account).Select(v => v.PlatformId));
        }
    }
}
