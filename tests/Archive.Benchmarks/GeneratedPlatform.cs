using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archive.Replay;

namespace Archive.Benchmarks;

/// <summary>
/// A Mastodon server with as many posts as asked for, the same every time: half of them longer than 25 words, a tenth
/// with a picture of its own, a third with a link, a tag or a mention. All posts are made before anything is measured.
/// </summary>
internal sealed class GeneratedPlatform : IPlatform
{
    public const string Domain = "voorbeeldstad.example";

    private const int MedianWords = 25;
    private const int PageLength = 40;
    private const int PictureLength = 24 << 10;

    private static readonly string[] Words =
        ("de het een en van in op voor met wij gemeente straat fietspad werkzaamheden maandag inwoners avond buurt "
         + "raad plan vergunning bomen water afsluiting omleiding vragen bijeenkomst wethouder bibliotheek markt "
         + "sportpark subsidie 's avonds gratis aanmelden vóór 12.00 uur, meer "
         + "informatie: café reünie überhaupt €25 “extra” 🚲").Split(' ');

    private static readonly DateTimeOffset First = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly IReadOnlyList<IReadOnlyList<byte[]>> accounts;
    private readonly byte[] pictures = new byte[PictureLength];

    /// <param name="posts">Of all accounts together.</param>
    public GeneratedPlatform(int accounts, int posts)
    {
        var random = new Random(20261120);
        random.NextBytes(pictures);
        this.accounts = [.. Enumerable.Range(0, accounts).Select(account =>
            (IReadOnlyList<byte[]>)[.. Enumerable.Range(0, posts / accounts).Select(i => Status(random, account, i))])];
    }

    public IReadOnlyList<string> States { get; } = ["now"];

    public string State { get; set; } = "now";

    /// <summary>Where pictures are to be had: this server.</summary>
    public string Address { get; set; } = "http://127.0.0.1:1";

    /// <summary>Every post, as the platform gives it.</summary>
    public IEnumerable<byte[]> Posts => accounts.SelectMany(a => a);

    public static string Handle(int account) => $"@afdeling{account}@{Domain}";

    public Reply? Answer(Question asked)
    {
        var parts = asked.Path.Split('/');
        return parts switch
        {
            ["", "api", "v1", "accounts", "lookup"] => Found(Account(AccountOf(asked["acct"]!))),
            ["", "api", "v1", "accounts", var account, "statuses"] => Page(asked, Number(account)),
            ["", "media", var picture] => new(200, [new("content-type", "image/png")], Picture(picture), Origin.Sample),
            _ => null,
        };
    }

    private static int AccountOf(string acct) => Number(acct.TrimStart('@').Split('@')[0]["afdeling".Length..]);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static Reply Found(JsonObject found) => Reply.Json(200, found, Origin.Sample);

    private static JsonObject Account(int account) => new()
    {
        ["id"] = account.ToString(CultureInfo.InvariantCulture),
        ["username"] = $"afdeling{account}",
        ["acct"] = $"afdeling{account}",
        ["display_name"] = $"Gemeente Voorbeeldstad, afdeling {account}",
        ["locked"] = false,
        ["bot"] = false,
        ["created_at"] = "2019-05-01T00:00:00.000Z",
        ["note"] = "<p>Nieuws en antwoorden van de gemeente.</p>",
        ["url"] = $"https://{Domain}/@afdeling{account}",
        ["uri"] = $"https://{Domain}/users/afdeling{account}",
        ["avatar"] = $"https://{Domain}/avatars/original/missing.png",
        ["followers_count"] = 8_123,
        ["following_count"] = 77,
        ["statuses_count"] = 10_000,
        ["emojis"] = new JsonArray(),
        ["fields"] = new JsonArray(),
    };

