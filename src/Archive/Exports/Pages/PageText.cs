using System.Globalization;
using System.Text;

namespace Archive.Exports.Pages;

/// <summary>
/// Makes any text fit for a page. PDF/A-3a refuses a document for one private-use code point, U+FEFF or character
/// without a glyph, and a reader is deceived by what is invisible or reorders its neighbours; so each such code point
/// becomes a visible token, `⟦U+E000⟧`. The original stays in the package.
/// </summary>
/// <remarks>
/// Fonts are chosen per user-perceived character (UAX 29): one font must have all of it, so a code point is also
/// replaced if no font has it together with those it joins.
/// </remarks>
public sealed class PageText(IReadOnlyList<FontCoverage> fonts)
{
    /// <summary>
    /// More marks than this on one letter paint over the lines around it. Written languages stay below.
    /// </summary>
    private const int MaxMarks = 5;

    /// <summary>More invisible characters than this in a row carry nothing but a hidden message.</summary>
    private const int MaxIgnorables = 2;

    /// <summary>Longer words may break here, or they would run off the page.</summary>
    private const int UnbrokenLength = 36;

    private const int BlackFlag = 0x1F3F4;
    private const char BreakHere = '\u200B';

    /// <param name="Replaced">How many code points the page shows as tokens.</param>
    public readonly record struct Fitted(string Text, int Replaced);

    public Fitted Fit(string text)
    {
        var page = new Page();
        var clusters = StringInfo.GetTextElementEnumerator(UnifyLineEnds(text));
        while (clusters.MoveNext())
            FitCluster(page, clusters.GetTextElement());
        return page.Done();
    }

    private static string UnifyLineEnds(string text) => text
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace('\r', '\n').Replace('\u2028', '\n').Replace('\u2029', '\n').Replace('\u0085', '\n')
        .Replace('\t', ' ');

    private void FitCluster(Page page, string cluster)
    {
        page.BeginCluster();
        var usable = fonts;
        var (marks, ignorables, inFlag) = (0, 0, false);
        foreach (var code in CodePoints(cluster))
        {
            if (code is '\n' or ' ')
            {
                page.Space((char)code);
                continue;
            }

            var ignorable = CharacterClass.IsHarmlesslyInvisible(code);
            ignorables = ignorable ? ignorables + 1 : 0;
            marks += CharacterClass.IsMark(code) ? 1 : 0;
            inFlag = code == BlackFlag || (inFlag && CharacterClass.IsTag(code));
            var able = ignorable ? usable : [.. usable.Where(font => font.Has(code))];
            var refused = CharacterClass.IsRefused(code) && !inFlag;

            if (refused || able.Count == 0 || ignorables > MaxIgnorables || marks > MaxMarks)
            {
                page.Token(code);
                (usable, inFlag) = (fonts, false); // the token stands between what came before and what follows
                continue;
            }

            page.Keep(code);
            usable = able;
        }
    }

    /// <summary>Halves of a surrogate pair come as themselves.</summary>
    private static IEnumerable<int> CodePoints(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            yield return pair ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
        }
    }

    /// <summary>The text under construction: joins equal tokens and lets long words break.</summary>
    private sealed class Page
    {
        private readonly StringBuilder text = new();
        private int replaced;
        private int unbroken;
        private int pending;
        private int times;

        public void BeginCluster()
        {
            if (times > 0 || ++unbroken <= UnbrokenLength)
                return;
            text.Append(BreakHere);
            unbroken = 0;
        }

        public void Space(char space)
        {
            WriteToken();
            text.Append(space);
            unbroken = 0;
        }

        public void Keep(int code)
        {
            WriteToken();
            text.Append(char.ConvertFromUtf32(code));
        }

        public void Token(int code)
        {
            if (times > 0 && pending != code)
                WriteToken();
            (pending, times) = (code, times + 1);
            replaced++;
        }

        public Fitted Done()
        {
            WriteToken();
            return new(text.ToString(), replaced);
        }

        private void WriteToken()
        {
            if (times == 0)
                return;
            if (text.Length > 0 && text[^1] is not (' ' or '\n' or BreakHere))
                text.Append(BreakHere); // or what stands before could join the bracket
            text.Append(CultureInfo.InvariantCulture, $"⟦U+{pending:X4}{(times > 1 ? $" ×{times}" : "")}⟧");
            text.Append(BreakHere);
            (times, unbroken) = (0, 0);
        }
    }
}
