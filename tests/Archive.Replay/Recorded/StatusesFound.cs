using System.Text.Json;

namespace Archive.Replay.Recorded;

/// <summary>A status seen in a recorded answer.</summary>
/// <param name="Json">As it stands in the recording, byte for byte.</param>
/// <param name="Account">Its author, likewise.</param>
/// <param name="Parent">The id of the status it answers, or null.</param>
public sealed record StatusFound(
    string Id,
    string Json,
    string Account,
    string AccountId,
    string Acct,
    string? Parent,
    DateTimeOffset CreatedAt,
    bool HasContent,
    Recording In);

public static class StatusesFound
{
    /// <summary>
    /// The statuses in an answer, at any depth: in a list, a thread, shared, quoted. A status is an object with an id,
    /// an account and a visibility; the versions in a history have none of their own and are not counted.
    /// </summary>
    public static IEnumerable<StatusFound> In(Recording recording)
    {
        if (!recording.IsJson)
        {
            return [];
        }

        using var document = JsonDocument.Parse(recording.Body);
        return [.. Walk(document.RootElement, recording)];
    }

    private static IEnumerable<StatusFound> Walk(JsonElement element, Recording recording)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(item => Walk(item, recording));
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var nested = element.EnumerateObject().SelectMany(member => Walk(member.Value, recording));
        return element.TryGetProperty("visibility", out _)
            && element.TryGetProperty("account", out var account)
            && element.TryGetProperty("id", out var id)
            ? nested.Prepend(Read(element, id.GetString()!, account, recording))
            : nested;
    }

    private static StatusFound Read(JsonElement status, string id, JsonElement account, Recording recording) => new(
        id,
        status.GetRawText(),
        account.GetRawText(),
        account.GetProperty("id").GetString()!,
        account.GetProperty("acct").GetString()!,
        status.TryGetProperty("in_reply_to_id", out var parent) ? parent.GetString() : null,
        status.GetProperty("created_at").GetDateTimeOffset(),
        status.TryGetProperty("content", out _),
        recording);
}
