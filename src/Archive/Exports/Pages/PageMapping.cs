using System.Globalization;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Archive.Law;

namespace Archive.Exports.Pages;

/// <summary>
/// From what was decided to what the pages show. Pure: input in, pages out; nothing withheld gets past here.
/// </summary>
internal static class PageMapping
{
    public static ExportPages Request(ExportContent input) => new()
    {
        Language = input.Language,
        Title = input.Request.Kind.Title(input.Request.Number, input.Language),
        Body = input.Body,
        Case = input.Request.Number.ToString(),
        MadeAt = input.MadeAt,
        Cover = new(
            input.Subject,
            input.Request.ReceivedOn,
            input.Request.Decided?.DecidedOn,
            input.Request.Kind.LegalBasis(input.Language),
            [input.Text("AssessedBy"), input.Text("ApprovedBy")]),
        Summary =
        [
            .. input.Documents.GroupBy(d => d.Item.Assessed!.Assessment).OrderBy(g => g.Key)
                .Select(g => new PageCount(
                    ExportLabels.Assessment(input.Request.Kind, g.Key, input.Language), g.Count())),
            .. input.Documents.Count(d => d.Destroyed is not null) is > 0 and var destroyed
                ? [new PageCount(input.Text("DestroyedSince"), destroyed)]
                : Array.Empty<PageCount>(),
        ],
        Grounds =
        [
            .. input.Documents.SelectMany(GroundsOf).Distinct().OrderBy(c => c.ToString(), StringComparer.Ordinal)
                .Select(input.Grounds.Of)
                .Select(g => new PageGround(g.Code.ToString(), Disclosure.Label(g, input.Language), g.Article)),
        ],
        Inventory = [.. input.Documents.Select(d => Row(input, d))],
        Records = [.. Threads(input)],
        Completeness = Completeness(input),
    };

