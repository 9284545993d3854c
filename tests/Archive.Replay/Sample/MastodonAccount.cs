using System.Globalization;
using System.Text.Json.Nodes;

namespace Archive.Replay.Sample;

/// <summary>The town's people in the shape of Mastodon's entity Account.</summary>
internal sealed class MastodonAccount(TownAt town, string address)
{
    public const string Host = "voorbeeldstad.example";
    public const string Site = "https://" + Host;

    public static string Id(
        PersonScript person) => (109_000_000_000_000_000 + Town.Spread("account/" + person.Key) % 1_000_000_000_000_000)
        .ToString(CultureInfo.InvariantCulture);

    /// <summary>With the host for those who live on another server.</summary>
    public string Acct(PersonScript person) =>
        person.Host is null ? town.Called(person).Username : $"{town.Called(person).Username}@{person.Host}";

    public string Url(PersonScript person) => $"https://{person.Host ?? Host}/@{town.Called(person).Username}";

    /// <summary>Stays when the handle changes.</summary>
    public static string Uri(PersonScript person) => $"https://{person.Host ?? Host}/ap/users/{Id(person)}";

    /// <summary>A text in which <c>@key</c> mentions a person, as this server shows it.</summary>
    public string Html(string text) => MastodonHtml.Of(text, Site, key => town.Town.Knows(key)
        ? (Url(town.Town.Person(key)), town.Called(town.Town.Person(key)).Username)
        : null);

    public JsonObject Of(PersonScript person)
    {
        var (username, name) = town.Called(person);
        var (note, fields) = town.Profile(person);
        var written = town.By(person).ToArray();
        var (face, roofs) = (Pictures.Find(person.Key == "gemeente" ? "wapen" : "gezicht"), Pictures.Find("skyline"));
        var avatar = $"{address}/media/{face.Key}/original.png";
        var header = $"{address}/media/{roofs.Key}/original.png";
        return new JsonObject
        {
            ["id"] = Id(person),
            ["username"] = username,
            ["acct"] = Acct(person),
            ["display_name"] = name,
            ["locked"] = false,
            ["bot"] = false,
            ["discoverable"] = true,
            ["indexable"] = false,
            ["group"] = false,
            ["created_at"] = "2023-05-01T00:00:00.000Z",
            ["note"] = Html(note),
            ["url"] = Url(person),
            ["uri"] = Uri(person),
            ["avatar"] = avatar,
            ["avatar_static"] = avatar,
            ["avatar_description"] = person.Key == "gemeente" ? face.Alt : "",
            ["header"] = header,
            ["header_static"] = header,
            ["header_description"] = person.Key == "gemeente" ? roofs.Alt : "",
            ["followers_count"] = (int)(Town.Spread(person.Key) % (person.Key == "gemeente" ? 9000UL : 300UL)),
            ["following_count"] = (int)(Town.Spread(person.Key + "/following") % 200),
            ["statuses_count"] = written.Length,
            ["last_status_at"] = written is [var last, ..]
                ? last.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : null,
            ["hide_collections"] = null,
            ["noindex"] = false,
            ["emojis"] = new JsonArray(),
            ["roles"] = new JsonArray(),
            ["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)new JsonObject
            {
                ["name"] = field.Name,
                ["value"] = Html(field.Value)["<p>".Length..^"</p>".Length], // a value has no paragraphs
                ["verified_at"] = null,
            })]),
        };
    }
}
