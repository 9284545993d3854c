using Archive.Evidence.Content;

namespace Archive.Requests;

/// <summary>
/// Words as redactions count them: the runs of a text that are not white space, from 0. Between words and runs there is
/// one way to and fro, because runs alternate.
/// </summary>
public static class Words
{
    /// <param name="runs">All runs of the text, as <see cref="TextRuns.Cut"/> gives them.</param>
    public static int Count(IReadOnlyList<string> runs) => runs.Count(IsWord);

    /// <summary>The runs a copy withholds: the words and the white space between them.</summary>
    /// <param name="passage">A passage of words that lies in this text.</param>
    /// <returns>Index of the first run, and of the run after the last.</returns>
    public static (int From, int To) Withheld(IReadOnlyList<string> runs, Passage passage)
    {
        var words = Enumerable.Range(0, runs.Count).Where(i => IsWord(runs[i])).ToList();
        return passage is { From: { } from, To: { } to } && passage.Kind.IsOfWords() && from >= 0 && from < to
            && to <= words.Count
            ? (words[from], words[to - 1] + 1)
            : throw new ArgumentException(
                $"The text has {words.Count} words; this is no passage of it.",
                nameof(passage));
    }

    private static bool IsWord(string run) => !TextRuns.IsWhiteSpace(run[0]);
}
