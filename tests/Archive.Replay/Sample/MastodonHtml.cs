using System.Text.RegularExpressions;

namespace Archive.Replay.Sample;

/// <summary>
/// Plain text as Mastodon turns it into HTML: paragraphs, breaks, mentions, hashtags and shortened links.
/// </summary>
internal static partial class MastodonHtml
{
    private const int ShownOfLink = 30;

    /// <param name="mention">The address and name of a person by key, or null where <c>@word</c> is no person.</param>
    public static string Of(string text, string site, Func<string, (string Url, string Username)?> mention)
    {
        var paragraphs = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => Inline(paragraph, site, mention).Replace("\n", "<br />", StringComparison.Ordinal))
            .Select(lines => $"<p>{lines}</p>");
        return string.Concat(paragraphs);
    }

    public static IEnumerable<string> Tags(string text) =>
        Token().Matches(text).Select(match => match.Groups["tag"].Value).Where(tag => tag.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Mentions(string text) =>
        Token().Matches(text).Select(match => match.Groups["who"].Value).Where(who => who.Length > 0)
            .Distinct(StringComparer.Ordinal);

    private static string Inline(string text, string site, Func<string, (string Url, string Username)?> mention)
    {
        var html = new System.Text.StringBuilder();
        var done = 0;
        foreach (Match match in Token().Matches(text))
        {
            html.Append(Escape(text[done..match.Index]));
            html.Append(
                match.Groups["who"] is { Success: true } who && mention(who.Value) is { } person
                ? Mention(person.Url, person.Username)
                : match.Groups["tag"] is { Success: true } tag ? Tag(tag.Value, site)
                : match.Groups["url"] is { Success: true } url ? Link(url.Value)
                : Escape(match.Value));
            done = match.Index + match.Length;
        }

        return html.Append(Escape(text[done..])).ToString();
    }

    private static string Mention(string url, string username) =>
        $"<span class=\"h-card\" translate=\"no\"><a href=\"{url}\" class=\"u-url "
            + $"mention\">@<span>{username}</span></a></span>";

    private static string Tag(string tag, string site) =>
        $"<a href=\"{site}/tags/{Uri.EscapeDataString(tag)}\" class=\"mention hashtag\" "
            + $"rel=\"tag\">#<span>{tag}</span></a>";

    private static string Link(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var shown = url[start..];
        var cut = shown.Length > ShownOfLink;
        return $"<a href=\"{Escape(url)}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">"
            + $"<span class=\"invisible\">{url[..start]}</span>"
            + $"<span class=\"{(cut ? "ellipsis" : "")}\">{Escape(cut ? shown[..ShownOfLink] : shown)}</span>"
            + $"<span class=\"invisible\">{(cut ? Escape(shown[ShownOfLink..]) : "")}</span></a>";
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    // Not inside a word, so that an e-mail address is no mention.
    [GeneratedRegex(
        @"(?<url>https?://[^\s<>]*[^\s<>.,;:!?)])|(?<![\w.])@(?<who>[a-z0-9_]+)|(?<!\w)#(?<tag>\w*\p{L}\w*)")]
    private static partial Regex Token();
}
