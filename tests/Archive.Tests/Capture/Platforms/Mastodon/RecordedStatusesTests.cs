using System.Text;
using System.Text.Json;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms.Mastodon;

namespace Archive.Tests.Capture;

/// <summary>The numbers were counted with another program (Python's json), over the same files.</summary>
public class RecordedStatusesTests
{
    [Theory]
    [RecordedData("own", 30, 5)]
    [RecordedData("theirs", 55, 19)]
    public void Every_recorded_status_is_mapped_and_those_shown_on_deletion_are_not(
        string whose, int shown, int deleted)
    {
        var mapped = new List<string>();
        var troubles = new List<NotUnderstood>();
        foreach (var status in Objects(whose).Where(o => o.Has("account") && o.Has("created_at") && o.Has("id")))
        {
            var reading = MastodonMapping.Status(status.Bytes, "example.nl");
            if (reading.Value is { } value)
                mapped.Add(value.PlatformId);
            else
                troubles.Add(reading.Trouble!);
        }

        Assert.Equal(shown, mapped.Count);
        // the answer to DELETE has `text` in place of `content`; we never ask that
        Assert.Equal(deleted, troubles.Count);
        Assert.All(troubles, t => Assert.Equal(new("$.content", "is missing"), t));
    }

    [Theory]
    [RecordedData("own", 7)]
    [RecordedData("theirs", 7)]
    public void Every_recorded_entry_of_a_history_is_mapped(string whose, int entries)
    {
        var mapped = 0;
        foreach (var exchange in Recorded.Exchanges(whose)
            .Where(e => e.Url.EndsWith("/history", StringComparison.Ordinal) && e.Status == 200))
        {
            var status = StatusOf(exchange, whose);
            var cut = JsonItems.OfArray(exchange.Body);
            Assert.True(cut.Understood);
            foreach (var entry in cut.Items)
            {
                var reading = MastodonMapping.History(entry.In(exchange.Body), status, "example.nl");
                Assert.Null(reading.Trouble);
                mapped++;
            }
        }

        Assert.Equal(entries, mapped);
    }

    [Theory]
    [RecordedData("own-gotosocial/status_history.json", 0, "own-gotosocial/status_edit2.json", 0)]
    [RecordedData("own-mastodon/edit.json", 4, "own-mastodon/edit.json", 3)]
    [RecordedData("live_mastodon_gotosocial/status_history.json", 0, "live_mastodon_gotosocial/status_edit2.json", 0)]
    [RecordedData("mastodon/test_status_edit.json", 4, "mastodon/test_status_edit.json", 3)]
    public void The_last_entry_of_a_history_has_the_members_of_the_status(
        string history,
        int at,
        string file,
        int statusAt)
    {
        var entries = Recorded.Exchange(history, at).Body;
        var status = Recorded.Exchange(file, statusAt).Body;

        var last = MastodonMapping.History(JsonItems.OfArray(entries).Items[^1].In(entries), status, "example.nl")
            .Value!;

        Assert.Equal(
            MastodonMapping.Status(status, "example.nl").Value!.Bare.Members(MastodonMapping.Name),
            last.Bare.Members(MastodonMapping.Name));
    }

    [Theory]
    [RecordedData("own-gotosocial")]
    [RecordedData("live_mastodon_gotosocial")]
    public void The_first_entry_of_a_history_has_the_members_of_the_status_as_it_was_posted(string folder)
    {
        var entries = Recorded.Exchange($"{folder}/status_history.json").Body;
        var edited = Recorded.Exchange($"{folder}/status_edit2.json").Body;
        var posted = Recorded.Exchange($"{folder}/status_post.json").Body;

        var first = MastodonMapping.History(JsonItems.OfArray(entries).Items[0].In(entries), edited, "example.nl")
            .Value!;

        Assert.Equal(
            MastodonMapping.Status(posted, "example.nl").Value!.Bare.Members(MastodonMapping.Name),
            first.Bare.Members(MastodonMapping.Name));
    }

    [Theory]
    [RecordedData("own", 5, 4, 12)]
    [RecordedData("theirs", 5, 5, 23)]
    public void Every_recorded_thread_and_listing_is_cut_and_mapped(
        string whose, int threadCount, int listingCount, int itemCount)
    {
        var all = Recorded.Exchanges(whose).ToList();
        var threads = all.Where(e => e.Url.EndsWith("/context", StringComparison.Ordinal)).ToList();
        var listings = all.Where(e => e.Url.Contains("/statuses?", StringComparison.Ordinal)).ToList();
        var items = threads.Select(t => (t.Body, Cut: JsonItems.OfArrays(t.Body, "ancestors", "descendants")))
            .Concat(listings.Select(l => (l.Body, Cut: JsonItems.OfArray(l.Body)))).ToList();

        Assert.Equal((threadCount, listingCount), (threads.Count, listings.Count));
        Assert.All(items, i => Assert.True(i.Cut.Understood));
        Assert.Equal(itemCount, items.Sum(i => i.Cut.Items.Count));
        Assert.All(
            items.SelectMany(i => i.Cut.Items.Select(item => item.In(i.Body))),
            item => Assert.Null(MastodonMapping.Status(item, "example.nl").Trouble));
    }

    [Theory]
    [RecordedData("own-gotosocial/status_deleted_get.json", true)]
    [RecordedData("own-hollo/status_deleted_get.json", true)]
    [RecordedData("own-mastodon/missing.json", true)]
    [RecordedData("own-hollo/status_history.json", false)]
    [RecordedData("own-gotosocial/rate_limited_429.json", false)]
    [RecordedData("live_mastodon_gotosocial/status_deleted_get.json", true)]
    [RecordedData("live_mastodon_hollo/status_deleted_get.json", true)]
    [RecordedData("mastodon/test_status_missing.json", true)]
    [RecordedData("live_mastodon_hollo/status_history.json", false)] // Hollo has no histories: nothing about this one
    [RecordedData("live_mastodon_gotosocial/rate_limited_429.json", false)]
    public void Only_the_platforms_own_404_says_that_something_is_not_there(string file, bool definite)
    {
        var exchange = Recorded.Exchange(file);

        Assert.Equal(definite, MastodonResponses.IsDefinitelyNotThere(exchange.Status, exchange.Body));
    }

    [Theory]
    [RecordedData("own-mastodon/paging.json", "116500000000000001", "gemeente", "Gemeente Dijkdorp")]
    [RecordedData(
        "mastodon/test_fetch_next_previous.json", "117020565966271181", "mastodonpy_test", "John Lennon")]
    public void An_account_is_looked_up(string file, string id, string handle, string name) => Assert.Equal(
        new(id, $"@{handle}@example.nl", name, $"http://localhost:3000/@{handle}"),
        MastodonResponses.Account(Recorded.Exchange(file).Body, "example.nl").Value);

    private static byte[] StatusOf(RecordedExchange history, string whose) =>
        Objects(whose).Select(o => o.Bytes).First(
            b => MastodonMapping.Status(b, "example.nl").Value?.PlatformId == history.Url.Split('/')[^2]);

    private static IEnumerable<(byte[] Bytes, Func<string, bool> Has)> Objects(string whose)
    {
        foreach (var body in Recorded.Bodies(whose))
        {
            using var document = JsonDocument.Parse(body);
            foreach (var found in Below(document.RootElement))
                yield return (Encoding.UTF8.GetBytes(found.GetRawText()), name => found.TryGetProperty(name, out _));
        }
    }

    private static IEnumerable<JsonElement> Below(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Below(m.Value)).Prepend(value),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Below),
        _ => [],
    };
}
