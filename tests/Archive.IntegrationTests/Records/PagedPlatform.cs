using System.Globalization;
using System.Text.Json.Nodes;
using Archive.Replay;

namespace Archive.IntegrationTests.Records;

/// <summary>A written platform that lists two posts on a page.</summary>
/// <param name="overlap">Each page begins with the last post of the page before.</param>
internal sealed class PagedPlatform(WrittenPlatform written, bool overlap = false) : IPlatform
{
    private const string Listing = "/api/v1/accounts/1/statuses";
    private const int Length = 2;

    public IReadOnlyList<string> States => written.States;

    public string State { get => written.State; set => written.State = value; }

    /// <summary>Runs when a page is asked for, before it is answered; pages are counted from 1.</summary>
    public Action<int> OnPage { get; set; } = _ => { };

    public Reply? Answer(Question asked)
    {
        if (asked.Path != Listing)
            return written.Answer(asked);
        var page = asked["max_id"] is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : 1;
        OnPage(page);
        var all = JsonNode.Parse(written.Answer(asked)!.Body)!.AsArray();
        var begin = (page - 1) * (overlap ? Length - 1 : Length);
        var shown = all.Skip(begin).Take(Length).Select(s => s!.DeepClone()).ToArray();
        var reply = Reply.Json(200, new JsonArray(shown), Origin.Sample);
        return begin + Length >= all.Count
            ? reply
            : reply.With("link", $"<{asked.Address}{Listing}?max_id={page + 1}>; rel=\"next\"");
    }
}
