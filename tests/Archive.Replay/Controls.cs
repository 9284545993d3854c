using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Archive.Replay.Faults;

namespace Archive.Replay;

/// <summary>
/// Steering from outside the process:
/// <c>POST /replay/state/{word}</c> puts the platform in another state;
/// <c>POST /replay/faults</c> with a <see cref="FaultRule"/> as JSON spoils matching answers;
/// <c>DELETE /replay/faults</c> ends that; <c>GET /replay/seen</c> tells what was asked and what was not known.
/// Each answers 200 with the state of affairs, or 400 with what was wrong.
/// </summary>
internal static class Controls
{
    private static readonly JsonSerializerOptions Rules = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static async Task<Reply> Answer(ReplayServer server, HttpRequest request)
    {
        try
        {
            switch (request.Method, request.Path.Value!.Split('/')[2..])
            {
                case ("POST", ["state", var word]):
                    server.Platform.State = word;
                    return Seen(server);
                case ("POST", ["faults"]):
                    var rule = await JsonSerializer.DeserializeAsync<FaultRule>(request.Body, Rules);
                    server.Faults.Add(rule ?? throw new JsonException("A fault rule is an object, not null."));
                    return Seen(server);
                case ("DELETE", ["faults"]):
                    server.Faults.Clear();
                    return Seen(server);
                case ("GET", ["seen"]):
                    return Seen(server);
                default:
                    return Reply.Error(404, "No such control. See Controls in Archive.Replay.", Origin.Unknown);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return Reply.Error(400, wrong.Message, Origin.Unknown);
        }
    }

    private static Reply Seen(ReplayServer server) => Reply.Json(
        200,
        new JsonObject
        {
            ["state"] = server.Platform.State,
            ["requests"] = server.Requests.Count,
            ["unknown"] = new JsonArray([.. server.Unknown.Select(line => (JsonNode)line)]),
            ["faults"] = JsonSerializer.SerializeToNode(server.Faults.All, Rules),
        },
        Origin.Sample);
}
