using System.Globalization;
using System.Text.RegularExpressions;

namespace Archive.Evidence.Content;

/// <summary>
/// Where a member stands. A path is one of: the ten single words, in the order of <see cref="Singles"/>; `text/i`;
/// `link/i`; `tag/i`; `mention/i`; `media/i/digest`, `media/i/type`, `media/i/alt/j`; or what a platform adds, whose first
/// segment is the platform's name and whose segments are of a-z, 0-9 and '-'. i and j are decimal, from 0, without
/// leading zeros.
/// </summary>
public readonly partial record struct MemberPath
{
    public static readonly IReadOnlyList<string> Singles =
    [
        "platform-id", "url", "author-id", "author-handle", "author-name", "posted-at", "edited-at", "language",
        "visibility", "in-reply-to",
    ];

    private static readonly string[] Words = [.. Singles, "text", "link", "tag", "mention", "media"];

    public static readonly int TextGroup = Array.IndexOf(Words, "text");
    public static readonly int MediaGroup = Array.IndexOf(Words, "media");
    public static readonly int ExtraGroup = Words.Length;

    private MemberPath(string path, int group, int medium, MemberPart part, int index) =>
        (Path, Group, Medium, Part, Index) = (path, group, medium, part, index);

    /// <summary>Before the first member.</summary>
    public static MemberPath Start { get; } = new("", -1, 0, MemberPart.None, 0);

    public string Path { get; }

    /// <summary>Number of the path's first word in the order of the format.</summary>
    public int Group { get; }

    /// <summary>Which medium, if it is of one.</summary>
    public int Medium { get; }

    public MemberPart Part { get; }

    /// <summary>Its number in `text/i` and its like, and in `media/i/alt/j`; 0 where there is none.</summary>
    public int Index { get; }

    public bool IsSingle => Group < TextGroup;

    /// <summary>Whether its value is a run of a cut text.</summary>
    public bool IsRun => Group == TextGroup || Part == MemberPart.Alt;

    /// <exception cref="FormatException">No such path in content of this mapper.</exception>
    public static MemberPath Parse(string path, MapperName mapper)
    {
        if (Form().Match(path) is not { Success: true } match)
            throw new MalformedException("NoMemberPath", path);

        if (match.Groups["single"] is { Success: true } single)
            return new(path, Array.IndexOf(Words, single.Value), 0, MemberPart.None, 0);
        if (match.Groups["list"] is { Success: true } list)
            return new(path, Array.IndexOf(Words, list.Value), 0, MemberPart.None, Number(match.Groups["i"]));
        if (match.Groups["medium"] is { Success: true } medium)
            return new(path, MediaGroup, Number(medium), PartOf(match.Groups["part"].Value), Number(match.Groups["j"]));

        return match.Groups["platform"].Value == mapper.Platform && !Words.Contains(mapper.Platform)
            ? new(path, ExtraGroup, 0, MemberPart.None, 0)
            : throw new MalformedException("NoMemberPathOfMapper", path, mapper);
    }

    private static MemberPart PartOf(string word) => word switch
    {
        "digest" => MemberPart.Digest,
        "type" => MemberPart.Type,
        _ => MemberPart.Alt, // the pattern has no fourth
    };

    private static int Number(Group digits) =>
        digits.Success ? int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        """
        \A(?: (?<single> platform-id | url | author-id | author-handle | author-name | posted-at | edited-at | language
                       | visibility | in-reply-to )
        | (?<list> text | link | tag | mention ) / (?<i> 0 | [1-9][0-9]{0,8} )
        | media / (?<medium> 0 | [1-9][0-9]{0,8} ) / (?<part> digest | type | alt/(?<j> 0 | [1-9][0-9]{0,8} ) )
        | (?<platform> [a-z][a-z0-9-]* ) (?: / [a-z0-9-]+ )+ )\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

public enum MemberPart
{
    None,
    Digest,
    Type,
    Alt,
}
