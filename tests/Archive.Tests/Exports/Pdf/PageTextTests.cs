using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

public sealed class PageTextTests
{
    private static readonly Lazy<PageText> Text = new(() => new PageText(
        PageFonts.Find(TypstSetup.Read(Settings.Of([])).Fonts).Coverage));

    public static TheoryData<string, string, int> Replacements => new()
    {
        { "gewoon, İstanbul €", "gewoon, İstanbul €", 0 },
        { "\uE000", "⟦U+E000⟧\uE000", 1 },                                  // private use
        { "a\uFEFFb", "a\uE000⟦U+FEFF⟧\uE000b", 1 },                              // byte-order mark
        { "\0\0\0x", "⟦U+0000 ×3⟧\uE000x", 3 },                             // equal ones are counted
        { "\uFFFD!", "⟦U+FFFD⟧\uE000!", 1 },                                // lost before it came here
        { "\uFFFF\U0010FFFE", "⟦U+FFFF⟧\uE000⟦U+10FFFE⟧\uE000", 2 },        // noncharacters
        { "\u202Egnp.exe\u202C", "⟦U+202E⟧\uE000gnp.exe\uE000⟦U+202C⟧\uE000", 2 },// shown, not obeyed
        { "\u2066x\u2069", "⟦U+2066⟧\uE000x\uE000⟦U+2069⟧\uE000", 2 },
        { "\u200Fa\u200E", "\u200Fa\u200E", 0 },                            // marks are part of writing
        { "👨‍👩‍👧‍👦 👍🏽 1️⃣ 🇳🇱", "👨‍👩‍👧‍👦 👍🏽 1️⃣ 🇳🇱", 0 },
        { "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", 0 },                                            // a flag made of tag characters
        { "a\U000E0041", "a\uE000⟦U+E0041⟧\uE000", 1 },                           // an invisible letter
        { "\U0001CC00", "⟦U+1CC00⟧\uE000", 1 },                             // newer than the fonts
        { "a\u0903", "a\uE000⟦U+0903⟧\uE000", 1 },                                // no font has both
        { "r\r\nn\rn\u2028p\tt", "r\nn\nn\np t", 0 },
        { "\uFFFC", "⟦U+FFFC⟧\uE000", 1 },
        { "", "", 0 },
    };

    [NeedsTypstTheory]
    [MemberData(nameof(Replacements))]
    public void What_cannot_be_printed_is_shown_by_its_code(string text, string expected, int replaced)
    {
        var fitted = Text.Value.Fit(text);
        Assert.Equal(HostileText.Codes(expected), HostileText.Codes(fitted.Text));
        Assert.Equal(replaced, fitted.Replaced);
    }

    [NeedsTypst]
    public void Half_a_surrogate_pair_is_shown_by_its_code() =>
        Assert.Equal(new PageText.Fitted("a\uE000⟦U+DC00⟧\uE000⟦U+D800⟧\uE000b", 2), Text.Value.Fit("a\uDC00\uD800b"));

    [NeedsTypst]
    public void Marks_that_would_paint_over_other_lines_are_shown_by_their_code()
    {
        var fitted = Text.Value.Fit("Z" + new string('\u0301', 50));
        Assert.Equal("Z" + new string('\u0301', 5) + "\uE000⟦U+0301 ×45⟧\uE000", fitted.Text);
    }

    [NeedsTypst]
    public void A_word_longer_than_a_line_may_break()
    {
        var fitted = Text.Value.Fit(new string('w', 100));
        Assert.Equal(0, fitted.Replaced);
        Assert.Equal([36, 37, 27], fitted.Text.Split('\uE000').Select(part => part.Length));
    }

    [NeedsTypst]
    public void What_is_fit_stays_as_it_is()
    {
        foreach (var text in HostileText.Corpus().Concat(HostileText.Mixtures(seed: 1, count: 50)))
        {
            var once = Text.Value.Fit(text).Text;
            var twice = Text.Value.Fit(once.Replace('\uE000', '\u200B')); // where lines may end
            Assert.True(twice.Replaced == 0, $"{HostileText.Codes(once)} became {HostileText.Codes(twice.Text)}");
        }
    }

    /// <summary>fontconfig reads the same maps with code of its own.</summary>
    [NeedsTypst]
    public void Another_program_reads_the_same_coverage()
    {
        foreach (var (name, face) in new[] {
            ("truetype/noto/NotoSansArabic-Regular.ttf", 0),
            ("opentype/noto/NotoSansCJK-Regular.ttc", 2) })
        {
            var file = $"/usr/share/fonts/{name}";
            var coverage = FontCoverage.Read(file, face);
            var (_, ranges) = Tool.Run("fc-query", "--index", $"{face}", "--format", "%{charset}", file);
            var codes = ranges.Split(' ').SelectMany(Codes).ToHashSet();

            Assert.True(codes.Count > 500);
            Assert.All(codes, code => Assert.True(coverage.Has(code), $"U+{code:X4}"));
            // it leaves out some blanks
            Assert.InRange(Enumerable.Range(0, 0x110000).Count(coverage.Has) - codes.Count, 0, 20);
        }
    }

    private static IEnumerable<int> Codes(string range)
    {
        var ends = range.Split('-').Select(hex => Convert.ToInt32(hex, 16)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }

    [Fact]
    public void What_is_plain_is_fitted_as_cluster_by_cluster()
    {
        var random = new Random(41);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(120)).Select(_ =>
                random.Next(20) == 0 ? " \n\t\ré\u200b\u0301"[random.Next(7)] : (char)random.Next('!', '~' + 1)));
            Assert.Equal(Text.Value.FitClusters(text), Text.Value.Fit(text));
        }
    }
}
