using Archive.Capture.Mapping;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// What Mastodon has and other platforms have not:
/// `mastodon/uri` (the id all servers share), `mastodon/sensitive` (`true`, else left out),
/// `mastodon/content-warning/i`;
/// `mastodon/poll/option/i`, `…/poll/multiple` (`true`, else left out), `…/poll/expires-at`;
/// `mastodon/share/…` for a share and `mastodon/quote/…` for a status that quotes: `platform-id`, `url`, `author-id`,
/// `author-handle`, `author-name`, `posted-at`; a quote also has `state` and `text/i` (the text of a share is its own
/// text).
/// </summary>
internal static class StatusExtras
{
    public static IReadOnlyList<Member> Of(JsonField status, JsonField version, JsonField? boosted, string domain)
    {
        var extras = new List<Member>();
        var words = boosted ?? version;
        Add(extras, "uri", status.TextOrNull("uri"));
        Add(extras, "sensitive", words.IsTrue("sensitive") ? "true" : null);
        extras.AddRange(MappedContent.Cut("mastodon/content-warning", words.TextOrEmpty("spoiler_text") ?? ""));
        AddPoll(extras, words, boosted ?? status);
        if (boosted is { } boost)
            AddOther(extras, "share", boost, domain);
        AddQuote(extras, words.Has("quote") ? words : boosted ?? status, domain);
        return extras;
    }

    private static void AddPoll(List<Member> extras, JsonField words, JsonField status)
    {
        if (words.ObjectOrNull("poll") is not { } poll)
            return;
        var i = 0;
        foreach (var option in poll.Objects("options"))
            Add(extras, $"poll/option/{i++}", option.TextOrNull("title"));

        // An entry of a history has the options only; how and until when one votes is as it is now.
        if (status.ObjectOrNull("poll") is not { } now)
            return;
        Add(extras, "poll/multiple", now.IsTrue("multiple") ? "true" : null);
        Add(extras, "poll/expires-at", Moment(now, "expires_at"));
    }

    /// <summary>
    /// Mastodon 4.4 and later: `quote` holds a state and, if shown, the status; others put the status there itself, or
    /// only name it in `quote_id`.
    /// </summary>
    private static void AddQuote(List<Member> extras, JsonField holder, string domain)
    {
        if (holder.ObjectOrNull("quote") is not { } quote)
        {
            Add(extras, "quote/platform-id", holder.TextOrNull("quote_id"));
            return;
        }

        Add(extras, "quote/state", quote.TextOrNull("state"));
        var quoted = quote.Has("state") ? quote.ObjectOrNull("quoted_status") : quote;
        if (quoted is { } other)
        {
            AddOther(extras, "quote", other, domain);
            extras.AddRange(MappedContent.Cut("mastodon/quote/text", StatusText.Plain(other)));
        }
        else
        {
            Add(extras, "quote/platform-id", quote.TextOrNull("quoted_status_id"));
        }
    }

    private static void AddOther(List<Member> extras, string role, JsonField other, string domain)
    {
        var author = StatusAuthor.Of(other.Object("account"), domain);
        Add(extras, $"{role}/platform-id", other.Text("id"));
        Add(extras, $"{role}/url", other.TextOrNull("url") ?? other.TextOrNull("uri"));
        Add(extras, $"{role}/author-id", author.Id);
        Add(extras, $"{role}/author-handle", author.Handle);
        Add(extras, $"{role}/author-name", author.Name);
        Add(extras, $"{role}/posted-at", Moment(other, "created_at"));
    }

    private static string? Moment(JsonField holder, string name) =>
        holder.MomentOrNull(name) is { } at ? CanonicalMoment.Write(at) : null;

    private static void Add(List<Member> extras, string path, string? value)
    {
        if (value is not null)
            extras.Add(new($"mastodon/{path}", value));
    }
}
