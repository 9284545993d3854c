using System.Buffers;
using System.Globalization;

namespace Archive.Evidence.Content;

/// <summary>
/// Where a member stands. A path is one of: the ten single words, in the order of <see cref="Singles"/>; `text/i`;
/// `link/i`; `tag/i`; `mention/i`; `media/i/digest`, `media/i/type`, `media/i/alt/j`; or what a platform adds, whose
/// first segment is the platform's name and whose segments are of a-z, 0-9 and '-'; `padding/i`, i below 31. i and j
/// are decimal, from 0, without leading zeros.
/// </summary>
public readonly record struct MemberPath
{
    public static readonly IReadOnlyList<string> Singles =
    [
        "platform-id", "url", "author-id", "author-handle", "author-name", "posted-at", "edited-at", "language",
        "visibility", "in-reply-to",
    ];

    private static readonly string[] Words = [.. Singles, "text", "link", "tag", "mention", "media"];

    private static readonly SearchValues<char> Segment = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly string[] NumberedTexts =
        [.. Enumerable.Range(0, 512).Select(i => string.Create(CultureInfo.InvariantCulture, $"text/{i}"))];

    private static readonly int EditedAt = Array.IndexOf(Words, "edited-at");

    public static readonly int PostedAtGroup = Array.IndexOf(Words, "posted-at");
    public static readonly int TextGroup = Array.IndexOf(Words, "text");
    public static readonly int MediaGroup = Array.IndexOf(Words, "media");
    public static readonly int ExtraGroup = Words.Length;
    public static readonly int PaddingGroup = Words.Length + 1;

    internal const string PaddingWord = "padding";

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

    public bool IsMoment => Group == PostedAtGroup || Group == EditedAt;

    public bool IsSingle => Group < TextGroup;

    /// <summary>Whether it says nothing (<see cref="Padding"/>).</summary>
    public bool IsPadding => Group == PaddingGroup;

    /// <summary>Whether its value is a run of a cut text.</summary>
    public bool IsRun => Group == TextGroup || Part == MemberPart.Alt;

    internal static bool IsPaddingPath(string path) => path.StartsWith(PaddingWord + "/", StringComparison.Ordinal);

    /// <summary>`text/i` and its like.</summary>
    public static string Of(string word, int i) =>
        word == "text" && i < NumberedTexts.Length
            ? NumberedTexts[i]
            : string.Create(CultureInfo.InvariantCulture, $"{word}/{i}");

    /// <exception cref="FormatException">No such path in content of this mapper.</exception>
    public static MemberPath Parse(string path, MapperName mapper)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var word = slash < 0 ? path : path.AsSpan(0, slash);
        var rest = slash < 0 ? [] : path.AsSpan(slash + 1);
        var group = word is "text" ? TextGroup : GroupOf(word); // most members are words of a text
        if (slash < 0 && group >= 0 && group < TextGroup)
            return new(path, group, 0, MemberPart.None, 0);
        if (group >= TextGroup && group < MediaGroup && TryNumber(rest, out var index))
            return new(path, group, 0, MemberPart.None, index);
        if (group == MediaGroup && TryMedium(path, rest, out var medium))
            return medium;

        if (word is PaddingWord && TryNumber(rest, out index) && index < Padding.Multiple - 1)
            return new(path, PaddingGroup, 0, MemberPart.None, index);
        if (word is PaddingWord || !IsPlatforms(word, rest))
            throw new MalformedException("NoMemberPath", path);
        return group < 0 && word.SequenceEqual(mapper.Platform)
            ? new(path, ExtraGroup, 0, MemberPart.None, 0)
            : throw new MalformedException("NoMemberPathOfMapper", path, mapper);
    }

    private static int GroupOf(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < Words.Length; i++)
        {
            if (word.SequenceEqual(Words[i]))
                return i;
        }

        return -1;
    }

    private static bool TryMedium(string path, ReadOnlySpan<char> rest, out MemberPath medium)
    {
        medium = default;
        var slash = rest.IndexOf('/');
        if (slash < 0 || !TryNumber(rest[..slash], out var number))
            return false;
        var of = rest[(slash + 1)..];
        var index = 0;
        MemberPart? part = of switch
        {
            "digest" => MemberPart.Digest,
            "type" => MemberPart.Type,
            ['a', 'l', 't', '/', .. var j] when TryNumber(j, out index) => MemberPart.Alt,
            _ => null,
        };
        if (part is null)
            return false;
        medium = new(path, MediaGroup, number, part.Value, index);
        return true;
    }

    /// <summary>Decimal, without leading zeros, of at most nine digits.</summary>
    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        if (digits.Length is 0 or > 9 || (digits[0] == '0' && digits.Length > 1))
            return false;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            number = number * 10 + (digit - '0');
        }

        return true;
    }

    /// <summary>A platform's name, then one segment or more.</summary>
    private static bool IsPlatforms(ReadOnlySpan<char> word, ReadOnlySpan<char> rest)
    {
        if (word.IsEmpty || !char.IsAsciiLetterLower(word[0]) || word.ContainsAnyExcept(Segment))
            return false;
        foreach (var segment in rest.Split('/'))
        {
            if (rest[segment].IsEmpty || rest[segment].ContainsAnyExcept(Segment))
                return false;
        }

        return true;
    }
}

public enum MemberPart
{
    None,
    Digest,
    Type,
    Alt,
}
