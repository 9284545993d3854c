using Archive.Evidence.Content;

namespace Archive.Records;

/// <summary>
/// What a record says besides its own words. Its members stand under the platform's name, and every platform has the
/// same names below it, numbers left out: `mastodon/poll/option/0` and `bluesky/poll/option/1` are both a
/// `poll/option`.
/// </summary>
public static class MemberNames
{
    /// <summary>What the author put before the words; cut into runs.</summary>
    public const string Warning = "content-warning";

    public const string Sensitive = "sensitive";
    public const string PollOption = "poll/option";
    public const string PollMultiple = "poll/multiple";
    public const string PollExpiresAt = "poll/expires-at";

    /// <summary>Of the record that this one quotes; cut into runs.</summary>
    public const string QuotedText = "quote/text";

    /// <summary>What precedes the members of a record that this one quotes.</summary>
    public const string Quote = "quote";

    /// <summary>What precedes the members of a record that this one shares; its words are the record's own.</summary>
    public const string Share = "share";

    public const string PreviewUrl = "preview/url";
    public const string PreviewTitle = "preview/title";
    public const string PreviewDescription = "preview/description";

    /// <summary>
    /// Of a field of an account's profile; name and value have the same number, and one of them may be missing.
    /// </summary>
    public const string FieldName = "field/name", FieldValue = "field/value";

    /// <summary>What precedes the members of the account to which this one moved.</summary>
    public const string Moved = "moved";

    /// <summary>What an account, or its server, says of it in one word.</summary>
    public static readonly IReadOnlyList<string> OfAccounts = ["locked", "bot", "suspended", "limited", "memorial"];

    /// <summary>Members of another, below <see cref="Quote"/>, <see cref="Share"/> or <see cref="Moved"/>.</summary>
    public const string AuthorName = "author-name", AuthorHandle = "author-handle", Url = "url", PostedAt = "posted-at";

    /// <summary>What people can read and look for.</summary>
    private static readonly HashSet<string> Texts =
        [Warning, PollOption, QuotedText, PreviewTitle, PreviewDescription, FieldName, FieldValue];

    /// <summary>The name of a member; empty for one that all platforms have in common.</summary>
    public static string Of(string path, MapperName mapper)
    {
        var platform = mapper.Platform; // asked of every word of a text: nothing is made for those
        if (path.Length <= platform.Length || path[platform.Length] != '/'
            || !path.StartsWith(platform, StringComparison.Ordinal))
            return "";
        var name = path[(platform.Length + 1)..];
        var slash = name.LastIndexOf('/');
        return slash > 0 && name[(slash + 1)..].All(char.IsAsciiDigit) ? name[..slash] : name;
    }

    /// <summary>Whether it is a text, or a run of one.</summary>
    public static bool IsText(string name) => Texts.Contains(name);

    /// <summary>Whether it is the handle of who wrote what is quoted or shared, or of where an account moved.</summary>
    public static bool IsHandle(string name) =>
        name is $"{Quote}/{AuthorHandle}" or $"{Share}/{AuthorHandle}" or $"{Moved}/{AuthorHandle}";

    /// <summary>Whether it is where what is quoted or shared can be found, or to where an account moved.</summary>
    public static bool IsAddress(string name) => name is $"{Quote}/{Url}" or $"{Share}/{Url}" or $"{Moved}/{Url}";
}
