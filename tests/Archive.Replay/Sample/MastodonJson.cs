using System.Globalization;
using System.Text.Json.Nodes;

namespace Archive.Replay.Sample;

/// <summary>
/// The town in the shapes of Mastodon's REST API (entities Status, StatusEdit, MediaAttachment, Poll, PreviewCard;
/// version 4.5), as given to a caller without a token: so without <c>favourited</c> and its like.
/// </summary>
/// <param name="address">Where media are to be had: this server.</param>
internal sealed class MastodonJson(TownAt town, string address)
{
    private readonly MastodonAccount accounts = new(town, address);

    public JsonObject Account(PersonScript person) => accounts.Of(person);

    public JsonObject Status(TownStatus status)
    {
        var versions = town.Versions(status);
        var now = versions[^1];
        return new JsonObject
        {
            ["id"] = status.Id,
            ["created_at"] = Time(status.At),
            ["in_reply_to_id"] = status.Parent?.Id,
            ["in_reply_to_account_id"] = status.Parent is { } parent ? MastodonAccount.Id(parent.By) : null,
            ["sensitive"] = now.Warning.Length > 0,
            ["spoiler_text"] = now.Warning,
            ["visibility"] = status.Visibility,
            ["language"] = status.Lang,
            ["uri"] =
                $"{MastodonAccount.Uri(status.By)}/statuses/{status.Id}{(status.Boosts is null ? "" : "/activity")}",
            ["url"] = status.Boosts is null
                ? $"{accounts.Url(status.By)}/{status.Id}"
                : $"{MastodonAccount.Uri(status.By)}/statuses/{status.Id}/activity",
            ["replies_count"] = town.Answers(status),
            ["reblogs_count"] = town.Grown(status, "reblogs", 12),
            ["favourites_count"] = town.Grown(status, "favourites", 45),
            ["quotes_count"] = town.Quotes(status),
            ["edited_at"] = versions.Count > 1 ? Time(now.At) : null,
            ["content"] = Content(now, status.Boosts),
            ["reblog"] = status.Boosts is { } boosted ? Status(boosted) : null,
            ["account"] = Account(status.By),
            ["media_attachments"] = Media(now),
            ["mentions"] = Mentions(now),
            ["tags"] = Tags(now),
            ["emojis"] = new JsonArray(),
            ["quote"] = status.Quotes is { } quoted
                ? new JsonObject { ["state"] = "accepted", ["quoted_status"] = Status(quoted) }
                : null,
            ["card"] = status.Card is { } card ? Card(card) : null,
            ["poll"] = status.Poll is { } poll ? Poll(status, poll) : null,
        };
    }

    public JsonArray History(TownStatus status) =>
    [
        .. town.Versions(status).Select(version => (JsonNode)new JsonObject
        {
            ["content"] = Content(version, status.Boosts),
            ["spoiler_text"] = version.Warning,
            ["sensitive"] = version.Warning.Length > 0,
            ["created_at"] = Time(version.At),
            ["account"] = Account(status.By),
            ["media_attachments"] = Media(version),
            ["emojis"] = new JsonArray(),
        }),
    ];

    public JsonObject Poll(TownStatus status, PollScript poll)
    {
        var share = Math.Clamp((town.Moment - status.At) / (poll.Closes - status.At), 0, 1);
        var votes = poll.Votes.Select(count => (int)(count * share)).ToArray();
        return new JsonObject
        {
            ["id"] = PollId(status),
            ["expires_at"] = Time(poll.Closes),
            ["expired"] = poll.Closes <= town.Moment,
            ["multiple"] = false,
            ["votes_count"] = votes.Sum(),
            ["voters_count"] = votes.Sum(),
            ["options"] = new JsonArray([.. poll.Options.Zip(votes, (title, count) =>
                (JsonNode)new JsonObject { ["title"] = title, ["votes_count"] = count })]),
            ["emojis"] = new JsonArray(),
        };
    }

    public static string PollId(TownStatus status) =>
        (Town.Spread("poll/" + status.Id) % 100_000).ToString(CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Content(TownVersion version, TownStatus? boosted) => boosted is not null
        ? Content(town.Versions(boosted)[^1], boosted: null)
        : accounts.Html(version.Text);

    private JsonArray Media(TownVersion version) =>
    [
        .. version.Media.Select(Pictures.Find).Select(picture => (JsonNode)new JsonObject
        {
            ["id"] = (Town.Spread("media/" + picture.Key) >> 8).ToString(CultureInfo.InvariantCulture),
            ["type"] = "image",
            ["url"] = $"{address}/media/{picture.Key}/original.png",
            ["preview_url"] = $"{address}/media/{picture.Key}/small.png",
            ["remote_url"] = null,
            ["preview_remote_url"] = null,
            ["text_url"] = null,
            ["meta"] = new JsonObject { ["original"] = Size(picture, 1), ["small"] = Size(picture, 2) },
            ["description"] = picture.Alt,
            ["blurhash"] = null,
        }),
    ];

    private static JsonObject Size(PictureScript picture, int divisor) => new()
    {
        ["width"] = picture.Width / divisor,
        ["height"] = picture.Height / divisor,
        ["size"] = string.Create(CultureInfo.InvariantCulture, $"{picture.Width / divisor}x{picture.Height / divisor}"),
        ["aspect"] = (double)picture.Width / picture.Height,
    };

    private JsonArray Mentions(TownVersion version) =>
    [
        .. MastodonHtml.Mentions(version.Text).Where(town.Town.Knows).Select(town.Town.Person)
            .Select(person => (JsonNode)new JsonObject
                {
                    ["id"] = MastodonAccount.Id(person),
                    ["username"] = town.Called(person).Username,
                    ["url"] = accounts.Url(person),
                    ["acct"] = accounts.Acct(person),
                }),
    ];

    private static JsonArray Tags(TownVersion version) =>
    [
        .. MastodonHtml.Tags(version.Text).Select(tag => (JsonNode)new JsonObject
        {
            ["name"] = tag.ToLowerInvariant(),
            ["url"] = $"{MastodonAccount.Site}/tags/{Uri.EscapeDataString(tag.ToLowerInvariant())}",
        }),
    ];

    private static JsonObject Card(CardScript card) => new()
    {
        ["url"] = card.Url,
        ["title"] = card.Title,
        ["description"] = card.Description,
        ["language"] = "nl",
        ["type"] = "link",
        ["author_name"] = "",
        ["author_url"] = "",
        ["authors"] = new JsonArray(),
        ["provider_name"] = "Gemeente Voorbeeldstad",
        ["provider_url"] = MastodonAccount.Site,
        ["html"] = "",
        ["width"] = 0,
        ["height"] = 0,
        ["image"] = null,
        ["embed_url"] = "",
        ["blurhash"] = null,
        ["published_at"] = null,
    };
}
