using Archive.Evidence.Canonical;

namespace Archive.Evidence.Content;

/// <summary>
/// Whether members stand in the order of the format, as far as those that are shown allow. A list with some members
/// withheld is in order if and only if paths could be given to the withheld ones so that
///   (1) groups follow each other as in <see cref="MemberPath"/>, no path twice;
///   (2) `text`, `link`, `tag`, `mention`, the media and each medium's `alt` are numbered from 0 without gaps, and a
///       medium has at least one member;
///   (3) a platform's own paths ascend in the order of their bytes;
///   (4) `padding` comes last, numbered from 0 without gaps, at most 31 of it.
/// Besides, of the members that are shown: a value is empty if and only if it is padding, and holds no lone surrogate;
/// `posted-at` and `edited-at` are moments, `media/i/digest` a digest; each `text/i` and `media/i/alt/j` is one run,
/// and two of the same text are of the same kind (white space or not) if and only if their numbers differ by an even
/// number.
/// </summary>
public static class MemberOrder
{
    private const int Unlimited = int.MaxValue;

    /// <exception cref="FormatException">They do not; the message names the path, never the value.</exception>
    public static void Check(IReadOnlyList<Member?> members, MapperName mapper)
    {
        var before = MemberPath.Start;
        var beforeAt = -1;
        var text = new Alternation(-1, -1, default);
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i] is not { } member)
                continue;

            var path = MemberPath.Parse(member.Path, mapper);
            CheckPlace(before, path, withheld: i - beforeAt - 1);
            CheckValue(path, member.Value);
            if (path.IsRun)
                CheckAlternation(ref text, path, member.Value);
            (before, beforeAt) = (path, i);
        }

        var after = members.Count - beforeAt - 1;
        if (before.IsPadding && before.Index + after > Padding.Multiple - 2)
            throw new MalformedException("MembersAfterPadding", before.Path, after);
    }

    private static void CheckPlace(MemberPath before, MemberPath path, int withheld)
    {
        if (!Follows(before, path))
            throw new MalformedException("MemberOutOfOrder", path.Path, before.Path);
        var (least, most) = Between(before, path);
        if (withheld < least || withheld > most)
            throw new MalformedException("MembersBetween", before.Path, path.Path, withheld);
    }

    /// <summary>Whether a member at one path stands before a member at the other, if content has both.</summary>
    internal static bool Follows(MemberPath before, MemberPath path)
    {
        if (path.Group != before.Group)
            return path.Group > before.Group;
        return path.Group == MemberPath.ExtraGroup
            ? string.CompareOrdinal(before.Path, path.Path) < 0
            : before.Medium != path.Medium ? before.Medium < path.Medium
            : before.Part != path.Part ? before.Part < path.Part
            : before.Index < path.Index;
    }

    /// <summary>How many members must, and how many can, stand between two that follow each other.</summary>
    private static (int Least, int Most) Between(MemberPath before, MemberPath path)
    {
        if (path.Group == MemberPath.ExtraGroup)
            return (0, Unlimited);
        if (path.Group == MemberPath.MediaGroup)
            return BetweenMedia(before, path);
        if (path.IsSingle)
            return (0, path.Group - before.Group - 1);
        if (path.Group == before.Group)
            return (path.Index - before.Index - 1, path.Index - before.Index - 1);

        var singlesLeft = MemberPath.TextGroup - 1 - before.Group;
        return (path.Index, path.Group == MemberPath.TextGroup ? path.Index + singlesLeft : Unlimited);
    }

    private static (int Least, int Most) BetweenMedia(MemberPath before, MemberPath path)
    {
        if (before.Group != path.Group)
            return (path.Medium + path.Index, Unlimited);
        if (before.Medium != path.Medium)
            return (path.Medium - before.Medium - 1 + path.Index, Unlimited);
        if (before.Part == MemberPart.Alt)
            return (path.Index - before.Index - 1, path.Index - before.Index - 1);
        // Of digest, type and alt/0…, only the type can be missing between the digest and the description.
        return (path.Index, path.Index + (path.Part - before.Part - 1));
    }

    private static void CheckValue(MemberPath path, string value)
    {
        var valid = value.Length > 0 != path.IsPadding && TextRuns.IsWhole(value)
            && (!path.IsMoment || IsMoment(value))
            && (path.Part != MemberPart.Digest || Digest.TryParse(value, out _));
        if (!valid || (path.IsRun && !TextRuns.IsOne(value)))
            throw new MalformedException("MemberValue", path.Path);
    }

    /// <summary>The members of one text follow each other, so what was seen of the text before is done with.</summary>
    private static void CheckAlternation(ref Alternation text, MemberPath path, string run)
    {
        var even = TextRuns.IsWhiteSpace(run[0]) == (path.Index % 2 == 0);
        if (text.Group != path.Group || text.Medium != path.Medium)
            text = new(path.Group, path.Medium, even);
        else if (text.EvenIsSpace != even)
            throw new MalformedException("MemberCut", path.Path);
    }

    private static bool IsMoment(string value) =>
        CanonicalMoment.Read(value) is { } moment && CanonicalMoment.Write(moment) == value;

    /// <summary>Of the text that the last run was of, whether its even runs are white space.</summary>
    private readonly record struct Alternation(int Group, int Medium, bool EvenIsSpace);
}