    public static string Heading(ExportContent input, Disclosure document)
    {
        var kind = ExportLabels.Kind(document.Version.Kind, input.Language);
        var day = input.Office.DayOf(document.Version.PostedAt).ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);
        return document.Version.Of == 1
            ? input.Text("Heading", kind, day)
            : input.Text("HeadingOfVersion", kind, day, document.Version.Ordinal, document.Version.Of);
    }

    public static IEnumerable<GroundCode> GroundsOf(Disclosure document) =>
        document.Item.Assessed!.Grounds.Concat(document.Item.Redactions.SelectMany(r => r.Grounds)).Distinct();

    public static RecordStatus Status(Disclosure document) =>
        document.Destroyed is not null ? RecordStatus.Destroyed
        : document.Version.GoneAt is not null ? RecordStatus.Disappeared
        : document.Version.Of > 1 ? RecordStatus.Edited
        : RecordStatus.Live;

    private static InventoryRow Row(ExportContent input, Disclosure document) => new(
        Number(document),
        input.Platforms.Label(document.Version.Platform),
        ExportLabels.Kind(document.Version.Kind, input.Language),
        input.Office.DayOf(document.Version.PostedAt),
        Heading(input, document),
        ExportLabels.Assessment(input.Request.Kind, document.Item.Assessed!.Assessment, input.Language),
        [.. GroundsOf(document).Select(g => g.ToString())],
        input.ThreadOf(document) is var thread && thread != document.Number
            ? thread.ToString(CultureInfo.InvariantCulture)
            : null,
        PageMoment.Of(document.Version.CapturedAt, input.Office),
        Status(document),
        Destroyed: document.Destroyed is { } gone
            ? new(PageMoment.Of(gone.At, input.Office), ExportLabels.Basis(gone.Basis, input.Language), gone.Leaf)
            : null);

    /// <summary>Documents with pages: each under the one it answers, if that has pages too.</summary>
    private static IEnumerable<PageRecord> Threads(ExportContent input)
    {
        var shown = input.Documents.Where(d => d.HasPages).ToList();
        var under = shown.ToLookup(
            d => input.ParentOf(d) is { } p && p != d.Number && shown.Any(s => s.Number == p) ? p : 0);
        var placed = new HashSet<int>();
        IEnumerable<PageRecord> Under(int parent, int level)
        {
            foreach (var document in under[parent].Where(d => placed.Add(d.Number)))
                yield return Page(input, document, level, [.. Under(document.Number, level + 1)]);
        }

        var records = Under(0, 0).ToList();
        // Whatever answers itself in a circle was not reached from the top.
        records.AddRange(shown.Where(d => placed.Add(d.Number)).Select(d => Page(input, d, 0, [])));
        return records;
    }

    private static PageRecord Page(
        ExportContent input,
        Disclosure d,
        int level,
        IReadOnlyList<PageRecord> comments) => new()
    {
        Number = Number(d),
        Heading = Heading(input, d),
        Platform = input.Platforms.Label(d.Version.Platform),
        Kind = ExportLabels.Kind(d.Version.Kind, input.Language),
        Author = Author(input, d),
        Posted = PageMoment.Of(d.Version.PostedAt, input.Office),
        Status = Status(d),
        Assessment = ExportLabels.Assessment(input.Request.Kind, d.Item.Assessed!.Assessment, input.Language),
        Grounds = [.. GroundsOf(d).Select(g => g.ToString())],
        InReplyTo = input.ParentOf(d)?.ToString(CultureInfo.InvariantCulture),
        Text = d.Text(input.Grounds, input.Language),
        Disappeared = d.Version.GoneAt is { } gone ? PageMoment.Of(gone, input.Office) : null,
        Media = [.. d.Version.Media.Select(m => Medium(input, d, m.Index))],
        Links = [.. Runs(input, d, "link/")],
        Comments = comments,
        Level = level,
        Withheld = d.Withheld,
        Provenance = new(
            PageMoment.Of(d.Version.CapturedAt, input.Office),
            d.Shown("url") is { } url ? PageRun.Words(url) : Hidden(input, d, "url"),
            d.Version.Leaf,
            d.Version.Root.ToString(),
            d.Version.Pieces[0].Object.ToString(),
            d.Version.Mapper.ToString(),
            [.. input.Gaps.Where(g => g.Record == d.Version.Record).GroupBy(g => (g.Endpoint, g.Cause))
                .Select(g => ExportLabels.Gap(g.Key.Endpoint, g.Key.Cause, g.Count(), input.Language))]),
    };

    private static PageRun Author(ExportContent input, Disclosure d)
    {
        var words = string.Join(' ', new[] {
            d.Shown("author-name"),
            d.Shown("author-handle") is { } h ? $"({h})" : null }
            .Where(w => w is not null));
        return words.Length > 0
            ? PageRun.Words(words)
            : Hidden(input, d, "author-name") ?? Hidden(input, d, "author-handle") ?? PageRun.Words("–");
    }

    private static PageRun? Hidden(ExportContent input, Disclosure d, string path) =>
        d.IndexOf(path) is >= 0 and var i && d.HiddenBy(i) is { } redaction
            ? Disclosure.Box(redaction, input.Grounds, input.Language)
            : null;

    private static IEnumerable<PageRun> Runs(ExportContent input, Disclosure d, string prefix) =>
        d.Version.Members.Where(m => m.Path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(m => d.Shown(m.Path) is { } value ? PageRun.Words(value) : Hidden(input, d, m.Path))
            .OfType<PageRun>();

    private static PageMedium Medium(ExportContent input, Disclosure d, int index)
    {
        var original = input.Originals.GetValueOrDefault((d.Number, index));
        var alt = string.Concat(d.Version.Members.Where((m, i) =>
            m.Path.StartsWith($"media/{index}/alt/", StringComparison.Ordinal) && d.Shows(i)).Select(m => m.Value));
        return new()
        {
            Type = original?.MediaType ?? d.Shown($"media/{index}/type") ?? "–",
            Bytes = original?.Length ?? 0,
            Path = original?.File,
            Original = original?.Path,
            Description = alt.Length > 0 ? alt : null,
            Redaction = Hidden(input, d, $"media/{index}/digest")?.Redaction,
        };
    }

    private static PageCompleteness Completeness(ExportContent input)
    {
        var gaps = input.Gaps.GroupBy(g => (g.Source, g.Handle, g.Endpoint, g.Cause)).Select(g => new PageGap(
            g.Key.Handle,
            PageMoment.Of(g.Min(x => x.At), input.Office),
            PageMoment.Of(g.Max(x => x.At), input.Office),
            ExportLabels.Gap(g.Key.Endpoint, g.Key.Cause, g.Count(), input.Language))).ToList();
        var statement = input.Text(gaps.Count == 0 ? "VisitedAllAnswered" : "VisitedWithGaps", input.Visits);
        var unreadable = input.Unreadable > 0 ? $"{input.Text("Unreadable", input.Unreadable)} " : "";
        return new($"{input.StorageWarning} {statement} {unreadable}{AnchorPart.Describe(input)}".TrimStart(), gaps);
    }

    private static string Number(Disclosure document) => document.Number.ToString(CultureInfo.InvariantCulture);
}
