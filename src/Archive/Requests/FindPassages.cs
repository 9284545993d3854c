using Archive.Evidence.Content;
using Archive.Records;

namespace Archive.Requests;

/// <summary>
/// Finds where in a version some words stand, so that an officer redacts what they read instead of counting words.
/// </summary>
public static class FindPassages
{
    /// <summary>Every passage of a version that an officer's choice names; none if it has no such thing.</summary>
    public static IReadOnlyList<Passage> Chosen(RecordVersion version, RecordParts parts, PassageChoice choice)
    {
        var passages = new List<Passage>();
        if (choice.Text is { } words)
            passages.AddRange(Anywhere(version, words));
        if (choice.Author && parts.AuthorName)
            passages.Add(new(PassageKind.AuthorName));
        if (choice.Author && parts.AuthorHandle)
            passages.Add(new(PassageKind.AuthorHandle));
        if (choice.Medium is { } index)
            passages.Add(choice.Regions.Count > 0
                ? Passage.InPicture(index, choice.Regions, choice.ShowsDescription)
                : Passage.Part(PassageKind.Medium, index));
        if (choice.Mention is { } handle)
            passages.AddRange([.. Mentions(version, handle), .. Shown(version, handle), .. Others(version, handle)]);
        if (choice.Quoted)
            passages.AddRange(Others(version, handle: null));
        if (choice.Preview && parts.Preview)
            passages.Add(new(PassageKind.Preview));
        return passages;
    }

    /// <summary>What of chosen passages is not redacted yet, each part once.</summary>
    public static IReadOnlyList<Passage> NotYet(IReadOnlyList<Passage> chosen, IEnumerable<Passage> redacted)
    {
        var before = redacted.ToList();
        return
        [
            .. chosen.Where(p => !p.Kind.IsOfWords() && !before.Exists(b => b.Overlaps(p))).Distinct(),
            .. PassageMembers.OfWords.SelectMany(kind => WordsNotYet(kind, chosen, before)),
        ];
    }

    /// <summary>Consecutive words are one passage.</summary>
    private static IEnumerable<Passage> WordsNotYet(
        PassageKind kind, IReadOnlyList<Passage> chosen, List<Passage> before) => chosen
        .Where(p => p.Kind == kind)
        .SelectMany(p => Enumerable.Range(p.From!.Value, p.To!.Value - p.From.Value))
        .Where(word => !before.Exists(b => b.Overlaps(new(kind, From: word, To: word + 1))))
        .Distinct().Order()
        .Index().GroupBy(w => w.Item - w.Index)
        .Select(run => new Passage(kind, From: run.First().Item, To: run.Last().Item + 1));

    /// <summary>
    /// Every stretch of whole words that holds the passage, whatever its letters' case: `06-12345678` finds the word
    /// `06-12345678.`, which goes with its full stop. Stretches do not overlap.
    /// </summary>
    public static IReadOnlyList<Passage> InText(RecordVersion version, string passage) =>
        Occurrences(version.Text, passage, wholeName: false);

    /// <summary>
    /// The same in all that a version says, its own words and others', and every link, tag, mention, field of a profile
    /// and medium that holds it, the last in its description.
    /// </summary>
    public static IEnumerable<Passage> Anywhere(RecordVersion version, string passage)
    {
        bool Holds(int member) =>
            version.Members[member].Value.Contains(passage, StringComparison.OrdinalIgnoreCase);

        foreach (var kind in PassageMembers.OfWords)
        {
            foreach (var found in Occurrences(PassageMembers.TextOf(version, kind), passage, wholeName: false))
                yield return found with { Kind = kind };
        }

        for (var i = 0; i < PassageMembers.Count(version, MemberNames.PollOption); i++)
        {
            if (PassageMembers.Of(version, Passage.Part(PassageKind.PollOption, i)).Any(Holds))
                yield return Passage.Part(PassageKind.PollOption, i);
        }

        if (PassageMembers.Of(version, new(PassageKind.Preview)).Any(Holds))
            yield return new(PassageKind.Preview);

        foreach (var field in PassageMembers.Fields(version))
        {
            foreach (var kind in new[] { PassageKind.FieldName, PassageKind.FieldValue })
            {
                if (PassageMembers.Of(version, Passage.Part(kind, field)).Any(Holds))
                    yield return Passage.Part(kind, field);
            }
        }

        foreach (var (kind, count) in Numbered(version))
        {
            for (var i = 0; i < count; i++)
            {
                if (PassageMembers.Of(version, Passage.Part(kind, i)).Any(Holds))
                    yield return Passage.Part(kind, i);
            }
        }

        foreach (var medium in PassageMembers.Descriptions(version)) // a description goes with its medium
        {
            if (medium.Said.Contains(passage, StringComparison.OrdinalIgnoreCase))
                yield return Passage.Part(PassageKind.Medium, medium.Index);
        }
    }

