using System.Net;
using System.Text;
using System.Text.Json;
using Archive.Replay;
using Archive.Replay.Recorded;

namespace Archive.Tests.Replay;

public class Recordings
{
    private const string GoToSocial = "live_mastodon_gotosocial";
    private const string Hollo = "live_mastodon_hollo";
    private const string Own = "own-gotosocial";

    // Counted with Python's json module: distinct ids of objects that have an account and a visibility.
    [Theory]
    [RecordedData("own-mastodon", 9)]
    [RecordedData("own-gotosocial", 4)]
    [RecordedData("own-hollo", 4)]
    [RecordedData("mastodon", 19)]
    [RecordedData(GoToSocial, 4)]
    [RecordedData(Hollo, 4)]
    public async Task Every_recorded_status_is_there_by_id_before_the_changes(string folder, int count)
    {
        var statuses = ReplayServer.StatusesIn(Folder(folder));
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);

        Assert.Equal(count, statuses.Count);
        foreach (var id in statuses)
        {
            Assert.Equal(id, Visitor.Id(await visitor.Json($"/api/v1/statuses/{id}")));
        }

        Assert.Empty(server.Unknown);
    }

    [Theory]
    [RecordedData("own-mastodon", "gemeente inwoner")]
    [RecordedData("own-gotosocial", "gemeente inwoner")]
    [RecordedData("own-hollo", "gemeente inwoner")]
    [RecordedData("mastodon", "mastodonpy_test mastodonpy_test_2 admin")]
    [RecordedData(GoToSocial, "cityhall citizen")]
    [RecordedData(Hollo, "cityhall citizen")]
    public async Task Every_recorded_status_is_in_its_authors_listing(string folder, string accounts)
    {
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);

        var listed = new List<string>();
        foreach (var acct in accounts.Split(' '))
        {
            listed.AddRange((await visitor.Listing(await visitor.AccountId(acct), "limit=3")).Select(Visitor.Id));
        }

        Assert.Equal(ReplayServer.StatusesIn(Folder(folder)).Order(), listed.Order());
    }

    [Theory]
    [RecordedData("own-mastodon", 3)]
    [RecordedData("own-gotosocial", 2)]
    [RecordedData("own-hollo", 2)]
    [RecordedData("mastodon", 18)]
    [RecordedData(GoToSocial, 2)]
    [RecordedData(Hollo, 2)]
    public async Task After_the_changes_what_was_deleted_is_gone_by_id_and_from_listings(string folder, int gone)
    {
        var statuses = ReplayServer.StatusesIn(Folder(folder));
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);
        server.Platform.State = "after";

        var missing = new List<string>();
        foreach (var id in statuses)
        {
            using var answer = await visitor.Get($"/api/v1/statuses/{id}");
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                missing.Add(id);
            }
            else
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }

        Assert.Equal(gone, missing.Count);
    }

    [Theory]
    [RecordedData("own-gotosocial", "01JD0Q1BERICHT000000000000", "01JD0Q3ANTWOORD00000000000")]
    [RecordedData("own-hollo", "019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000003")]
    [RecordedData(GoToSocial, "01M7XQX59JGSVA9AJC9BVS00TT", "01M7XQX5AVDEE8H2TP4DXT6HAR")]
    [RecordedData(Hollo, "01a1fb71-6950-7dca-9b71-14b7ac067faa", "01a1fb71-6e2f-7dd3-a967-49c02e779f15")]
    public async Task An_answer_below_a_deleted_comment_leaves_the_thread_and_stays_by_id(
        string folder,
        string post,
        string answer)
    {
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);

        var before = await visitor.Json($"/api/v1/statuses/{post}/context");
        server.Platform.State = "after";
        var after = await visitor.Json($"/api/v1/statuses/{post}/context");

        Assert.Equal(3, before.GetProperty("descendants").GetArrayLength());
        Assert.Equal(0, after.GetProperty("descendants").GetArrayLength());
        Assert.Equal(answer, Visitor.Id(await visitor.Json($"/api/v1/statuses/{answer}")));
    }

    [Theory]
    [RecordedData(Own, "/api/v1/statuses/01JD0Q1BERICHT000000000000/context", "before", "context_before.json")]
    [RecordedData(Own, "/api/v1/statuses/01JD0Q1BERICHT000000000000/history", "after", "status_history.json")]
    [RecordedData(Own, "/api/v1/statuses/01JD0Q4KLACHT0000000000000", "after", "status_deleted_get.json")]
    [RecordedData(
        Own, "/api/v1/accounts/01JD0Q0GEMEENTE00000000000/statuses?limit=1&pinned=false", "before",
        "account_statuses_p1.json")]
    [RecordedData(Own, "/api/v1/instance", "before", "rate_limited_429.json")]
    [RecordedData(GoToSocial, "/api/v1/statuses/01M7XQX59JGSVA9AJC9BVS00TT/context", "before", "context_before.json")]
    [RecordedData(GoToSocial, "/api/v1/statuses/01M7XQX59JGSVA9AJC9BVS00TT/history", "after", "status_history.json")]
    [RecordedData(GoToSocial, "/api/v1/statuses/01M7XQX5B767CFSPYNPSX8F50X", "after", "status_deleted_get.json")]
    [RecordedData(
        GoToSocial, "/api/v1/accounts/016K0J5SDKA8BDJDFSP243GHAT/statuses?limit=1&pinned=false", "before",
        "account_statuses_p1.json")]
    [RecordedData(GoToSocial, "/api/v1/instance", "before", "rate_limited_429.json")]
    public async Task A_recorded_request_gets_its_recorded_bytes_status_and_headers(
        string folder,
        string path,
        string state,
        string file)
    {
        var fixture = await File.ReadAllTextAsync(Path.Combine(Folder(folder), file));
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);
        server.Platform.State = state;

        using var answer = await visitor.Get(path);

        Assert.Equal("recorded", Visitor.Origin(answer));
        Assert.Contains($"\"status\": {(int)answer.StatusCode},", fixture, StringComparison.Ordinal);
        Assert.Contains(
            "\"body\": " + Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()),
            fixture,
            StringComparison.Ordinal);
        var remaining = answer.Headers.GetValues("x-ratelimit-remaining").Single();
        Assert.Contains($"\"x-ratelimit-remaining\": \"{remaining}\"", fixture, StringComparison.Ordinal);
    }

    [Theory]
    [RecordedData("own-mastodon", "")]
    [RecordedData("own-gotosocial", "")]
    [RecordedData("own-hollo", "")]
    // Asked twice: with a vote between; and by another caller. The first answer is the one given.
    [RecordedData("mastodon", "/api/v1/polls/1 /api/v1/accounts/verify_credentials")]
    [RecordedData(GoToSocial, "")]
    [RecordedData(Hollo, "")]
    public async Task Every_recorded_answer_is_given_in_one_of_the_states(string folder, string but)
    {
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);
        var questions = Recording.ReadFolder(Folder(folder)).Where(each => each.Method == "GET").ToList();

        foreach (var state in server.Platform.States)
        {
            server.Platform.State = state;
            foreach (var question in questions.ToArray())
            {
                using var answer = await visitor.Get(question.Target);
                var body = await answer.Content.ReadAsByteArrayAsync();
                if (Visitor.Origin(answer) == "recorded" && body.AsSpan().SequenceEqual(question.Body))
                {
                    questions.Remove(question);
                }
            }
        }

        Assert.Equal(
            but.Split(' ', StringSplitOptions.RemoveEmptyEntries), questions.Select(question => question.Target));
    }

    [Theory]
    [RecordedData("own-mastodon", "116500000000000001", 2, "116500000100000001")]
    [RecordedData("mastodon", "117020565966271181", 5, "117020580481736214")]
    public async Task Recorded_paging_leads_to_this_server_and_gives_the_recorded_pages(
        string folder, string account, int limit, string firstOfSecond)
    {
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);

        using var first = await visitor.Get($"/api/v1/accounts/{account}/statuses?limit={limit}");
        using var second = await visitor.Get(Visitor.Next(first)!);

        Assert.StartsWith(server.Address.ToString(), Visitor.Next(first), StringComparison.Ordinal);
        Assert.Equal(["recorded", "recorded"], [Visitor.Origin(first), Visitor.Origin(second)]);
        var ids = JsonDocument.Parse(await second.Content.ReadAsStringAsync()).RootElement.EnumerateArray()
            .Select(Visitor.Id);
        Assert.Equal(firstOfSecond, ids.First());
    }

    [Theory]
    [RecordedData(Own, "01JD0Q1BERICHT000000000000", "De dijk is morgen dicht", "De dijk blijft open")]
    [RecordedData(
        GoToSocial, "01M7XQX59JGSVA9AJC9BVS00TT", "Water main repair on Elm Street",
        "Water main repair on Elm Street CANCELLED")]
    public async Task An_edited_status_reads_as_posted_before_and_as_edited_after(
        string folder, string id, string posted, string edited)
    {
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);
        var post = $"/api/v1/statuses/{id}";

        var before = (await visitor.Json(post), await visitor.Json(post + "/history"));
        server.Platform.State = "after";
        var after = (await visitor.Json(post), await visitor.Json(post + "/history"));

        Assert.Equal($"<p>{posted}</p>", before.Item1.GetProperty("content").GetString());
        Assert.Equal($"<p>{edited}</p>", after.Item1.GetProperty("content").GetString());
        Assert.Equal((1, 3), (before.Item2.GetArrayLength(), after.Item2.GetArrayLength()));
    }

    [Theory]
    [RecordedData("own-mastodon", "116500000100000001")]
    [RecordedData("mastodon", "117020580518794573")]
    public async Task What_was_not_recorded_is_501_and_counted(string folder, string id)
    {
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder)));
        using var visitor = new Visitor(server);

        using var answer = await visitor.Get($"/api/v1/statuses/{id}/context");

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Equal([$"GET /api/v1/statuses/{id}/context"], server.Unknown);
    }

    [Theory]
    [RecordedData(Own, "01JD0Q1BERICHT000000000000")]
    [RecordedData(GoToSocial, "01M7XQX59JGSVA9AJC9BVS00TT")]
    public async Task With_own_addresses_media_are_asked_of_this_server(string folder, string id)
    {
        await using var server = await ReplayServer.Start(new RecordedPlatform(Folder(folder), ownAddresses: true));
        using var visitor = new Visitor(server);

        var post = await visitor.Json($"/api/v1/statuses/{id}");

        Assert.StartsWith(
            server.Address.ToString(), post.GetProperty("media_attachments")[0].GetProperty("url")
                .GetString(), StringComparison.Ordinal);
    }

    private static string Folder(string name) => Archive.Replay.Fixtures.Folder(name);
}
