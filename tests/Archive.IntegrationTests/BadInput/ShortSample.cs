using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Replay;
using Archive.Replay.Sample;

namespace Archive.IntegrationTests.BadInput;

/// <summary>
/// The sample municipality, of which only the newest eight of the agency's own statuses are listed, on two pages of
/// four: enough of everything (threads, pictures, edits, deletions), and a visit is short.
/// </summary>
internal static partial class ShortSample
{
    /// <summary>Of `GET` lines: the second page of the listing.</summary>
    public const string SecondPage = "GET /api/v1/accounts/*/statuses*max_id=*";

    public static IPlatform Make()
    {
        var town = new SamplePlatform();
        return new Changed(town, (asked, reply) => !Listing().IsMatch(asked.Path) ? reply : Page(town, asked));
    }

    /// <summary>The platform's ids of everything a visitor can see here now, counted without our collector.</summary>
    public static async Task<HashSet<string>> Ids(ReplayServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var first = await FirstPage(http);
        var pages = await first.Content.ReadAsStringAsync();
        var next = Next().Match(first.Headers.GetValues("link").Single()).Groups[1].Value;
        pages += await http.GetStringAsync(new Uri(next).PathAndQuery);
        var listed = Items(pages);
        var ids = listed.Select(Id).ToHashSet();
        foreach (var post in listed.Where(IsPost))
            ids.UnionWith(Items(await http.GetStringAsync($"/api/v1/statuses/{Id(post)}/context")).Select(Id));
        return ids;
    }

    /// <summary>The newest post that was answered.</summary>
    public static async Task<string> NewestPost(ReplayServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var listed = Items(await (await FirstPage(http)).Content.ReadAsStringAsync());
        return Id(listed.First(s => IsPost(s) && s.GetProperty("replies_count").GetInt32() > 0));
    }

    private static async Task<HttpResponseMessage> FirstPage(HttpClient http)
    {
        var account = AnyId().Match(await http.GetStringAsync("/api/v1/accounts/lookup?acct=gemeente")).Groups[1].Value;
        return await http.GetAsync($"/api/v1/accounts/{account}/statuses");
    }

    /// <summary>The items of a list, of two pages of one, or of the two lists of a thread.</summary>
    private static List<JsonElement> Items(string json)
    {
        using var document = JsonDocument.Parse(json.Replace("][", ",", StringComparison.Ordinal));
        var lists = document.RootElement.ValueKind == JsonValueKind.Array
            ? [document.RootElement]
            : document.RootElement.EnumerateObject().Select(p => p.Value).ToArray();
        return [.. lists.SelectMany(l => l.EnumerateArray()).Select(s => s.Clone())];
    }

    private static string Id(JsonElement status) => status.GetProperty("id").GetString()!;

    private static bool IsPost(JsonElement status) =>
        status.GetProperty("in_reply_to_id").ValueKind == JsonValueKind.Null;

    private static Reply? Page(SamplePlatform town, Question asked)
    {
        var second = asked["max_id"] is not null;
        var query = new Dictionary<string, string>(asked.Query) { ["limit"] = "4" };
        var page = town.Answer(asked with { Query = query });
        return second ? page! with { Headers = [.. page.Headers.Where(h => h.Key != "link")] } : page;
    }

    [GeneratedRegex(@"^/api/v1/accounts/[0-9]+/statuses$")]
    private static partial Regex Listing();

    [GeneratedRegex("\"id\":\"([0-9]+)\"")]
    private static partial Regex AnyId();

    [GeneratedRegex("<([^>]+)>; rel=\"next\"")]
    private static partial Regex Next();
}
