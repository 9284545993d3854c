using System.Globalization;
using System.Text;

namespace Archive.Evidence;

/// <summary>
/// Text of strangers, made fit for a terminal: what would move the cursor, set colours, ring the bell, reorder or hide
/// its neighbours becomes a visible token, `⟦U+001B⟧`, as on the pages of an export.
/// </summary>
public static class VisibleText
{
    /// <summary>Ends of lines and tabs stay as they are; CR LF is an end of a line.</summary>
    public static string Of(string text)
    {
        if (IsPlain(text))
            return text;
        var visible = new StringBuilder(text.Length);
        var (pending, times) = (0, 0);
        var clusters = StringInfo.GetTextElementEnumerator(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        while (clusters.MoveNext())
        {
            var seen = new VisibleCluster();
            foreach (var code in CodePoints(clusters.GetTextElement()))
            {
                var kept = code is '\n' or '\t' || (seen.Shows(code) && code is not (0x2028 or 0x2029));
                if (times > 0 && (kept || code != pending))
                {
                    visible.Append(Token(pending, times));
                    times = 0;
                }

                if (kept)
                {
                    visible.Append(char.ConvertFromUtf32(code));
                    continue;
                }

                (pending, times) = (code, times + 1);
                seen.Break();
            }
        }

        return times > 0 ? visible.Append(Token(pending, times)).ToString() : visible.ToString();
    }

    /// <summary>The same in one line, so that nobody writes lines of ours.</summary>
    public static string Line(string text) => Of(text.ReplaceLineEndings(" "));

    /// <summary>What is shown instead of code points that are the same.</summary>
    public static string Token(int code, int times) =>
        string.Create(CultureInfo.InvariantCulture, $"⟦U+{code:X4}{(times > 1 ? $" ×{times}" : "")}⟧");

    /// <summary>Halves of a surrogate pair come as themselves.</summary>
    public static IEnumerable<int> CodePoints(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            yield return pair ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
        }
    }

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c is not ((>= ' ' and <= '~') or '\n' or '\t' or (>= '\u00A1' and <= '\u017F' and not '\u00AD')))
                return false;
        }

        return true;
    }
}
