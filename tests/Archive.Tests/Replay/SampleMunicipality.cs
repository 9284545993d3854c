using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Evidence.Facts;
using Archive.Replay;
using Archive.Replay.Sample;

namespace Archive.Tests.Replay;

public sealed partial class SampleMunicipality : IAsyncLifetime, IDisposable
{
    private ReplayServer server = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        server = await ReplayServer.Start(new SamplePlatform());
        visitor = new Visitor(server);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => visitor.Dispose();

    [Theory]
    [InlineData("limit=1")]
    [InlineData("limit=7")]
    [InlineData("limit=40")]
    [InlineData("limit=40&exclude_replies=true")]
    public async Task Paging_gives_each_status_once_newest_first(string parameters)
    {
        var listed = (await visitor.Listing(await Municipality(), parameters)).Select(Visitor.Id).ToArray();

        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(listed.OrderDescending(StringComparer.Ordinal), listed);
        Assert.Equal(
            await Listed(parameters.Contains("exclude", StringComparison.Ordinal) ? "&exclude_replies=true" : ""),
            listed);
    }

    [Fact]
    public async Task It_holds_a_year_of_posts_with_all_that_an_archive_must_cope_with()
    {
        var posts = await visitor.Listing(await Municipality(), "limit=40&exclude_replies=true");
        var comments = await Comments(posts);

        Assert.InRange(posts.Count, 55, 65);
        Assert.True(At(posts[0]) - At(posts[^1]) > TimeSpan.FromDays(340));
        Assert.True(posts.Count(Edited) >= 6);
        Assert.Contains(posts, post => post.GetProperty("reblog").ValueKind == JsonValueKind.Object);
        Assert.Contains(posts, post => post.GetProperty("quote").ValueKind == JsonValueKind.Object);
        Assert.Contains(posts, post => post.GetProperty("poll").ValueKind == JsonValueKind.Object);
        Assert.Contains(posts, post => post.GetProperty("spoiler_text").GetString()!.Length > 0);
        Assert.Contains(posts, post => post.GetProperty("visibility").GetString() == "unlisted");
        Assert.Contains(posts, post => post.GetProperty("tags").GetArrayLength() > 1);
        Assert.Superset(
            new HashSet<string?> {
                "nl",
                "tr",
                "ar" }, comments.Select(comment => comment.GetProperty("language").GetString()).ToHashSet());
        Assert.Contains(comments, comment => Content(comment).Contains("06-12345678", StringComparison.Ordinal));
        Assert.Contains(
            comments,
            comment => Content(comment).Contains("j.devries@bakkerijdehoek.example", StringComparison.Ordinal));
        Assert.Contains(comments, comment => Content(comment).Contains("🙏", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Threads_go_four_deep_and_the_municipality_answers_in_them()
    {
        var posts = await visitor.Listing(await Municipality(), "limit=40&exclude_replies=true");
        var parents = (await Comments(posts)).ToDictionary(
            Visitor.Id,
            comment => comment.GetProperty("in_reply_to_id").GetString()!);

        var deepest = parents.Keys.Max(Depth);

        Assert.Equal(4, deepest);
        Assert.Contains(
            await visitor.Listing(await Municipality(), "limit=40"),
            status => parents.ContainsKey(Visitor.Id(status)));
        int Depth(string id) => parents.TryGetValue(id, out var parent) ? 1 + Depth(parent) : 0;
    }

    [Fact]
    public async Task One_thread_is_longer_than_a_visitor_without_an_account_is_shown()
    {
        var longest = (await visitor.Listing(await Municipality(), "limit=40")).MaxBy(
            post => post.GetProperty("replies_count").GetInt32());

        var shown = (await visitor.Json($"/api/v1/statuses/{Visitor.Id(longest)}/context")).GetProperty("descendants");

        Assert.Equal(66, longest.GetProperty("replies_count").GetInt32());
        Assert.Equal(SamplePlatform.ShownBelow, shown.GetArrayLength());
    }

    [Fact]
    public async Task An_edited_status_has_its_versions_in_its_history()
    {
        var posts = await visitor.Listing(await Municipality(), "limit=40&exclude_replies=true");
        foreach (var post in posts)
        {
            var history = await visitor.Json($"/api/v1/statuses/{Visitor.Id(post)}/history");
            Assert.Equal(Edited(post), history.GetArrayLength() > 1);
            Assert.Equal(Content(post), Content(history[history.GetArrayLength() - 1]));
        }
    }

    [Fact]
    public async Task Pictures_are_whole_png_files_of_the_size_told_and_differ()
    {
        var posts = await visitor.Listing(await Municipality(), "limit=40");
        var media = posts.SelectMany(post => post.GetProperty("media_attachments").EnumerateArray())
            .DistinctBy(Visitor.Id)
            .ToArray();

        var seen = new HashSet<string>();
        foreach (var medium in media)
        {
            using var answer = await visitor.Get(medium.GetProperty("url").GetString()!);
            var png = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
            var width = medium.GetProperty("meta").GetProperty("original").GetProperty("width").GetInt32();
            Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
            // The CRC of an empty IEND, by Python's zlib.crc32(b"IEND").
            Assert.Equal(0xAE426082, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(png.Length - 4)));
            Assert.True(seen.Add(Convert.ToHexString(png)));
        }

        Assert.True(seen.Count >= 8);
    }

    [Fact]
    public async Task Every_status_has_the_members_that_the_documentation_requires()
    {
        string[] required =
        [
            "account", "content", "created_at", "emojis", "favourites_count", "id", "media_attachments", "mentions",
            "reblogs_count", "replies_count", "sensitive", "spoiler_text", "tags", "uri", "visibility", "url",
            "edited_at",
            "in_reply_to_id", "language", "poll", "card", "reblog",
        ];
        var posts = await visitor.Listing(await Municipality(), "limit=40");
        foreach (var status in posts.Concat(await Comments(posts)))
        {
            Assert.All(required, name => Assert.True(status.TryGetProperty(name, out _), name));
            Assert.DoesNotMatch(UnresolvedMention(), Content(status));
        }
    }

    [Fact]
    public async Task It_tells_its_rate_limit_and_keeps_to_it()
    {
        await using var strict = await ReplayServer.Start(new SamplePlatform(rateLimit: 2));
        using var hurried = new Visitor(strict);

        using var first = await hurried.Get("/api/v1/accounts/lookup?acct=gemeente");
        using var second = await hurried.Get("/api/v1/accounts/lookup?acct=gemeente");
        using var third = await hurried.Get("/api/v1/accounts/lookup?acct=gemeente");

        Assert.Equal("1", first.Headers.GetValues("x-ratelimit-remaining").Single());
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], [second.StatusCode, third.StatusCode]);
        Assert.True(DateTimeOffset.TryParse(third.Headers.GetValues("x-ratelimit-reset").Single(), null, out _));
    }

