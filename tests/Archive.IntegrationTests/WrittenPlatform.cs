using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Replay;

namespace Archive.IntegrationTests;

/// <summary>A Mastodon server of which a test writes every status itself.</summary>
internal sealed class WrittenPlatform : IPlatform
{
    public const string Account = "gemeente@voorbeeldstad.example";

    /// <summary>A picture, of 8 by 8 pixels.</summary>
    public static readonly byte[] Blue = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEElEQVR4nGNgsCrAjoaWBAB/uCqBXvYG8gAAAABJRU5ErkJggg==");

    /// <summary>Another one.</summary>
    public static readonly byte[] Red = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4IaCHFTEMLQkAvr9BgQuV42AAAAAASUVORK5CYII=");

    private readonly List<JsonObject> statuses = [];

    public IReadOnlyList<string> States { get; } = ["now"];

    public string State { get; set; } = "now";

    /// <summary>It gives each answer an ETag, and says so when somebody has that one.</summary>
    public bool GivesTags { get; set; }

    /// <summary>Which of the accounts has the handle that is watched; null: none.</summary>
    public string? Watched { get; set; } = "gemeente";

    /// <summary>Files by their paths.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    public Dictionary<string, JsonObject> Accounts { get; } =
        new() { ["gemeente"] = Person("1", "gemeente", "Gemeente Voorbeeldstad") };

    /// <param name="html">The content as the server gives it.</param>
    /// <param name="answers">The id of what it answers.</param>
    public JsonObject Write(string id, string html, DateTimeOffset at, string by = "gemeente", string? answers = null)
    {
        if (!Accounts.ContainsKey(by))
            Accounts[by] = Person($"{Accounts.Count + 1}", by, by);
        var status = new JsonObject
        {
            ["id"] = id,
            ["created_at"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null),
            ["in_reply_to_id"] = answers,
            ["visibility"] = "public",
            ["language"] = "nl",
            ["uri"] = $"https://voorbeeldstad.example/{Uri.EscapeDataString(id)}",
            ["content"] = html,
            ["replies_count"] = 0,
            ["reblogs_count"] = 0,
            ["favourites_count"] = 0,
            ["edited_at"] = null,
            ["by"] = by,
        };
        statuses.Add(status);
        foreach (var parent in statuses.Where(s => (string)s["id"]! == answers))
            parent["replies_count"] = (int)parent["replies_count"]! + 1;
        return status;
    }

    /// <param name="answersNothing">The server has forgotten what it answers, and whom.</param>
    public void Edit(string id, string html, bool answersNothing = false)
    {
        var status = statuses.Single(s => (string)s["id"]! == id);
        status["content"] = html;
        if (answersNothing)
            status["in_reply_to_id"] = null;
    }

    /// <summary>Shows a status as another's.</summary>
    public void TakeOver(string id, string by) => statuses.Single(s => (string)s["id"]! == id)["by"] = by;

    public void Remove(string id) => statuses.RemoveAll(s => (string)s["id"]! == id);

    public Reply? Answer(Question asked)
    {
        if (asked.Path == "/api/v1/accounts/lookup")
            return Found(Watched is null ? null : Accounts[Watched].DeepClone());
        if (Files.TryGetValue(asked.Path, out var file))
            return new(200, [new("content-type", "image/png")], file, Origin.Sample);
        if (asked.Path == "/api/v1/accounts/1/statuses")
            return Found(List(s => (string)s["by"]! == "gemeente"));

        var parts = asked.Path.Split('/');
        var status = parts is ["", "api", "v1", "statuses", var id, ..]
            ? statuses.Find(s => (string)s["id"]! == id)
            : null;
        return parts switch
        {
            ["", "api", "v1", "accounts", var account] =>
                Found(Accounts.Values.FirstOrDefault(a => (string)a["id"]! == account)?.DeepClone()),
            ["", "api", "v1", "statuses", _] => Found(status is null ? null : Whole(status)),
            ["", "api", "v1", "statuses", var top, "context"] when status is not null =>
                Found(new JsonObject {
                    ["ancestors"] = new JsonArray(),
                    ["descendants"] = List(s => (string?)s["in_reply_to_id"] == top) }),
            ["", "api", "v1", "statuses", _, ..] => Found(null),
            _ => null,
        };
    }

    private JsonArray List(Func<JsonObject, bool> wanted) =>
        [.. statuses.Where(wanted).Reverse().Select(s => (JsonNode)Whole(s))];

    private JsonObject Whole(JsonObject status)
    {
        var whole = (JsonObject)status.DeepClone();
        whole["account"] = Accounts[(string)status["by"]!].DeepClone();
        whole.Remove("by");
        return whole;
    }

    private static JsonObject Person(string id, string name, string shown) =>
        new()
        {
            ["id"] = id, ["acct"] = name, ["username"] = name, ["display_name"] = shown,
            ["created_at"] = "2023-05-01T00:00:00.000Z",
        };

    private Reply Found(JsonNode? found)
    {
        if (found is null)
            return Reply.Error(404, "Record not found", Origin.Sample);
        var reply = Reply.Json(200, found, Origin.Sample);
        return GivesTags ? reply.With("etag", $"W/\"{Digest.Of(reply.Body)}\"") : reply;
    }
}
