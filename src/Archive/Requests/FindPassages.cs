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
            passages.AddRange(InText(version, words));
        if (choice.Author && parts.AuthorName)
            passages.Add(new(PassageKind.AuthorName));
        if (choice.Author && parts.AuthorHandle)
            passages.Add(new(PassageKind.AuthorHandle));
        if (choice.Medium is { } index)
            passages.Add(Passage.Part(PassageKind.Medium, index));
        if (choice.Mention is { } handle)
            passages.AddRange(Mentions(version, handle));
        return passages;
    }

    /// <summary>
    /// Every stretch of whole words that holds the passage, whatever its letters' case: `06-12345678` finds the word
    /// `06-12345678.`, which goes with its full stop. Stretches do not overlap.
    /// </summary>
    public static IReadOnlyList<Passage> InText(RecordVersion version, string passage)
    {
        var text = version.Text;
        var words = Words(text);
        var found = new List<Passage>();
        var from = 0;
        while (passage.Length > 0 && text.IndexOf(passage, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var end = at + passage.Length;
            var first = words.FindIndex(w => w.End > at);
            var last = words.FindLastIndex(w => w.Start < end);
            if (first >= 0 && first <= last)
            {
                found.Add(Passage.Words(first, last + 1));
                end = Math.Max(end, words[last].End);
            }

            from = end;
        }

        return found;
    }

    /// <summary>Mentions of a handle, `name` or `name@server`.</summary>
    public static IReadOnlyList<Passage> Mentions(RecordVersion version, string handle)
    {
        var wanted = handle.TrimStart('@');
        return
        [
            .. version.Members.Where(m => m.Path.StartsWith("mention/", StringComparison.Ordinal))
                .Select((m, i) => (Name: m.Value.TrimStart('@'), Index: i))
                .Where(m => Same(m.Name, wanted) || Same(m.Name.Split('@')[0], wanted))
                .Select(m => Passage.Part(PassageKind.Mention, m.Index)),
        ];
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

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
