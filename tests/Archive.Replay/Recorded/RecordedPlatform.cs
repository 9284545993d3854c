using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Archive.Replay.Recorded;

/// <summary>
/// A server made of one folder of recordings, in two states: <c>before</c> its edits and deletions and <c>after</c>.
/// A recorded request gets its recorded answer. Beside that, made of recorded parts and marked <c>synthesised</c>:
/// each status by id, each account by name and by id, each account's listing, the 404 of what was deleted, and the
/// first version of a history. Nothing else: threads and histories that were not recorded are not known here.
/// </summary>
public sealed partial class RecordedPlatform : IPlatform
{
    private readonly IReadOnlyList<Recording> recordings;
    private readonly IReadOnlyDictionary<string, RecordedStatus> statuses;
    private readonly bool ownAddresses;
    private When when = When.Before;

    /// <param name="ownAddresses">
    /// Writes this server's address over the recorded server's in bodies, so that media are asked of this server (which
    /// does not know them) and not of whatever listens there. The bodies are then no longer the recorded bytes.
    /// </param>
    public RecordedPlatform(string folder, bool ownAddresses = false)
    {
        recordings = Recording.ReadFolder(folder);
        statuses = RecordedStatus.In(recordings);
        this.ownAddresses = ownAddresses;
    }

    public IReadOnlyList<string> States { get; } = ["before", "after"];

    public string State
    {
        get => when == When.Before ? "before" : "after";
        set => when = value switch
        {
            "before" => When.Before,
            "after" => When.After,
            _ => throw new ArgumentException($"A recording has the states before and after, not '{value}'."),
        };
    }

    public Reply? Answer(Question asked)
    {
        if (asked.Method != "GET")
        {
            return null;
        }

        return Addressed(FromRecording(asked) ?? Synthesised(asked), asked.Address);
    }

    private Reply? FromRecording(Question asked)
    {
        var fitting = recordings
            .Where(
                each => each.Method is "GET" or "DOCUMENT" && each.When is var at && (at == when || at == When.Either))
            .Where(each => each.Path == asked.Path && SameQuery(each.Target, asked))
            .ToArray();
        if (fitting.Length == 0)
        {
            return null;
        }

        var found = when == When.Before ? fitting[0] : fitting.Reverse().MaxBy(each => each.When)!;
        return GoneAlready(found.Path)
            ? null
            : new Reply(
                found.Status,
                found.Headers,
                found.Body,
                found.Method == "GET" ? Origin.Recorded : Origin.Synthesised);
    }

    /// <summary>
    /// A thread or history of what is gone was recorded before it went, whatever the recording's name says.
    /// </summary>
    private bool GoneAlready(string path) =>
        when == When.After
        && StatusPath().Match(path) is { Success: true } match
        && match.Groups["rest"].Length > 0
        && statuses.TryGetValue(match.Groups["id"].Value, out var status) && status.Disappears;

    /// <summary>Parameters that are false or absent ask the same.</summary>
    private static bool SameQuery(string target, Question asked)
    {
        var recorded = target.Contains('?', StringComparison.Ordinal)
            ? target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(Uri.UnescapeDataString)
            : [];
        return recorded.Where(Says).ToHashSet(StringComparer.Ordinal)
            .SetEquals(asked.Query.Select(pair => $"{pair.Key}={pair.Value}").Where(Says));

        static bool Says(string parameter) => !parameter.EndsWith("=false", StringComparison.Ordinal);
    }

    private Reply? Synthesised(Question asked)
    {
        if (asked.Path == "/api/v1/accounts/lookup")
        {
            return Account(found => found.Acct == asked["acct"])
                ?? Account(found => LocalPart(found.Acct) == LocalPart(asked["acct"]));
        }

        if (AccountPath().Match(asked.Path) is { Success: true } account)
        {
            var id = account.Groups["id"].Value;
            return account.Groups["rest"].Length == 0 ? Account(found => found.AccountId == id) : Listing(id, asked);
        }

        return StatusPath().Match(asked.Path) is { Success: true } match
            && statuses.TryGetValue(match.Groups["id"].Value, out var status)
            ? Status(status, match.Groups["rest"].Value)
            : null;
    }

    private Reply? Status(RecordedStatus status, string rest) => (Gone(status), rest) switch
    {
        (true, _) => NotFound(),
        (false, "") => Made(status.At(when).Json),
        (false, "/history") when when == When.Before => FirstVersion(status.Id),
        _ => null,
    };

    private bool Gone(RecordedStatus status) => when == When.After && status.Disappears;

    /// <summary>In this server's own words, if those were recorded.</summary>
    private Reply NotFound() => recordings.FirstOrDefault(each => each.Status == 404 && each.IsJson) is { } told
        ? Made(Encoding.UTF8.GetString(told.Body)) with { Status = 404 }
        : Reply.Error(404, "Record not found", Origin.Synthesised);

    private Reply? FirstVersion(string id)
    {
        var history = recordings.FirstOrDefault(
            each => each.Path == $"/api/v1/statuses/{id}/history" && each.Status == 200);
        if (history is null)
        {
            return null;
        }

        using var versions = JsonDocument.Parse(history.Body);
        return Made($"[{versions.RootElement[0].GetRawText()}]");
    }

    private Reply? Account(Func<StatusFound, bool> isTheirs) => statuses.Values
        .SelectMany(status => status.Sightings)
        .LastOrDefault(isTheirs) is { } found ? Made(found.Account) : null;

    private Reply? Listing(string accountId, Question asked)
    {
        var theirs = statuses.Values.Where(status => status.Newest.AccountId == accountId).ToArray();
        if (theirs.Length == 0)
        {
            return null;
        }

        var present = theirs.Where(status => !Gone(status)).Select(status => status.At(when))
            .Where(found => !asked.Asks("exclude_replies") || found.Parent is null)
            .OrderByDescending(found => found.CreatedAt).ThenByDescending(found => found.Id, StringComparer.Ordinal);
        return Paging.Of([.. present], found => found.Id, asked) is { } page
            ? page.Linked(Made($"[{string.Join(',', page.Items.Select(found => found.Json))}]"), asked)
            : null;
    }

    private static Reply Made(string json) =>
        Reply.Text(200, json, "application/json; charset=utf-8", Origin.Synthesised);

    private Reply? Addressed(Reply? reply, string address) => reply is null ? null : reply with
    {
        Headers = [.. reply.Headers.Select(header => header.Key.Equals("link", StringComparison.OrdinalIgnoreCase)
            ? KeyValuePair.Create(header.Key, LinkOrigin().Replace(header.Value, $"<{address}/"))
            : header)],
        Body = ownAddresses
            ? Encoding.UTF8.GetBytes(LoopbackOrigin().Replace(Encoding.UTF8.GetString(reply.Body), address))
            : reply.Body,
    };

    private static string? LocalPart(string? acct) =>
        acct?.TrimStart('@').Split('@')[0].ToLower(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^/api/v1/accounts/(?<id>[^/]+)(?<rest>/statuses)?$")]
    private static partial Regex AccountPath();

    [GeneratedRegex(@"^/api/v1/statuses/(?<id>[^/]+)(?<rest>/[a-z]+)?$")]
    private static partial Regex StatusPath();

    [GeneratedRegex(@"<https?://[^/>]+/")]
    private static partial Regex LinkOrigin();

    [GeneratedRegex(@"http://(localhost|127\.0\.0\.1):\d+")]
    private static partial Regex LoopbackOrigin();
}
