using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

public sealed partial class RenderingTests(RenderedSample sample) : IClassFixture<RenderedSample>
{
    [NeedsTypst]
    public void Words_are_on_the_pages_and_stay_words()
    {
        var text = Text(Language.Nl);

        Assert.Contains("Gemeente Voorbeeldstad", text, StringComparison.Ordinal);
        Assert.Contains(SamplePages.Emoji, text, StringComparison.Ordinal);
        Assert.Contains(SamplePages.Arabic, Direction().Replace(text, ""), StringComparison.Ordinal);
        Assert.Contains("İstanbul’dan selamlar, ğüşiöç ıI", text, StringComparison.Ordinal);
        Assert.Contains("谢谢市政府的帮助", text, StringComparison.Ordinal);
        Assert.Contains("תודה", text, StringComparison.Ordinal);
        Assert.Contains(
            "#read(\"/etc/passwd\") *geen opmaak* $x$ \\ @1",
            text.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
        Assert.Contains("⟦U+E000⟧", text, StringComparison.Ordinal);
        Assert.Contains("3 tekens zijn op deze bladzijden vervangen", text, StringComparison.Ordinal);
        Assert.Contains(
            "Disappeared: at the visit of 19 March 2026, 06:00",
            Text(Language.En),
            StringComparison.Ordinal);
    }

    /// <summary>Addresses and digests are copied from the page into a browser or a program.</summary>
    [NeedsTypst]
    public void What_is_copied_from_a_page_is_what_was_written()
    {
        var text = Tool.Run("pdftotext", "-raw", sample.Signed(Language.Nl), "-").Output;
        var unbroken = text.Replace("\n", "", StringComparison.Ordinal);

        Assert.DoesNotContain('\u200B', text);
        Assert.Contains(SamplePages.Address, unbroken, StringComparison.Ordinal);
        Assert.Contains(SamplePages.Commitment, unbroken, StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void A_black_box_is_read_aloud_with_its_ground()
    {
        Assert.Contains(
            "Gelakt - artikel 5.1.2e - Persoonlijke levenssfeer",
            Unpacked(Language.Nl),
            StringComparison.Ordinal);
        Assert.Contains(
            "Redacted - article 5.1.2e - Personal privacy",
            Unpacked(Language.En),
            StringComparison.Ordinal);
        Assert.Contains(
            "Plattegrond van het plein met de omleiding in blauw",
            Unpacked(Language.Nl),
            StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void A_picture_that_does_not_decode_costs_itself_only()
    {
        Assert.Contains("Dit bestand is hier niet afgebeeld. Beschrijving door de auteur: Een beschadigd bestand",
            Text(Language.Nl), StringComparison.Ordinal);
        var pictures = Tool.Run("pdfimages", "-list", sample.Signed(Language.Nl)).Output;
        Assert.Contains(" 900   600 ", pictures, StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void Every_font_is_embedded()
    {
        var (_, fonts) = Tool.Run("pdffonts", sample.Signed(Language.Nl));
        var rows = fonts.Split('\n').Skip(2)
            .Where(row => row.Length > 0 && !row.StartsWith("Syntax", StringComparison.Ordinal))
            .ToList();

        Assert.True(rows.Count > 6, fonts);
        // embedded, and mapped to Unicode
        Assert.All(rows, row => Assert.Matches(@" yes +(yes|no) +yes +\d+ +0$", row));
    }

    [NeedsTypst]
    public void The_structure_holds_up_in_another_reader()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var (code, output) = Tool.Run("qpdf", "--check", sample.Signed(language));
            Assert.True(code == 0, output);
            Assert.Contains("No syntax or stream encoding errors found", output, StringComparison.Ordinal);
        }
    }

    [NeedsTypst]
    public async Task The_same_pages_make_the_same_bytes()
    {
        var again = Path.Combine(sample.Room, "again.pdf");
        var pages = SamplePages.In(Language.En, Path.Combine(sample.Room, "picture.png"));
        await Rendered.Renderer.Render(SamplePages.OneVolume(pages), again, default);

        Assert.Equal(File.ReadAllBytes(sample.Drawn(Language.En)), File.ReadAllBytes(again));
    }

    /// <summary>A post that is a picture and nothing else, and an account without a biography.</summary>
    [NeedsTypst]
    public async Task A_document_without_words_has_its_pages()
    {
        var pdf = await Alone(SamplePages.Plain("1", "") with { Text = [] }, Language.Nl);

        Assert.NotEmpty(Tool.Run("pdftotext", pdf, "-").Output);
    }

    [NeedsTypst]
    public async Task What_an_account_says_of_itself_is_on_its_page_and_what_changed_is_marked()
    {
        PageField[] fields =
        [
            new([PageRun.Words("Telefoon", marked: true)], [PageRun.Words("14 0999")]),
            new([PageRun.Words("Balie")], [PageRun.Redacted("5.1.2e", "persoonlijke levenssfeer")]),
            new([PageRun.Words("Leeg")], []), new([], [PageRun.Words("zonder naam")]),
        ];
        var account = SamplePages.Plain("1", "") with
        {
            IsAccount = true, Fields = fields, Text = [],
            Version = new(1, 2, null, null, "2"),
        };

        var text = await Page(account, Language.Nl);

        Assert.Contains("Account geopend", text, StringComparison.Ordinal);
        Assert.Contains("Telefoon 14 0999", text, StringComparison.Ordinal);
        Assert.Contains("zonder naam", text, StringComparison.Ordinal);
        Assert.Contains("Onderstreept: ", text, StringComparison.Ordinal);
        Assert.Contains("volgende versie (nr 2)", text, StringComparison.Ordinal);
    }

    /// <summary>A link of an account may stand in a field of its profile only.</summary>
    [NeedsTypst]
    public async Task A_link_of_an_account_is_said_to_be_in_its_profile()
    {
        var post = SamplePages.Plain("1", "") with { Links = [PageRun.Words("https://a.example/")] };

        Assert.Contains("Koppelingen in de tekst: https", await Page(post, Language.Nl), StringComparison.Ordinal);
        Assert.Contains("Links in the text: https", await Page(post, Language.En), StringComparison.Ordinal);
        var account = post with { IsAccount = true };
        Assert.Contains(
            "Koppelingen in het profiel: https", await Page(account, Language.Nl), StringComparison.Ordinal);
        Assert.Contains("Links in the profile: https", await Page(account, Language.En), StringComparison.Ordinal);
    }

    [NeedsTypstTheory]
    [InlineData(
        "2026-12-01T03:02:01Z", "2026-12-01T03:05:00Z",
        "tussen 1 december 2026, 04:02 en 1 december 2026, 04:05 (het platform noemt geen tijd)",
        "between 1 December 2026, 04:02 and 1 December 2026, 04:05 (the platform gives no moment)")]
    [InlineData(
        "2026-12-01T03:02:01Z", "2026-12-01T03:02:40Z",
        "om of kort voor 1 december 2026, 04:02 (het platform noemt geen tijd)",
        "at or shortly before 1 December 2026, 04:02 (the platform gives no moment)")]
    [InlineData( // the clock was put back
        "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
        "tussen 25 oktober 2026, 02:30 (2026-10-25 00:30:00 UTC) en 25 oktober 2026, 02:30 (2026-10-25 01:30:00 UTC)",
        "between 25 October 2026, 02:30 (2026-10-25 00:30:00 UTC) and 25 October 2026, 02:30 "
            + "(2026-10-25 01:30:00 UTC)")]
    public async Task When_it_was_edited_is_said_as_far_as_it_is_known(
        string from, string to, string dutch, string english)
    {
        var page = SamplePages.Plain("1", "") with
        {
            Version = new(2, 2, null, new(SamplePages.At(from), SamplePages.At(to)), null),
        };

        Assert.Contains($"Bewerkt {dutch}", await Page(page, Language.Nl), StringComparison.Ordinal);
        Assert.Contains($"Edited {english}", await Page(page, Language.En), StringComparison.Ordinal);
    }

    /// <summary>What does not fit on a page goes on on the next, and is not printed over what stands there.</summary>
    [NeedsTypst]
    public async Task As_much_as_an_account_has_is_on_its_pages()
    {
        var account = SamplePages.Plain("1", "") with
        {
            IsAccount = true, Text = [],
            Fields = [.. Enumerable.Range(0, 200).Select(
                i => new PageField([PageRun.Words($"veld{i}")], [PageRun.Words($"waarde{i}")]))],
        };

        var pdf = await Alone(account, Language.Nl);

        var places = Tool.Run("pdftotext", "-bbox", pdf, "-").Output.Split("<page ")
            .SelectMany((page, number) => page.Split('\n')
                .Where(line => line.Contains(">waarde", StringComparison.Ordinal))
                .Select(line => (number, Top: line.Split('"')[3]))).ToList();
        Assert.Equal(200, places.Count);
        Assert.Equal(200, places.Distinct().Count());
    }

    [NeedsTypst]
    public async Task A_diagnostic_never_quotes_content()
    {
        var twice = SamplePages.Plain("1", "geheim"); // two records with one number: a link would lead to either
        var broken = SamplePages.Empty() with { Records = [twice, twice], Inventory = [SamplePages.Row("1")] };

        var fault = await Assert.ThrowsAsync<FaultException>(
            () => Rendered.Renderer.Render(broken, Path.Combine(sample.Room, "broken.pdf"), default));

        Assert.Contains("Volume 1 of Z-1 was not rendered: layout:", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(sample.Room, "broken.pdf")));
    }

    [NeedsTypst]
    public void It_says_on_which_pages_each_document_stands()
    {
        var places = sample.Places[Language.Nl];
        var pages = Tool.Run("pdftotext", "-layout", sample.Signed(Language.Nl), "-").Output.Split('\f');

        Assert.Equal(["1", "1.1", "1.2", "1.3", "1.4", "2"], places.Keys.Order(StringComparer.Ordinal));
        foreach (var (number, span) in places)
        {
            var begins = Enumerable.Range(1, pages.Length).Where(page => pages[page - 1].Split('\n')
                .Any(line => line.TrimStart().StartsWith($"{number} – ", StringComparison.Ordinal)));
            Assert.Equal(span.First, Assert.Single(begins));
            Assert.InRange(span.Last, span.First, pages.Length);
        }

        Assert.Contains("Een reactie werd niet geleverd", pages[places["2"].Last - 1], StringComparison.Ordinal);
        Assert.Equal("12", $"{new PageSpan(12, 12)}");
        Assert.Equal("12-13", $"{new PageSpan(12, 13)}");
    }

    [NeedsTypst]
    public async Task A_volume_that_begins_in_a_thread_says_where_that_began()
    {
        var reply = SamplePages.Plain("130", "Eens.") with
        {
            Level = 2, InReplyTo = new("12", Earlier: false), Continues = new("3", 1, "WOO-2026-0001-1-1.pdf"),
            Comments = [SamplePages.Plain("131", "Ook eens.") with { Level = 3, InReplyTo = new("130", false) }],
        };
        var pdf = Path.Combine(sample.Room, "continued.pdf");

        var places = await Rendered.Renderer.Render(
            SamplePages.Empty() with { Records = [reply], Volume = 2, Volumes = 2 }, pdf, default);

        var text = Tool.Run("pdftotext", pdf, "-").Output.ReplaceLineEndings(" ");
        Assert.Contains(
            "Die begon met document 3, in deel 1 (WOO-2026-0001-1-1.pdf).", text, StringComparison.Ordinal);
        Assert.Contains("De inventarislijst begint in deel 1.", text, StringComparison.Ordinal);
        Assert.Equal(["130", "131"], places.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// Our environment has the passwords of the databases in it; the typesetter reads what strangers wrote.
    /// </summary>
    [NeedsTypst]
    [UnsupportedOSPlatform("windows")]
    public async Task The_typesetter_is_told_nothing_of_our_environment()
    {
        Environment.SetEnvironmentVariable("ARCHIVE_TEST_SECRET", "geheim");
        var (told, node) = (Path.Combine(sample.Room, "told"), Path.Combine(sample.Room, "node"));
        var real = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(p => Path.Combine(p, "node"))
            .First(File.Exists);
        await File.WriteAllTextAsync(
            node, $"#!/bin/sh\n/bin/cat /proc/$$/environ >>'{told}'\nexec '{real}' \"$@\"\n");
        File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var setup = TypstSetup.Read(Settings.Of([])) with { Node = node };

        await new TypstRenderer(setup).Render(SamplePages.Empty(), Path.Combine(sample.Room, "told.pdf"), default);

        Assert.Equal("", (await File.ReadAllTextAsync(told)).Replace('\0', '\n'));
    }

    [Fact]
    public void What_is_missing_is_said_with_its_remedy()
    {
        var setup = new TypstSetup("no-such-node", "/nowhere", []);
        var missing = new TypstRenderer(setup).Check()!;

        Assert.Contains("apt-get install fonts-noto-core", missing.In(Language.En), StringComparison.Ordinal);
        Assert.StartsWith(
            "Het lettertype Noto Sans is niet geïnstalleerd.", missing.In(Language.Nl), StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void A_missing_node_or_package_is_said_with_its_remedy()
    {
        var fonts = TypstSetup.Read(Settings.Of([])).Fonts;
        Assert.Contains(
            "ARCHIVE_NODE",
            $"{new TypstRenderer(new("no-such-node", "/nowhere", fonts)).Check()}",
            StringComparison.Ordinal);
        Assert.Contains(
            "npm install",
            $"{new TypstRenderer(new("node", "/nowhere", fonts)).Check()}",
            StringComparison.Ordinal);
        Assert.Null(Rendered.Renderer.Check());
    }

    /// <summary>The words of a document alone in a volume, as they come.</summary>
    private async Task<string> Page(PageRecord record, Language language) =>
        string.Join(' ', Tool.Run("pdftotext", "-layout", await Alone(record, language), "-").Output.Split(
            (char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <returns>The PDF of a volume with one document.</returns>
    private async Task<string> Alone(PageRecord record, Language language)
    {
        var pdf = Path.Combine(sample.Room, "alone.pdf");
        await Rendered.Renderer.Render(
            SamplePages.OneVolume(SamplePages.Empty() with
            {
                Language = language, Records = [record], Inventory = [SamplePages.Row("1")],
            }),
            pdf, default);
        return pdf;
    }

    private string Text(Language language) => Tool.Run("pdftotext", sample.Signed(language), "-").Output;

    private string Unpacked(Language language)
    {
        var plain = Path.Combine(sample.Room, "plain.pdf");
        Tool.Run("qpdf", "--qdf", "--object-streams=disable", sample.Signed(language), plain);
        return File.ReadAllText(plain, System.Text.Encoding.Latin1);
    }

    /// <summary>pdftotext marks changes of direction.</summary>
    [GeneratedRegex("[\u202A-\u202E\u200E\u200F]")]
    private static partial Regex Direction();
}
