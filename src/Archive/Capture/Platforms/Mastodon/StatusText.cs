using Archive.Capture.Mapping;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// The words of a version and what they point at. Links, tags and mentions are those of the words themselves, in their
/// order; then tags and mentions that the status has beyond its words (as some servers add), which no edit changes.
/// </summary>
internal sealed record StatusText(
    string Text, IReadOnlyList<string> Links, IReadOnlyList<string> Tags, IReadOnlyList<string> Mentions)
{
    /// <param name="version">Has the `content`: the status, or an entry of its history.</param>
    /// <param name="status">Has `tags` and `mentions`; an entry has neither.</param>
    /// <param name="isCurrent">Whether both are the same.</param>
    public static StatusText Read(JsonField version, JsonField status, bool isCurrent, string domain)
    {
        var words = Html(version);
        var now = isCurrent ? words : Html(status);
        var mentioned = status.Objects("mentions")
            .Select(m => (Url: m.TextOrNull("url"), Handle: StatusAuthor.WholeHandle(m.Text("acct"), domain))).ToList();

        string Handle(HtmlAnchor a) =>
            mentioned.FirstOrDefault(m => m.Url == a.Href).Handle
            ?? StatusAuthor.WholeHandle(
                a.Text,
                Uri.TryCreate(a.Href, UriKind.Absolute, out var at) ? at.Authority : domain);

        var beyond = mentioned.Select(m => m.Handle).Except(now.Anchors.Where(IsMention).Select(Handle));
        var tagsBeyond = status.Objects("tags").Select(t => t.Text("name"))
            .Except(now.Anchors.Where(IsTag).Select(TagOf), StringComparer.OrdinalIgnoreCase);
        return new(
            words.Text,
            [.. words.Anchors.Where(a => !IsMention(a) && !IsTag(a)).Select(a => a.Href).Distinct()],
            [.. words.Anchors.Where(IsTag).Select(TagOf).Concat(tagsBeyond).Distinct()],
            [.. words.Anchors.Where(IsMention).Select(Handle).Concat(beyond).Distinct()]);
    }

    /// <summary>Plain text of some HTML that carries no tags or mentions of its own.</summary>
    public static string Plain(JsonField status) => Html(status).Text;

    private static HtmlText Html(JsonField version)
    {
        var html = version.TextOrEmpty("content") ?? throw version.Wrong("content", "is missing");
        return HtmlText.Read(html) ?? throw version.Wrong("content", "is larger than a post can be");
    }

    // Mastodon writes class="mention hashtag" on a tag and class="u-url mention" on a mention.
    private static bool IsTag(HtmlAnchor a) => a.Words.Contains("hashtag") || a.Words.Contains("tag");

    private static bool IsMention(HtmlAnchor a) => a.Words.Contains("mention") && !IsTag(a);

    private static string TagOf(HtmlAnchor a) => a.Text.TrimStart('#');
}
