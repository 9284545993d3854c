using System.Text;
using System.Text.Json;

namespace Archive.Replay.Recorded;

/// <summary>When an exchange took place, seen from the edits and deletions in the same recording.</summary>
public enum When
{
    /// <summary>An edit or deletion follows.</summary>
    Before,

    /// <summary>Nothing in the recording says.</summary>
    Either,

    /// <summary>An edit or deletion came first.</summary>
    After,
}

/// <summary>One recorded exchange, or a bare document that was kept without its exchange (method "DOCUMENT").</summary>
/// <param name="File">The fixture file.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">As recorded, but for those that the connection makes itself.</param>
/// <param name="Body">The body as it stands in the file, byte for byte.</param>
public sealed record Recording(
    string File,
    When When,
    string Method,
    string Target,
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    byte[] Body)
{
    private static readonly string[] OfTheConnection =
        ["content-length", "transfer-encoding", "content-encoding", "connection", "date"];

    public string Path => Target.Split('?')[0];

    public bool IsJson => Body is [(byte)'{' or (byte)'[', ..];

    /// <summary>All exchanges in a folder, file by file in the order of their names.</summary>
    public static IReadOnlyList<Recording> ReadFolder(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.json")
            .Where(file => !file.EndsWith("openapi.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(ReadFile),
    ];

    private static IEnumerable<Recording> ReadFile(string file)
    {
        var bytes = System.IO.File.ReadAllBytes(file);
        using var document = JsonDocument.Parse(bytes);
        var name = System.IO.Path.GetFileName(file);
        return document.RootElement switch
        {
            { ValueKind: JsonValueKind.Array } several => Cassette(name, [.. several.EnumerateArray()]),
            var one when one.TryGetProperty("request", out _) => [Read(name, NamedMoment(name), one)],
            var bare when bare.TryGetProperty("id", out var id) => [Document(name, id.GetString()!, bytes)],
            _ => [],
        };
    }

    /// <summary>
    /// Exchanges in the order they took place: their moment follows from the edits and deletions between them.
    /// </summary>
    private static List<Recording> Cassette(string name, JsonElement[] exchanges)
    {
        var changes = exchanges
            .Select((exchange, i) => (Method: exchange.GetProperty("request").GetProperty("method").GetString(), i))
            .Where(each => each.Method is "PUT" or "DELETE")
            .Select(each => each.i)
            .ToArray();
        When Moment(int i) => changes switch
        {
            [] => When.Either,
            [var first, ..] when i < first => When.Before,
            _ => When.After,
        };
        return [.. exchanges.Select((exchange, i) => Read(name, Moment(i), exchange))];
    }

    /// <summary>A file with one exchange says in its name where it belongs.</summary>
    private static When NamedMoment(string name) =>
        name.Contains("before", StringComparison.Ordinal) || name.Contains("_post", StringComparison.Ordinal)
        ? When.Before
        : name.Contains("after", StringComparison.Ordinal) || name.Contains("delete", StringComparison.Ordinal)
            || name.Contains("edit", StringComparison.Ordinal) && !name.Contains("unedited", StringComparison.Ordinal)
            ? When.After
        : When.Either;

    private static Recording Read(string name, When when, JsonElement exchange)
    {
        var request = exchange.GetProperty("request");
        var response = exchange.GetProperty("response");
        var address = (request.TryGetProperty("uri", out var uri) ? uri : request.GetProperty("url")).GetString()!;
        var body = response.GetProperty("body");
        var recording = new Recording(
            name,
            when,
            request.GetProperty("method").GetString()!,
            new Uri(new Uri("http://recorded.invalid"), address).PathAndQuery,
            response.GetProperty("status").GetInt32(),
            [.. response.GetProperty("headers").EnumerateObject()
                .Where(header => !OfTheConnection.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
                .Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!))],
            // A body that was no JSON is kept as a string, and is that string's text.
            Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText()));

        // A history of more than one version exists only after the edit, whenever it was asked for.
        return recording.Path.EndsWith("/history", StringComparison.Ordinal)
            && body is { ValueKind: JsonValueKind.Array } && body.GetArrayLength() > 1
            ? recording with { When = When.After }
            : recording;
    }

    private static Recording Document(string name, string id, byte[] bytes) => new(
        name, When.Either, "DOCUMENT", new Uri(id)
            .PathAndQuery, 200, [new("content-type", "application/activity+json")], bytes);
}
