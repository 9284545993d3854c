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
            ?? HandleOf(a, domain);

        var beyond = mentioned.Select(m => m.Handle).Except(now.Anchors.Where(IsMention).Select(Handle));
        var tagsBeyond = status.Objects("tags").Select(t => t.Text("name"))
            .Except(now.Anchors.Where(IsTag).Select(TagOf), StringComparer.OrdinalIgnoreCase);
        return new(
            words.Text,
            [.. words.Anchors.Where(a => !IsMention(a) && !IsTag(a)).Select(a => a.Href).Distinct()],
            [.. words.Anchors.Where(IsTag).Select(TagOf).Concat(tagsBeyond).Distinct()],
            [.. words.Anchors.Where(IsMention).Select(Handle).Concat(beyond).Distinct()]);
    }

    /// <summary>
    /// A biography, and what it and the fields of a profile point at, in their order. An account has no list of
    /// mentions or tags, so those are told by their marks.
    /// </summary>
    /// <param name="fields">The HTML of each value.</param>
    public static StatusText OfProfile(HtmlText biography, IEnumerable<HtmlText> fields, string domain)
    {
        var anchors = fields.Prepend(biography).SelectMany(html => html.Anchors).ToList();
        return new(
            biography.Text,
            [.. anchors.Where(a => !IsMention(a) && !IsTag(a)).Select(a => a.Href).Distinct()],
            [.. anchors.Where(IsTag).Select(TagOf).Distinct()],
            [.. anchors.Where(IsMention).Select(a => HandleOf(a, domain)).Distinct()]);
    }

    /// <summary>Plain text of some HTML that carries no tags or mentions of its own.</summary>
    public static string Plain(JsonField status) => Html(status).Text;

    /// <param name="what">Has the HTML: a post, or a part of a profile.</param>
    public static HtmlText Html(JsonField holder, string name, string what) =>
        Read(holder, name, holder.TextOrEmpty(name) ?? "", what);

    private static HtmlText Html(JsonField version) => Read(
        version, "content", version.TextOrEmpty("content") ?? throw version.Wrong("content", "is missing"), "post");

    private static HtmlText Read(JsonField holder, string name, string html, string what) =>
        HtmlText.Read(html) ?? throw holder.Wrong(name, $"is larger than a {what} can be");

    // Mastodon writes class="mention hashtag" on a tag and class="u-url mention" on a mention.
    private static bool IsTag(HtmlAnchor a) => a.Words.Contains("hashtag") || a.Words.Contains("tag");

    private static bool IsMention(HtmlAnchor a) => a.Words.Contains("mention") && !IsTag(a);

    /// <summary>`@name` as it is written, of the server that it leads to.</summary>
    private static string HandleOf(HtmlAnchor a, string domain) => StatusAuthor.WholeHandle(
        a.Text, Uri.TryCreate(a.Href, UriKind.Absolute, out var at) ? at.Authority : domain);

    private static string TagOf(HtmlAnchor a) => a.Text.TrimStart('#');
}
