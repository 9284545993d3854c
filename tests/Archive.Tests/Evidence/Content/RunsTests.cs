using System.Globalization;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Tests.Evidence.Content;

public class RunsTests
{
    [Fact]
    public void Words_and_spaces_take_turns() =>
        Assert.Equal(
            ["Dag", "  ", "wéreld,\u200Bmet", "\r\n\t", "🚲", "\u00A0"],
            TextRuns.Cut("Dag  wéreld,\u200Bmet\r\n\t🚲\u00A0"));

    [Fact]
    public void An_empty_text_has_no_run() => Assert.Empty(TextRuns.Cut(""));

    // In code, not in InlineData: attributes are kept as UTF-8, which has no halves.
    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        Assert.Equal(["a\uFFFDb"], TextRuns.Cut("a\uD83Db")); // half a pair, then a letter
        Assert.Equal(["\uFFFD\uFFFD"], TextRuns.Cut("\uDEB2\uD83D")); // a pair the wrong way round: two halves
        Assert.Equal(["\uD83D\uDEB2"], TextRuns.Cut("\uD83D\uDEB2")); // a whole pair stays
    }

    // Counted by hand from docs/evidence-format.md: 5 + 4 + 1 + 11 + 5.
    [Fact]
    public void White_space_is_what_the_format_lists()
    {
        var listed =
            "9 A B C D 20 85 A0 1680 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 200A 2028 2029 202F 205F 3000"
            .Split(' ').Select(hex => (char)int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Equal(listed, Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(TextRuns.IsWhiteSpace));
    }

    [Fact]
    public void Any_text_cut_and_joined_is_the_text()
    {
        var random = new Random(20261120);
        const string alphabet = "ab \n\u00A0é\u3000🚲ش.,\u200B\u0000";
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            var runs = TextRuns.Cut(text);

            Assert.Equal(TextRuns.Repair(text), string.Concat(runs));
            Assert.All(runs, run => Assert.True(TextRuns.IsOne(run)));
            for (var i = 1; i < runs.Count; i++)
                Assert.NotEqual(TextRuns.IsWhiteSpace(runs[i - 1][0]), TextRuns.IsWhiteSpace(runs[i][0]));
        }
    }
}
