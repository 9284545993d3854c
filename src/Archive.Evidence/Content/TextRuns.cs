using System.Text;

namespace Archive.Evidence.Content;

/// <summary>
/// Cuts text into maximal runs of white space and of everything else, so that each word can be shown or withheld by
/// itself. Joined again, the runs are the text, but for lone surrogates, each of which became U+FFFD.
/// </summary>
public static class TextRuns
{
    private const string Space = " ";

    /// <returns>No run at all for an empty text; otherwise runs that are never empty and alternate in kind.</returns>
    public static IReadOnlyList<string> Cut(string text)
    {
        var whole = Repair(text);
        var runs = new List<string>();
        var start = 0;
        for (var i = 1; i <= whole.Length; i++)
        {
            if (i < whole.Length && IsWhiteSpace(whole[i]) == IsWhiteSpace(whole[start]))
                continue;
            runs.Add(i - start == 1 && whole[start] == ' ' ? Space : whole[start..i]);
            start = i;
        }

        return runs;
    }

    /// <summary>Each half of a surrogate pair that stands alone becomes U+FFFD; nothing else changes.</summary>
    public static string Repair(string text)
    {
        if (IsWhole(text))
            return text;
        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // gives U+FFFD for a lone surrogate
            repaired.Append(rune.ToString());
        return repaired.ToString();
    }

    /// <summary>Whether the text has no half of a surrogate pair that stands alone.</summary>
    internal static bool IsWhole(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    /// <summary>
    /// White space as the format lists it, for ever: 9 to D, 20, 85, A0, 1680, 2000 to 200A, 2028, 2029, 202F, 205F and
    /// 3000 (hex). Not the runtime's idea of it, which follows the Unicode version of the day.
    /// </summary>
    public static bool IsWhiteSpace(char c) => c is
        (>= '\u0009' and <= '\u000D') or '\u0020' or '\u0085' or '\u00A0' or '\u1680' or
        (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000';

    /// <summary>Whether the text could be one run: not empty, and all white space or none.</summary>
    public static bool IsOne(string text)
    {
        if (text.Length == 0)
            return false;
        var first = IsWhiteSpace(text[0]);
        foreach (var c in text.AsSpan(1))
        {
            if (IsWhiteSpace(c) != first)
                return false;
        }

        return true;
    }
}
