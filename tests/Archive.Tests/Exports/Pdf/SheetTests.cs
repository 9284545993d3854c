using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

/// <summary>How much paper documents and lists take, with the longest of what stands in their columns.</summary>
public sealed partial class SheetTests : IDisposable
{
    private readonly string pdf = Path.GetTempFileName();

    public void Dispose() => File.Delete(pdf);

    [NeedsTypst]
    public async Task No_column_takes_the_place_of_the_others()
    {
        var (from, to) = (SamplePages.At("2026-11-18T10:05:00Z"), SamplePages.At("2026-11-30T22:03:00Z"));
        var rows = Enumerable.Range(101, 16).Select(number => SamplePages.Row($"{number}") with
        {
            Title = "Vanaf maandag 24 november is de #Kerkstraat dicht tussen de… (versie 2 van 3)",
            Sender = [PageRun.Words("Gemeente Voorbeeldstad"), PageRun.Words("(@gemeente@voorbeeldstad.example)")],
            Platform = "Mastodon",
            Kind = "Reactie",
            Version = new(2, 3, null, new(from, to), null),
            Thread = "100",
            Assessment = "Deels openbaar",
            Grounds = ["5.1.2e"],
            Reasons = ["De naam van een inwoner die geen publieke rol heeft, blijft weg."],
            Status = RecordStatus.Edited,
        });
        var gap = new PageGap("gemeente@voorbeeldstad.example", "186", from, to, "Storing bij het platform");

        await Rendered.Renderer.Render(
            SamplePages.Empty() with { Inventory = [.. rows], Completeness = new("Zo is gekeken.", [gap]) }, pdf,
            default);

        var pages = Pages();
        Assert.Contains(pages[1], word => word.Text == "101");
        Assert.Contains(pages.Take(4).SelectMany(page => page), word => word.Text == "116"); // two pages more, or less
        Assert.Contains(pages.SelectMany(page => page), word => word.Text == "186");
        foreach (var page in pages)
        {
            foreach (var (at, word) in page.Index())
                Assert.DoesNotContain(page[(at + 1)..], word.Overlaps);
        }
    }

    [NeedsTypst]
    public async Task What_proves_each_document_begins_below_the_last_of_them()
    {
        await Rendered.Renderer.Render(
            SamplePages.Empty() with { Records = [SamplePages.Plain("1", "Kort.")] }, pdf, default);

        var page = Pages()[1];
        Assert.Contains(page, word => word.Text == "Kort.");
        Assert.Contains(page, word => word.Text == "Bewijs");
    }

    /// <summary>Where each word stands, page by page, as poppler finds it.</summary>
    private List<List<Word>> Pages() =>
    [
        .. Tool.Run("pdftotext", "-bbox", pdf, "-").Output.Split("<page ")[1..].Select(page => BoxForm().Matches(page)
            .Select(m => new Word(
                Number(m, "left"), Number(m, "top"), Number(m, "right"), Number(m, "bottom"), m.Groups["text"].Value))
            .ToList()),
    ];

    private static double Number(Match match, string group) =>
        double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private sealed record Word(double Left, double Top, double Right, double Bottom, string Text)
    {
        /// <summary>Lines of 8 points may touch.</summary>
        private const double Touch = 1;

        public bool Overlaps(Word other) =>
            Math.Min(Right, other.Right) - Math.Max(Left, other.Left) > Touch
            && Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top) > 4 * Touch;
    }

    [GeneratedRegex(
        "<word xMin=\"(?<left>[^\"]*)\" yMin=\"(?<top>[^\"]*)\" xMax=\"(?<right>[^\"]*)\" yMax=\"(?<bottom>[^\"]*)\">"
        + "(?<text>[^<]*)<")]
    private static partial Regex BoxForm();
}
