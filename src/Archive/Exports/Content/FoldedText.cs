using System.Buffers;
using System.Globalization;
using System.Text;
using Archive.Evidence.Content;

namespace Archive.Exports.Content;

/// <summary>
/// Texts as a reader sees them: case, kinds of white space, the two ways to write an accent and characters that are not
/// drawn make no difference.
/// </summary>
internal sealed class FoldedText(IEnumerable<string> texts)
{
    private const char Apart = '\u0001'; // stands in no word, so nothing is found across two texts

    private readonly string legible = string.Join(Apart, texts.Select(Plain));

    /// <summary>Whether one of these stands in it, be it in the middle of a word.</summary>
    public bool HoldsAny(SearchValues<string> words) => legible.AsSpan().ContainsAny(words);

    /// <summary>Whether the words stand in it as a whole: `@jan` does not in `@jansen`.</summary>
    /// <param name="sought">As <see cref="Plain"/> has them.</param>
    public bool Holds(string sought)
    {
        for (
            var at = 0;
            sought.Length > 0 && (at = legible.IndexOf(sought, at, StringComparison.OrdinalIgnoreCase)) >= 0;
            at++)
        {
            var end = at + sought.Length;
            if ((at == 0 || Parts(legible[at - 1], sought[0]))
                && (end == legible.Length || Parts(sought[^1], legible[end])))
                return true;
        }

        return false;
    }

    /// <summary>Scripts in which a word's end cannot be seen: Thai to Khmer, Chinese, Japanese.</summary>
    public static bool IsWrittenWithoutSpaces(char c) =>
        c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
            or (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    private static bool Parts(char before, char after) =>
        !char.IsLetterOrDigit(before) || !char.IsLetterOrDigit(after)
        || IsWrittenWithoutSpaces(before) || IsWrittenWithoutSpaces(after);

    /// <summary>A text as it is compared.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        // U+FFFE is no character, and refused by the normalisation.
        foreach (var c in text.Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormC))
        {
            if (TextRuns.IsWhiteSpace(c))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                    plain.Append(' ');
            }
            else if (char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                plain.Append(c);
            }
        }

        return plain.ToString().TrimEnd(' ');
    }
}
