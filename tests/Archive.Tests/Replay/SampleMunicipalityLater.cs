using System.Net;
using System.Text.Json;
using Archive.Evidence.Facts;
using Archive.Replay;
using Archive.Replay.Sample;

namespace Archive.Tests.Replay;

public class SampleMunicipalityLater
{
    private sealed record Seen(Dictionary<string, JsonElement> Posts, Dictionary<string, JsonElement> Comments);

    [Fact]
    public async Task Between_its_two_states_posts_and_comments_come_go_and_change()
    {
        await using var server = await ReplayServer.Start(new SamplePlatform());
        using var visitor = new Visitor(server);

        var first = await Look(visitor);
        using var switched = await visitor.Post("/replay/state/later");
        var later = await Look(visitor);

        Assert.Equal(HttpStatusCode.OK, switched.StatusCode);
        Assert.Equal("later", server.Platform.State);
        var gone = first.Posts.Keys.Except(later.Posts.Keys).ToArray();
        Assert.Equal(["27 okt"], gone.Select(id => Day(first.Posts[id])));
        Assert.Equal(4, later.Posts.Keys.Except(first.Posts.Keys).Count(id => Parent(later.Posts[id]) is null));
        Assert.Equal(2, first.Posts.Keys.Intersect(later.Posts.Keys).Count(id =>
            first.Posts[id].GetProperty("edited_at").ToString() != later.Posts[id].GetProperty("edited_at")
                .ToString()));
        Assert.NotEmpty(later.Comments.Keys.Except(first.Comments.Keys));
    }

    [Fact]
    public async Task Three_deleted_comments_are_gone_by_id_and_the_answers_to_one_leave_only_the_thread()
    {
        await using var server = await ReplayServer.Start(new SamplePlatform());
        using var visitor = new Visitor(server);
        var first = await Look(visitor);
        server.Platform.State = "later";
        var later = await Look(visitor);

        var left = first.Comments.Keys.Except(later.Comments.Keys).ToArray();
        var byId = new Dictionary<string, HttpStatusCode>();
        foreach (var id in left)
        {
            using var answer = await visitor.Get($"/api/v1/statuses/{id}");
            byId.Add(id, answer.StatusCode);
        }

        Assert.Equal(3, byId.Values.Count(status => status == HttpStatusCode.NotFound));
        // Two below the deleted comment (one of them the municipality's own answer), one below the deleted post.
        var orphans = byId.Where(each => each.Value == HttpStatusCode.OK).Select(each => first.Comments[each.Key])
            .ToArray();
        Assert.Equal(["daandekker", "gemeente", "pietsmit"], orphans.Select(Username).Order());
        Assert.Contains(orphans, orphan => later.Posts.ContainsKey(Visitor.Id(orphan)));
    }

    [Fact]
    public async Task One_person_is_called_otherwise_later_and_stays_the_same_account()
    {
        await using var server = await ReplayServer.Start(new SamplePlatform());
        using var visitor = new Visitor(server);

        var before = await visitor.Json("/api/v1/accounts/lookup?acct=bakker_jan");
        server.Platform.State = "later";
        var after = await visitor.Json("/api/v1/accounts/lookup?acct=janb73");

        Assert.Equal(Visitor.Id(before), Visitor.Id(after));
        Assert.Equal("Jan Bakker", before.GetProperty("display_name").GetString());
        Assert.Equal("Jan B. 🚲", after.GetProperty("display_name").GetString());
        using var old = await visitor.Get("/api/v1/accounts/lookup?acct=bakker_jan");
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    [Fact]
    public async Task Two_starts_give_the_same_town()
    {
        await using var one = await ReplayServer.Start(new SamplePlatform());
        await using var other = await ReplayServer.Start(new SamplePlatform());
        using var visitor = new Visitor(one);
        using var again = new Visitor(other);
        const string Path = "/api/v1/accounts/lookup?acct=gemeente";
        var listing = $"/api/v1/accounts/{Visitor.Id(await visitor.Json(Path))}/statuses";

        var texts = (await visitor.Json(listing)).GetRawText()
            .Replace(one.Address.ToString(), "", StringComparison.Ordinal);
        var twins = (await again.Json(listing)).GetRawText()
            .Replace(other.Address.ToString(), "", StringComparison.Ordinal);

        Assert.Equal(texts, twins);
    }

    private static async Task<Seen> Look(Visitor visitor)
    {
        var posts = await visitor.Listing(await visitor.AccountId(SamplePlatform.Handle), "limit=40");
        var comments = new Dictionary<string, JsonElement>();
        foreach (var post in posts.Where(post => Parent(post) is null))
        {
            var context = await visitor.Json($"/api/v1/statuses/{Visitor.Id(post)}/context");
            foreach (var comment in context.GetProperty("descendants").EnumerateArray())
            {
                comments.Add(Visitor.Id(comment), comment);
            }
        }

        return new Seen(posts.ToDictionary(Visitor.Id), comments);
    }

    private static string? Parent(JsonElement status) => status.GetProperty("in_reply_to_id").GetString();

    private static string Username(JsonElement status) =>
        status.GetProperty("account").GetProperty("username").GetString()!;

    private static string Day(JsonElement status) => status.GetProperty("created_at").GetDateTimeOffset()
        .ToString("d MMM", System.Globalization.CultureInfo.GetCultureInfo("nl-NL"));
}
