using System.Globalization;
using System.Text;
using Archive.Evidence;

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
    /// <summary>Longer words may break here, or they would run off the page.</summary>
    private const int UnbrokenLength = 36;

    /// <summary>
    /// Where a line may end. A character for private use, as any in the text itself becomes a token; the template sets
    /// an empty box in its place, so that no character is copied from the page that was not written.
    /// </summary>
    private const char BreakHere = '\uE000';

    /// <param name="Replaced">How many code points the page shows as tokens.</param>
    public readonly record struct Fitted(string Text, int Replaced);

    /// <summary>Whether one font has all of ASCII, of which each character is a cluster.</summary>
    private readonly bool printsAscii = fonts.Any(font => Enumerable.Range('!', '~' - '!' + 1).All(font.Has));

    public Fitted Fit(string text) => printsAscii && IsPlain(text) ? new(text, 0) : FitClusters(text);

    /// <summary>Printable ASCII in words that need no break: most of what is printed, and fit as it is.</summary>
    private static bool IsPlain(string text)
    {
        var unbroken = 0;
        foreach (var character in text)
        {
            if (character is (< ' ' or > '~') and not '\n' || ++unbroken > UnbrokenLength)
                return false;
            if (character is ' ' or '\n')
                unbroken = 0;
        }

        return true;
    }

    internal Fitted FitClusters(string text)
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
        if (printsAscii && cluster is [> ' ' and <= '~'])
        {
            page.Keep(cluster[0]);
            return;
        }

        var usable = fonts;
        var seen = new VisibleCluster();
        foreach (var code in VisibleText.CodePoints(cluster))
        {
            if (code is '\n' or ' ')
            {
                page.Space((char)code);
                continue;
            }

            var able = CharacterClass.IsHarmlesslyInvisible(code)
                ? usable
                : [.. usable.Where(font => font.Has(code))];
            if (!seen.Shows(code) || able.Count == 0)
            {
                page.Token(code);
                seen.Break(); // the token stands between what came before and what follows
                usable = fonts;
                continue;
            }

            page.Keep(code);
            usable = able;
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
            text.Append(VisibleText.Token(pending, times)).Append(BreakHere);
            (times, unbroken) = (0, 0);
        }
    }
}
