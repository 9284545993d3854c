using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.Records;

namespace Archive.IntegrationTests.BadInput;

/// <summary>Items that are valid JSON, and yet no status.</summary>
public sealed class OddItemsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("id", "12\0")] // no database takes it, and nobody could ask for it
    [InlineData("id", "12\n")]
    [InlineData("id", "")]
    [InlineData("created_at", "gisteren")]
    [InlineData("created_at", "2026-13-01T00:00:00Z")]
    [InlineData("content", null)]
    [InlineData("account", "gemeente")]
    [InlineData("media_attachments", "geen")]
    public async Task One_item_that_is_no_status_is_a_gap_with_its_bytes_and_the_others_are_records(
        string field,
        string? value)
    {
        var platform = new WrittenPlatform();
        platform.Write("a", "<p>Voor.</p>", Noon);
        platform.Write("b", "<p>Fout.</p>", Noon.AddMinutes(1));
        platform.Write("c", "<p>Na.</p>", Noon.AddMinutes(2));
        await using var archive = await ArchiveUnderTest.Start(new Changed(platform, (asked, reply) =>
            asked.Path.EndsWith("/statuses", StringComparison.Ordinal) ? Odd.Item(reply!, "b", field, value) : reply));

        var counts = await archive.Visit();

        Assert.Equal((3, 1), (counts.NewRecords, counts.Gaps)); // the account too
        var gap = Assert.Single((await archive.RecordedFacts()).OfType<GapFound>());
        Assert.Equal((Endpoint.Listing, GapCause.NotUnderstood), (gap.Endpoint, gap.Cause));
        Assert.Contains(
            "https://voorbeeldstad.example/b\"",
            Encoding.UTF8.GetString(await KeptAnswers.Piece(archive, gap.Response!)));
        var hits = await archive.Find("");
        Assert.Equal(3, hits.Count);
    }

    [Fact]
    public async Task Nul_and_half_a_character_in_every_text_a_status_has_go_to_a_verified_page()
    {
        var platform = new WrittenPlatform();
        var status = platform.Write(
            "a",
            "<p>Begin⚠ <a href=\"https://voorbeeldstad.example/⚠\">⚠koppeling</a> einde.</p>",
            Noon);
        status["spoiler_text"] = "Let op⚠";
        status["url"] = "https://voorbeeldstad.example/a⚠";
        status["language"] = "nl⚠";
        status["tags"] = JsonNode.Parse("""[{"name":"afval⚠","url":"https://voorbeeldstad.example/tags/afval"}]""");
        status["mentions"] = JsonNode.Parse(
            """
            [{"id":"9","acct":"sam⚠ira@buurt.example","username":"samira","url":"https://buurt.example/@samira"}]
            """);
        status["poll"] = JsonNode.Parse(
            """{"id":"7⚠","expires_at":null,"multiple":false,"options":[{"title":"Ja⚠"},{"title":"Nee"}]}""");
        status["media_attachments"] = JsonNode.Parse(
            """[{"id":"5","type":"image⚠","url":"https://voorbeeldstad.invalid/⚠.png","description":"Een plein⚠"}]""");
        platform.Accounts["gemeente"]["display_name"] = "Gemeente⚠ Voorbeeldstad";
        await using var archive = await ArchiveUnderTest.Start(
            new Changed(platform, (_, reply) => Odd.Broken(reply)), polite: polite => polite with { Tries = 1 });

        var counts = await archive.Visit();

        Assert.Equal(2, counts.NewRecords); // the account too
        var hit = Assert.Single(await archive.Find("einde from:gemeente #afval\uFFFD"));
        var version = (await archive.Get<RecordVersions>().Of([hit.Version], default)).Values.Single();
        Assert.True(version.Members.Count(m => m.Value.Contains("\0\uFFFD", StringComparison.Ordinal)) >= 8);
        var export = await archive.Disclose("platform:mastodon");
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        Assert.Contains("einde.", await PdfWords.Of(export.Pdfs[0]));
    }

    private static class Odd
    {
        /// <summary>
        /// Puts U+0000 and half a surrogate pair, escaped as JSON has them, wherever a text has a warning sign.
        /// </summary>
        public static Replay.Reply? Broken(Replay.Reply? reply) => reply is null ? null : reply with
        {
            Body = Encoding.UTF8
                .GetBytes(Encoding.UTF8.GetString(reply.Body).Replace("⚠", "\\u0000\\ud800", StringComparison.Ordinal)),
        };

        public static Replay.Reply Item(Replay.Reply listing, string id, string field, string? value)
        {
            var items = JsonNode.Parse(listing.Body)!.AsArray();
            items.Single(i => (string?)i!["id"] == id)![field] = value;
            return Replay.Reply.Json(200, items, Replay.Origin.Fault);
        }
    }
}