    /// <summary>Links, tags and mentions of a version, how many of each.</summary>
    private static IEnumerable<(PassageKind Kind, int Count)> Numbered(RecordVersion version)
    {
        int Count(string prefix) => version.Members.Count(m => m.Path.StartsWith(prefix, StringComparison.Ordinal));
        yield return (PassageKind.Link, Count("link/"));
        yield return (PassageKind.Tag, Count("tag/"));
        yield return (PassageKind.Mention, Count("mention/"));
    }

    /// <summary>Names and handles of those whom a version quotes or shares, and of where an account moved.</summary>
    /// <param name="handle">Only of who has it; null: of all.</param>
    public static IEnumerable<Passage> Others(RecordVersion version, string? handle)
    {
        (PassageKind? Name, PassageKind Handle)[] roles =
        [
            (PassageKind.QuotedName, PassageKind.QuotedHandle), (PassageKind.SharedName, PassageKind.SharedHandle),
            (null, PassageKind.MovedHandle),
        ];
        foreach (var role in roles)
        {
            var leading = PassageMembers.Of(version, new(role.Handle)).Select(i => version.Members[i])
                .Select(m => (Name: MemberNames.Of(m.Path, version.Mapper), m.Value)).ToList();
            if (handle is not null && !leading.Exists(m => MemberNames.IsHandle(m.Name) && IsOf(m.Value, handle)))
                continue;
            if (leading.Exists(m => MemberNames.IsHandle(m.Name) || MemberNames.IsAddress(m.Name)))
                yield return new(role.Handle);
            if (role.Name is { } name && PassageMembers.Of(version, new(name)).Count > 0)
                yield return new(name);
        }
    }

    /// <summary>Mentions of a handle, `name` or `name@server`.</summary>
    public static IReadOnlyList<Passage> Mentions(RecordVersion version, string handle) =>
    [
        .. version.Members.Where(m => m.Path.StartsWith("mention/", StringComparison.Ordinal))
            .Select((m, i) => (m.Value, Index: i))
            .Where(m => IsOf(m.Value, handle))
            .Select(m => Passage.Part(PassageKind.Mention, m.Index)),
    ];

    /// <summary>
    /// Words of the text that show a mentioned handle, `@name` or `name@server`. Where a letter or digit follows it is
    /// another's; `@name_2` goes too, because a reader, and the leak check, find `@name` in it.
    /// </summary>
    private static IEnumerable<Passage> Shown(RecordVersion version, string handle)
    {
        var whole = handle.TrimStart('@');
        var names = version.Members.Where(m => m.Path.StartsWith("mention/", StringComparison.Ordinal))
            .Select(m => m.Value.TrimStart('@'))
            .Where(m => IsOf(m, whole))
            .SelectMany(m => new[] { "@" + m.Split('@')[0], m })
            .Where(name => name.Contains('@', StringComparison.Ordinal)).Distinct();
        return names.SelectMany(name => Occurrences(version.Text, name, wholeName: true));
    }

    /// <param name="wanted">`name` or `name@server`.</param>
    private static bool IsOf(string handle, string wanted)
    {
        var (whole, name) = (handle.TrimStart('@'), wanted.TrimStart('@'));
        return Same(whole, name) || Same(whole.Split('@')[0], name);
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <param name="wholeName">Only where no letter or digit stands directly before or after.</param>
    private static List<Passage> Occurrences(string text, string passage, bool wholeName)
    {
        var words = Words(text);
        var found = new List<Passage>();
        var from = 0;
        while (passage.Length > 0 && text.IndexOf(passage, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var end = at + passage.Length;
            var first = words.FindIndex(w => w.End > at);
            var last = words.FindLastIndex(w => w.Start < end);
            if (first >= 0 && first <= last && !(wholeName && Within(text, at, end)))
            {
                found.Add(Passage.Words(first, last + 1));
                end = Math.Max(end, words[last].End);
            }

            from = end;
        }

        return found;
    }

    /// <summary>Whether what stands there is part of a longer name.</summary>
    private static bool Within(string text, int at, int end) =>
        (at > 0 && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]))
        || (end < text.Length && char.IsLetterOrDigit(text[end]));

    private static List<(int Start, int End)> Words(string text)
    {
        var words = new List<(int, int)>();
        var at = 0;
        foreach (var run in TextRuns.Cut(text))
        {
            if (!TextRuns.IsWhiteSpace(run[0]))
                words.Add((at, at + run.Length));
            at += run.Length;
        }

        return words;
    }
}
