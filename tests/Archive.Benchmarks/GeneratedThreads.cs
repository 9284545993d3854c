using System.Globalization;
using System.Text.Json.Nodes;
using Archive.Replay;
using Archive.Tests.Exports.Pdf;

namespace Archive.Benchmarks;

/// <summary>
/// A Mastodon account with as many posts and comments as asked for, the same every time: threads of five and some of
/// fifty, a citizen of their own behind each comment, and a picture of its own of 900 by 600 with each post and every
/// other comment. A picture is made when it is asked for, as a PNG, which a typesetter has to unpack.
/// </summary>
internal sealed class GeneratedThreads : IPlatform
{
    public const string Domain = "voorbeeldstad.example";
    public const string Handle = "@gemeente@" + Domain;

    /// <summary>Stands in every text.</summary>
    public const string Word = "kerkplein";

    private const int PageLength = 40;
    private const int Width = 900;
    private const int Height = 600;

    private static readonly string[] Words =
        ("de het een en van in op voor met wij gemeente straat fietspad werkzaamheden maandag inwoners avond buurt "
         + "raad plan vergunning bomen water afsluiting omleiding vragen bijeenkomst wethouder bibliotheek markt "
         + "sportpark subsidie gratis aanmelden informatie café reünie überhaupt").Split(' ');

    private static readonly DateTimeOffset First = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly List<int> comments = []; // of each post

    public GeneratedThreads(int documents)
    {
        for (var left = documents; left > 0; left -= 1 + comments[^1])
            comments.Add(Math.Min(left - 1, comments.Count % 20 == 19 ? 49 : 4));
    }

    public IReadOnlyList<string> States { get; } = ["now"];

    public string State { get; set; } = "now";

    public Reply? Answer(Question asked) => asked.Path.Split('/') switch
    {
        ["", "api", "v1", "accounts", "lookup"] => Found(Account("gemeente", "Gemeente Voorbeeldstad")),
        ["", "api", "v1", "accounts", _, "statuses"] => Page(asked),
        ["", "api", "v1", "statuses", var id, "context"] => Found(Below(Number(id) - 1_000_000, asked.Address)),
        ["", "media", var picture] => new(200, [new("content-type", "image/png")], Png(Number(picture)), Origin.Sample),
        _ => null,
    };

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static string Said(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Reply Found(JsonObject found) => Reply.Json(200, found, Origin.Sample);

    /// <summary>Newest first; `max_id` is the last one of the page before.</summary>
    private Reply Page(Question asked)
    {
        var end = asked["max_id"] is { } before ? Number(before) - 1_000_000 : comments.Count;
        var begin = Math.Max(0, end - PageLength);
        JsonArray page =
            [.. Enumerable.Range(begin, end - begin).Reverse().Select(post => Status(post, null, asked.Address))];
        var reply = Reply.Json(200, page, Origin.Sample);
        return begin == 0
            ? reply
            : reply.With(
                "link",
                $"<{asked.Address}{asked.Path}?limit={PageLength}&max_id={1_000_000 + begin}>; rel=\"next\"");
    }

    private JsonObject Below(int post, string address) => new()
    {
        ["ancestors"] = new JsonArray(),
        ["descendants"] = new JsonArray(
            [.. Enumerable.Range(0, comments[post]).Select(comment => Status(post, comment, address))]),
    };

    private JsonObject Status(int post, int? comment, string address)
    {
        var number = comment is { } c ? 5_000_000 + 100 * post + c : 1_000_000 + post;
        var author = comment is null ? Account("gemeente", "Gemeente Voorbeeldstad")
            : Account($"inwoner{number}", $"Bewoner Achternaam{number}");
        var at = First.AddMinutes(70 * post + (comment + 1 ?? 0));
        return new()
        {
            ["id"] = Said(number),
            ["created_at"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["in_reply_to_id"] = comment is null ? null : Said(1_000_000 + post),
            ["in_reply_to_account_id"] = comment is null ? null : "gemeente",
            ["sensitive"] = false,
            ["spoiler_text"] = "",
            ["visibility"] = "public",
            ["language"] = "nl",
            ["uri"] = $"https://{Domain}/statuses/{number}",
            ["url"] = $"https://{Domain}/@{author["acct"]}/{number}",
            ["replies_count"] = comment is null ? comments[post] : 0,
            ["reblogs_count"] = 1,
            ["favourites_count"] = 2,
            ["edited_at"] = null,
            ["content"] = $"<p>{Text(number)}</p>",
            ["reblog"] = null,
            ["account"] = author,
            ["media_attachments"] = comment is null || comment % 2 == 0
                ? [Medium(number, address)]
                : new JsonArray(),
            ["mentions"] = new JsonArray(),
            ["tags"] = new JsonArray(),
            ["emojis"] = new JsonArray(),
            ["quote"] = null,
            ["card"] = null,
            ["poll"] = null,
        };
    }

    private static string Text(int number)
    {
        var random = new Random(number);
        return $"{Word} " + string.Join(
            ' ', Enumerable.Range(0, random.Next(10, 60)).Select(_ => Words[random.Next(Words.Length)]));
    }

    private static JsonObject Medium(int number, string address) => new()
    {
        ["id"] = Said(number),
        ["type"] = "image",
        ["url"] = $"{address}/media/{number}",
        ["preview_url"] = $"{address}/media/{number}",
        ["remote_url"] = null,
        ["meta"] = new JsonObject { ["original"] = new JsonObject { ["width"] = Width, ["height"] = Height } },
        ["description"] = "Een foto van het plein, met links de bomen",
        ["blurhash"] = null,
    };

    private static JsonObject Account(string name, string displayed) => new()
    {
        ["id"] = name,
        ["username"] = name,
        ["acct"] = name,
        ["display_name"] = displayed,
        ["locked"] = false,
        ["bot"] = false,
        ["created_at"] = "2019-05-01T00:00:00.000Z",
        ["note"] = "",
        ["url"] = $"https://{Domain}/@{name}",
        ["uri"] = $"https://{Domain}/users/{name}",
        ["avatar"] = $"https://{Domain}/avatars/original/missing.png",
        ["followers_count"] = 8,
        ["following_count"] = 7,
        ["statuses_count"] = 10,
        ["emojis"] = new JsonArray(),
        ["fields"] = new JsonArray(),
    };

    /// <summary>Areas of colour with a grain in part of them, packed to about 100 KB.</summary>
    private static byte[] Png(int number)
    {
        var random = new Random(number);
        var grain = new byte[Width * Height / 6];
        random.NextBytes(grain);
        var (red, blue) = (random.Next(200), random.Next(200));
        var row = new byte[1 + 3 * Width];
        return TestPicture.Of(Width, Height, y =>
        {
            for (var x = 0; x < Width; x++)
            {
                row[1 + 3 * x] = (byte)(red + x / 60);
                row[2 + 3 * x] = (byte)(y / 40 * 6);
                row[3 + 3 * x] = (byte)(blue + (x < 150 ? grain[(y * 150 + x) % grain.Length] % 32 : 0));
            }

            return row;
        });
    }
}