    private static byte[] Status(Random random, int account, int number)
    {
        var id = $"{1_000_000 + number}{account}";
        var at = First.AddMinutes(7 * number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var odds = random.Next(30);
        var status = new JsonObject
        {
            ["id"] = id,
            ["created_at"] = at,
            ["in_reply_to_id"] = null,
            ["in_reply_to_account_id"] = null,
            ["sensitive"] = false,
            ["spoiler_text"] = "",
            ["visibility"] = "public",
            ["language"] = "nl",
            ["uri"] = $"https://{Domain}/users/afdeling{account}/statuses/{id}",
            ["url"] = $"https://{Domain}/@afdeling{account}/{id}",
            ["replies_count"] = 0,
            ["reblogs_count"] = random.Next(20),
            ["favourites_count"] = random.Next(60),
            ["edited_at"] = null,
            ["content"] = Content(random, odds),
            ["reblog"] = null,
            ["account"] = Account(account),
            ["media_attachments"] = number % 10 == 3 ? [Medium($"{account}-{number}")] : new JsonArray(),
            ["mentions"] = odds < 4
                ? [Mention()]
                : new JsonArray(),
            ["tags"] = odds is >= 4 and < 7
                ? [new JsonObject { ["name"] = "voorbeeldstad", ["url"] = $"https://{Domain}/tags/voorbeeldstad" }]
                : new JsonArray(),
            ["emojis"] = new JsonArray(),
            ["quote"] = null,
            ["card"] = null,
            ["poll"] = null,
        };
        return JsonSerializer.SerializeToUtf8Bytes(status);
    }

    private static JsonObject Mention() => new()
    {
        ["id"] = "9",
        ["username"] = "inwoner",
        ["url"] = $"https://{Domain}/@inwoner",
        ["acct"] = "inwoner",
    };

    private static JsonObject Medium(string key) => new()
    {
        ["id"] = key,
        ["type"] = "image",
        ["url"] = $"ADDRESS/media/{key}",
        ["preview_url"] = $"ADDRESS/media/{key}",
        ["remote_url"] = null,
        ["meta"] = new JsonObject { ["original"] = new JsonObject { ["width"] = 640, ["height"] = 480 } },
        ["description"] = "Een foto van het nieuwe fietspad langs de singel, met links de bomen",
        ["blurhash"] = null,
    };

    /// <summary>As many words as people write: half of them more than the median, a few very many.</summary>
    private static string Content(Random random, int odds)
    {
        var spread = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var count = (int)Math.Clamp(Math.Round(MedianWords * Math.Exp(0.6 * spread)), 1, 400);
        var html = new StringBuilder("<p>");
        for (var i = 0; i < count; i++)
        {
            html.Append(i == 0 ? "" : i % 30 == 0 ? "</p><p>" : i % 13 == 0 ? "<br />" : " ");
            html.Append(WebUtility.HtmlEncode(Words[random.Next(Words.Length)]));
        }

        if (odds < 4)
            html.Append($" <span class=\"h-card\" translate=\"no\"><a href=\"https://{Domain}/@inwoner\" ")
                .Append("class=\"u-url mention\">@<span>inwoner</span></a></span>");
        else if (odds < 7)
            html.Append($" <a href=\"https://{Domain}/tags/voorbeeldstad\" class=\"mention hashtag\" rel=\"tag\">")
                .Append("#<span>voorbeeldstad</span></a>");
        else if (odds < 10)
            html.Append($" <a href=\"https://{Domain}/nieuws/fietspad-singel\" target=\"_blank\" ")
                .Append("rel=\"nofollow noopener\">")
                .Append("<span class=\"invisible\">https://</span>")
                .Append($"<span class=\"ellipsis\">{Domain}/nieuws</span>")
                .Append("<span class=\"invisible\">/fietspad-singel</span></a>");
        return html.Append("</p>").ToString();
    }

    /// <summary>Newest first; `max_id` is the last one of the page before.</summary>
    private Reply Page(Question asked, int account)
    {
        var posts = accounts[account];
        var end = asked["max_id"] is { } before ? Number(before[..^1]) - 1_000_000 : posts.Count;
        var begin = Math.Max(0, end - PageLength);
        var body = new MemoryStream();
        for (var i = end - 1; i >= begin; i--)
        {
            body.Write(i == end - 1 ? "["u8 : ","u8);
            body.Write(posts[i]);
        }

        body.Write(end == begin ? "[]"u8 : "]"u8);
        var json = Encoding.UTF8.GetString(body.ToArray()).Replace("ADDRESS", Address, StringComparison.Ordinal);
        var reply = Reply.Text(200, json, "application/json; charset=utf-8", Origin.Sample);
        return begin == 0
            ? reply
            : reply.With(
                "link",
                $"<{asked.Address}{asked.Path}?limit={PageLength}&max_id={1_000_000 + begin}{account}>; rel=\"next\"");
    }

    private byte[] Picture(string key) => [.. Encoding.ASCII.GetBytes(key), .. pictures];
}
