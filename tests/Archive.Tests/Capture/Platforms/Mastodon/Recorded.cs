using System.Text;
using System.Text.Json;

namespace Archive.Tests.Capture;

/// <summary>One exchange recorded from a real server; its body has the bytes it has in the recording.</summary>
internal sealed record RecordedExchange(string File, string Method, string Url, int Status, byte[] Body);

/// <summary>Answers of Mastodon, GoToSocial and Hollo: of real servers (`theirs`), or written by us (`own`).</summary>
internal static class Recorded
{
    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["own"] = ["own-mastodon", "own-gotosocial", "own-hollo"],
        ["theirs"] = ["mastodon", "live_mastodon_gotosocial", "live_mastodon_hollo"],
    };

    public static IEnumerable<RecordedExchange> Exchanges(string whose) =>
        from folder in Folders[whose]
        from path in Directory.EnumerateFiles(Archive.Replay.Fixtures.Folder(folder), "*.json")
            .Order(StringComparer.Ordinal)
        let name = $"{folder}/{Path.GetFileName(path)}"
        where name != "mastodon/mastodon_openapi.json"
        from exchange in In(name, File.ReadAllBytes(path))
        select exchange;

    public static RecordedExchange Exchange(string file, int number = 0) =>
        Exchanges(file.StartsWith("own-", StringComparison.Ordinal) ? "own" : "theirs")
            .Where(e => e.File == file).ElementAt(number);

    public static IEnumerable<byte[]> Bodies(string whose) => Exchanges(whose).Select(e => e.Body);

    private static IEnumerable<RecordedExchange> In(string name, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        List<JsonElement> all = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        foreach (var one in all)
        {
            if (!one.TryGetProperty("request", out var request)) // a bare body: an outbox
            {
                yield return new(name, "GET", "", 200, Encoding.UTF8.GetBytes(one.GetRawText()));
                continue;
            }

            var url = request.TryGetProperty("url", out var u) ? u : request.GetProperty("uri");
            var response = one.GetProperty("response");
            yield return new(
                name, request.GetProperty("method").GetString()!, url.GetString()!, response.GetProperty("status")
                    .GetInt32(),
                Encoding.UTF8.GetBytes(response.GetProperty("body").GetRawText()));
        }
    }
}
