using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Archive.Replay;

/// <summary>Where an answer comes from; told to the caller in the header <c>x-replay</c>.</summary>
public enum Origin
{
    /// <summary>A recorded answer to this very request: its status, headers and body, byte for byte.</summary>
    Recorded,

    /// <summary>Made up out of recorded parts, because this request was not recorded.</summary>
    Synthesised,

    /// <summary>The sample municipality, written for this project.</summary>
    Sample,

    /// <summary>Not a question this server can answer (501).</summary>
    Unknown,

    /// <summary>An answer spoilt on purpose.</summary>
    Fault,
}

public sealed record Reply(
    int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, Origin Origin)
{
    private static readonly JsonSerializerOptions Readable = new() {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Reply Json(int status, JsonNode body, Origin origin) =>
        Text(status, body.ToJsonString(Readable), "application/json; charset=utf-8", origin);

    public static Reply Text(int status, string body, string contentType, Origin origin) =>
        new(status, [new("content-type", contentType)], Encoding.UTF8.GetBytes(body), origin);

    public static Reply Error(int status, string error, Origin origin) =>
        Json(status, new JsonObject { ["error"] = error }, origin);

    public Reply With(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}
