using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Archive.Replay.Sample;

/// <summary>
/// Mastodon as the sample municipality has it, for callers without a token. Two states, which are two moments:
/// <c>first</c> (1 November 2026) and <c>later</c> (20 November 2026, after edits, deletions, a change of name, and
/// new posts and comments).
/// </summary>
public sealed partial class SamplePlatform : IPlatform
{
    /// <summary>
    /// Without a token a thread is shown no further than this (Mastodon documentation, "View context").
    /// </summary>
    public const int ShownBelow = 60;

    /// <summary>Likewise upwards.</summary>
    public const int ShownAbove = 40;

    public const string Handle = "gemeente@" + MastodonAccount.Host;

    private static readonly Dictionary<string, DateTimeOffset> Moments = new(StringComparer.Ordinal)
    {
        ["first"] = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
        ["later"] = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero),
    };

    // Parameters whose answer would differ from the listing without them, and which this town does not play.
    private static readonly string[] ListingParameters =
        ["limit", "max_id", "min_id", "since_id", "exclude_replies", "exclude_reblogs", "only_media"];

    private readonly Town town = new();
    private readonly RateWindow rate;
    private volatile TownAt now;

    /// <param name="rateLimit">Requests per five minutes. A real server allows 300; a demo should not wait.</param>
    public SamplePlatform(int rateLimit = 6000, TimeProvider? clock = null)
    {
        rate = new RateWindow(rateLimit, clock ?? TimeProvider.System);
        now = new TownAt(town, Moments["first"]);
    }

    public IReadOnlyList<string> States { get; } = ["first", "later"];

    public string State
    {
        get => Moments.Single(each => each.Value == now.Moment).Key;
        set => now = Moments.TryGetValue(value, out var moment)
            ? new TownAt(town, moment)
            : throw new ArgumentException($"The sample municipality has the states first and later, not '{value}'.");
    }

    public Reply? Answer(Question asked)
    {
        if (asked.Method is not ("GET" or "HEAD"))
        {
            return null;
        }

        if (asked.Path.StartsWith("/media/", StringComparison.Ordinal))
        {
            return Pictures.Answer(asked.Path);
        }

        return rate.Take()
            ? Api(asked, now) is { } reply ? rate.Told(reply) : null
            : rate.Told(Reply.Error(429, "Too many requests", Origin.Sample));
    }

    private static Reply? Api(Question asked, TownAt now)
    {
        var json = new MastodonJson(now, asked.Address);
        if (asked.Path == "/api/v1/accounts/lookup")
        {
            return Found(Named(asked["acct"], now) is { } person ? json.Account(person) : null);
        }

        if (AccountPath().Match(asked.Path) is { Success: true } account)
        {
            var person = now.Town.People.FirstOrDefault(each => MastodonAccount.Id(each) == account.Groups["id"].Value);
            return person is null ? Found(null)
                : account.Groups["rest"].Length == 0 ? Found(json.Account(person))
                : Listing(person, asked, now, json);
        }

        if (PollPath().Match(asked.Path) is { Success: true } poll)
        {
            var status = now.Town.Statuses.FirstOrDefault(each =>
                each.Poll is not null && MastodonJson.PollId(each) == poll.Groups["id"].Value);
            return Found(
                status is not null && now.Find(status.Id) is not null ? json.Poll(status, status.Poll!) : null);
        }

        return StatusPath().Match(asked.Path) is { Success: true } match
            ? Status(now.Find(match.Groups["id"].Value), match.Groups["rest"].Value, now, json)
            : null;
    }

    private static Reply? Status(
        TownStatus? status,
        string rest,
        TownAt now,
        MastodonJson json) => (status, rest) switch
    {
        (_, not ("" or "/context" or "/history")) => null,
        (null, _) => Found(null),
        (_, "") => Found(json.Status(status)),
        (_, "/history") => Found(json.History(status)),
        _ => Found(new JsonObject
        {
            ["ancestors"] = Statuses(now.Above(status).TakeLast(ShownAbove), json),
            ["descendants"] = Statuses(now.Below(status).Take(ShownBelow), json),
        }),
    };

    private static Reply? Listing(PersonScript person, Question asked, TownAt now, MastodonJson json)
    {
        if (asked.Query.Any(pair => !ListingParameters.Contains(pair.Key) && pair.Value is not ("false" or "0")))
        {
            return null;
        }

        // An answer to oneself is a thread and no answer to another: Mastodon keeps it in.
        var listed = now.By(person)
            .Where(status => !asked.Asks("exclude_replies") || status.Parent is null || status.Parent.By == person)
            .Where(status => !asked.Asks("exclude_reblogs") || status.Boosts is null)
            .Where(status => !asked.Asks("only_media") || now.Versions(status)[^1].Media.Count > 0);
        return Paging.Of([.. listed], status => status.Id, asked) is { } page
            ? page.Linked(Found(Statuses(page.Items, json)), asked)
            : null;
    }

    private static PersonScript? Named(string? acct, TownAt now)
    {
        var parts = (acct ?? "").TrimStart('@').ToLower(CultureInfo.InvariantCulture).Split('@');
        // Whoever asks this server by its loopback address means the people who live here.
        var here = parts is [_] or [_, MastodonAccount.Host]
            || parts is [_, var host] && host.StartsWith("127.0.0.1", StringComparison.Ordinal);
        return now.Town.People.FirstOrDefault(person =>
            now.Called(person).Username == parts[0] && (here ? person.Host is null : person.Host == parts[1]));
    }

    private static JsonArray Statuses(IEnumerable<TownStatus> statuses, MastodonJson json) =>
        [.. statuses.Select(status => (JsonNode)json.Status(status))];

    private static Reply Found(JsonNode? found) =>
        found is null ? Reply.Error(404, "Record not found", Origin.Sample) : Reply.Json(200, found, Origin.Sample);

    [GeneratedRegex(@"^/api/v1/accounts/(?<id>[0-9]+)(?<rest>/statuses)?$")]
    private static partial Regex AccountPath();

    [GeneratedRegex(@"^/api/v1/statuses/(?<id>[0-9]+)(?<rest>/[a-z_]+)?$")]
    private static partial Regex StatusPath();

    [GeneratedRegex(@"^/api/v1/polls/(?<id>[0-9]+)$")]
    private static partial Regex PollPath();
}
