using Archive.Capture;
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
    public async Task One_item_that_is_no_status_is_a_gap_with_its_bytes_and_the_others_are_records(string field, string? value)
    {
        var platform = new WrittenPlatform();
        platform.Write("a", "<p>Voor.</p>", Noon);
        platform.Write("b", "<p>Fout.</p>", Noon.AddMinutes(1));
        platform.Write("c", "<p>Na.</p>", Noon.AddMinutes(2));
        await using var archive = await ArchiveUnderTest.Start(new Changed(platform, (asked, reply) =>
            asked.Path.EndsWith("/statuses", StringComparison.Ordinal) ? Odd.Item(reply!, "b", field, value) : reply));

        var counts = await archive.Visit();

        Assert.Equal((2, 1), (counts.Found, counts.Gaps));
        var gap = Assert.Single((await archive.RecordedFacts()).OfType<GapFound>());
        Assert.Equal((Asked.Listing, GapCause.NotUnderstood), (gap.Asked, gap.Cause));
        Assert.Contains("https://voorbeeldstad.example/b\"", System.Text.Encoding.UTF8.GetString(await KeptAnswers.Piece(archive, gap.Answer!)));
        var hits = await archive.Get<RecordSearch>().Find(SearchQuery.Parse("").Query!, default);
        Assert.Equal(2, hits.Count);
    }

    private static class Odd
    {
        public static Replay.Reply Item(Replay.Reply listing, string id, string field, string? value)
        {
            var items = System.Text.Json.Nodes.JsonNode.Parse(listing.Body)!.AsArray();
            items.Single(i => (string?)i!["id"] == id)![field] = value;
            return Replay.Reply.Json(200, items, Replay.Origin.Fault);
        }
    }
}
