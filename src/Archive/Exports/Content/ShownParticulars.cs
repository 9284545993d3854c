using Archive.Evidence.Content;
using Archive.Records;

namespace Archive.Exports.Content;

/// <summary>
/// Which members of captured content a page prints. A set opens those and no others: what is on no page was looked at
/// by nobody who judged. An officer can redact each of them that someone wrote.
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

    /// <summary>Names of what platforms have besides and pages print in one line.</summary>
    public static readonly IReadOnlyList<string> InOneLine =
    [
        MemberNames.Sensitive, MemberNames.PollOption, MemberNames.PollMultiple, MemberNames.PollExpiresAt,
        .. MemberNames.OfAccounts,
    ];

    private static readonly HashSet<string> OfPlatforms =
    [
        .. InOneLine, MemberNames.Warning, MemberNames.QuotedText, MemberNames.PreviewUrl, MemberNames.PreviewTitle,
        MemberNames.PreviewDescription, MemberNames.FieldName, MemberNames.FieldValue,
        .. from role in new[] { MemberNames.Quote, MemberNames.Share }
           from member in new[]
           {
               MemberNames.AuthorName, MemberNames.AuthorHandle, MemberNames.Url, MemberNames.PostedAt,
           }
           select $"{role}/{member}",
        $"{MemberNames.Moved}/{MemberNames.AuthorHandle}", $"{MemberNames.Moved}/{MemberNames.Url}",
    ];

    public static bool ArePrinted(string path, MapperName mapper) =>
        Singles.Contains(path)
        || Numbered.Any(group => path.StartsWith(group, StringComparison.Ordinal))
        || OfPlatforms.Contains(MemberNames.Of(path, mapper));
}
