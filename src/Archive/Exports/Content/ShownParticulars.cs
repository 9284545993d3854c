using Archive.Evidence.Content;

namespace Archive.Exports.Content;

/// <summary>
/// Which members of captured content a page prints. A set opens those and no others: what is on no page was looked at
/// by nobody who judged. An officer can redact each of them, and whatever a platform has besides goes with any
/// redaction.
/// </summary>
internal static class ShownParticulars
{
    /// <summary>
    /// Single members that pages print. Not the author's id, the record's own id and what it answers: those lead to
    /// people and records, and say nothing to a reader.
    /// </summary>
    private static readonly HashSet<string> Singles =
        ["url", "author-handle", "author-name", "posted-at", "edited-at", "language", "visibility"];

    private static readonly string[] Numbered = ["text/", "link/", "tag/", "mention/", "media/"];

    /// <summary>
    /// What platforms have besides, by its path without the platform and numbers. Nothing of what others wrote, whom a
    /// record quotes or shares: nobody was asked to judge it.
    /// </summary>
    public static readonly IReadOnlyList<string> OfPlatforms =
        ["spoiler-text", "sensitive", "poll/option", "poll/multiple", "poll/expires-at"];

    public static bool ArePrinted(string path, MapperName mapper) =>
        Singles.Contains(path)
        || Numbered.Any(group => path.StartsWith(group, StringComparison.Ordinal))
        || OfPlatforms.Contains(NameOf(path, mapper));

    /// <summary>`mastodon/poll/option/0` is a `poll/option`; empty for a member that all platforms have.</summary>
    public static string NameOf(string path, MapperName mapper)
    {
        if (!path.StartsWith($"{mapper.Platform}/", StringComparison.Ordinal))
            return "";
        var name = path[(mapper.Platform.Length + 1)..];
        var slash = name.LastIndexOf('/');
        return slash > 0 && name[(slash + 1)..].All(char.IsAsciiDigit) ? name[..slash] : name;
    }
}
