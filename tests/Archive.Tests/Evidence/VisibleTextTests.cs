using System.Globalization;
using Archive.Evidence;
using Archive.Exports.Pages;

namespace Archive.Tests.Evidence;

/// <summary>Text of strangers on a terminal.</summary>
public sealed class VisibleTextTests
{
    public static TheoryData<string, string> Shown => new()
    {
        { "gewoon, İstanbul €\n\tingesprongen", "gewoon, İstanbul €\n\tingesprongen" },
        { "\u001b[31mrood", "⟦U+001B⟧[31mrood" },
        { "a\r\nb", "a\nb" },
        { "a\rb\u2028c\u0085d", "a⟦U+000D⟧b⟦U+2028⟧c⟦U+0085⟧d" }, // no line of ours is written over or begun
        { "\0\0\0x\u0007", "⟦U+0000 ×3⟧x⟦U+0007⟧" },
        { "\u202Egnp.exe\u202C \u2066x\u2069", "⟦U+202E⟧gnp.exe⟦U+202C⟧ ⟦U+2066⟧x⟦U+2069⟧" },
        { "\u200Fa\u200E שלום العربية", "\u200Fa\u200E שלום العربية" }, // marks are part of writing
        { "👨‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👨‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁳󠁣󠁴󠁿" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void What_would_command_a_terminal_is_shown(string text, string shown) =>
        Assert.Equal(shown, VisibleText.Of(text));

    [Fact] // a table of cases does not keep half a character
    public void Half_a_character_is_shown_too() => Assert.Equal("a⟦U+DC00⟧b", VisibleText.Of("a\uDC00b"));

    [Fact]
    public void A_line_stays_one_line() =>
        Assert.Equal("een twee ⟦U+001B⟧", VisibleText.Line("een\ntwee\u2028\u001b"));

    /// <summary>All of Unicode, each before a letter. Of some the page also says that no font has them.</summary>
    [Fact]
    public void What_is_a_token_on_a_terminal_is_one_in_the_PDF()
    {
        var page = new PageText(PageFonts.Find(TypstSetup.Read(Settings.Of([])).Fonts).Coverage);
        var differing = new List<string>();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (code is (>= 0xD800 and <= 0xDFFF) or '\n' or '\r' or '\t' or 0x85 or 0x2028 or 0x2029)
                continue; // ends of lines are one on a page
            var text = char.ConvertFromUtf32(code) + "a";
            var token = string.Create(CultureInfo.InvariantCulture, $"⟦U+{code:X4}⟧");
            var shown = VisibleText.Of(text);
            if (shown != text
                && !(shown == token + "a" && page.Fit(text).Text.StartsWith(token, StringComparison.Ordinal)))
                differing.Add($"{code:X4}: {shown}");
        }

        Assert.Empty(differing);
    }

    [Fact]
    public async Task However_it_is_written_it_goes_through_the_same()
    {
        await using var terminal = new StringWriter(CultureInfo.InvariantCulture);
        await using var writer = new VisibleWriter(terminal);

        writer.Write("\u001b");
        writer.WriteLine("\u001b{0}", "\u001b");
        writer.Write("a\u001b".AsSpan());
        writer.WriteLine("a\u001b".ToCharArray());
        writer.Write('\u001b');
        writer.WriteLine((object)"\u001b");
        await writer.WriteAsync("\u001b");
        await writer.WriteLineAsync("\u001b".AsMemory());

        Assert.DoesNotContain('\u001b', terminal.ToString());
        Assert.Equal(8, terminal.ToString().Split("U+001B").Length - 1); // two in a row are one token
    }
}