    [Theory]
    [InlineData("/api/v1/timelines/public")]
    [InlineData("/api/v1/statuses/1/favourited_by")]
    [InlineData("/media/geen-plaatje/original.png")]
    public async Task What_it_does_not_play_is_501_and_counted(string path)
    {
        using var answer = await visitor.Get(path);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Equal(["GET " + path], server.Unknown);
    }

    [Theory]
    [InlineData("gemeente")]
    [InlineData("@gemeente@voorbeeldstad.example")]
    [InlineData("Gemeente@127.0.0.1:8080")]
    public async Task The_account_is_found_by_any_of_its_names(string acct) =>
        Assert.Equal(await Municipality(), await visitor.AccountId(Uri.EscapeDataString(acct)));

    private Task<string> Municipality() => visitor.AccountId(SamplePlatform.Handle);

    private async Task<IEnumerable<string>> Listed(string parameters) =>
        (await visitor.Listing(await Municipality(), "limit=13" + parameters)).Select(Visitor.Id);

    private async Task<List<JsonElement>> Comments(IEnumerable<JsonElement> posts)
    {
        var comments = new List<JsonElement>();
        foreach (var post in posts.Where(post => post.GetProperty("in_reply_to_id").ValueKind == JsonValueKind.Null))
        {
            comments.AddRange((await visitor.Json($"/api/v1/statuses/{Visitor.Id(post)}/context")).GetProperty(
                "descendants").EnumerateArray());
        }

        return comments;
    }

    private static bool Edited(JsonElement status) => status.GetProperty("edited_at").ValueKind == JsonValueKind.String;

    private static DateTimeOffset At(JsonElement status) => status.GetProperty("created_at").GetDateTimeOffset();

    private static string Content(JsonElement status) => status.GetProperty("content").GetString()!;

    // A mention by key that found nobody would stand in the text as plain @word.
    [GeneratedRegex(@"(?<![\w./>])@\w")]
    private static partial Regex UnresolvedMention();
}
