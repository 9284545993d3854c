using System.Globalization;
using Archive.Capture;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Archive.Requests;

namespace Archive.Exports.Pages;

/// <summary>
/// From what was decided to what the pages show. Pure: input in, pages out; nothing withheld gets past here.
/// </summary>
internal static class PageMapping
{
    private const int TitleLength = 60;
    private const int TitleWords = 20;

    /// <summary>Stands in a title for what is withheld.</summary>
    private const string Left = "[…]";

    /// <summary>Where each document with pages stands: in the order of their numbers.</summary>
    /// <remarks>
    /// One stands under the version that it answers, or under what a withheld one answers, as long as that thread goes
    /// on; what came into scope later stands where its number is. Each names what it answers.
    /// </remarks>
    public static IReadOnlyList<PlacedDocument> Threads(ExportContent input)
    {
        var placed = new List<PlacedDocument>();
        var open = new Stack<ListedDocument>(); // from the record on top down to the last document
        foreach (var document in input.Documents.Where(d => d.HasPages))
        {
            var above = input.ShownAbove(document);
            while (open.TryPeek(out var last) && last != above)
                open.Pop();
            var pixels = document.Version.Media.Sum(
                m => input.Originals.GetValueOrDefault((document.Number, m.Index))?.Pixels
                    ?? input.Copies.GetValueOrDefault((document.Number, m.Index))?.Pixels ?? 0);
            placed.Add(new(document.Number, open.Count, pixels));
            open.Push(document);
        }

        return placed;
    }

    /// <summary>Every volume without its documents, which come with <see cref="Records"/>.</summary>
    public static IReadOnlyList<ExportPages> Volumes(ExportContent input, IReadOnlyList<Volume> plan)
    {
        var volumeOf = plan.SelectMany(v => v.Documents.Select(d => (d.Number, Volume: v.Number)))
            .ToDictionary(d => d.Number, d => d.Volume);
        var rows = input.Documents
            .Select(d => Row(input, d) with { Volume = volumeOf.GetValueOrDefault(d.Number) }).ToList();
        var each = Request(input);
        var first = First(each, input);
        return
        [
            .. plan.Select((volume, i) => (i == 0 ? first : each) with
            {
                Inventory = rows[volume.Rows],
                Volume = volume.Number,
                Volumes = plan.Count,
            }),
        ];
    }

    /// <summary>What stands in the first volume only, besides what stands in each.</summary>
    private static ExportPages First(ExportPages each, ExportContent input) => each with
    {
        Completeness = Completeness(input),
        Checking =
        [
            .. input.DevelopmentCertificate ? [input.Text("DevelopmentWarning")] : Array.Empty<string>(),
            .. new[] { "CheckingLead", "CheckingProgram", "CheckingSignature", "CheckingByHand", "CheckingLimits" }
                .Select(key => input.Text(key, input.Set)),
        ],
    };

    private static ExportPages Request(ExportContent input) => new()
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
            .. input.Documents.SelectMany(d => d.Grounds).Distinct().OrderBy(c => c.ToString(), StringComparer.Ordinal)
                .Select(input.Grounds.Of)
                .Select(g => new PageGround(g.Code.ToString(), Disclosure.Label(g, input.Language), g.Article)),
        ],
    };

    /// <summary>
    /// The first words that may be seen; kind and day of what shows no words. Never a word that is withheld.
    /// </summary>
    public static string Heading(ExportContent input, Disclosure document)
    {
        var words = !document.HasPages ? ""
            : document.Version.Kind == RecordKind.Account ? AccountTitle(input, document)
            : FirstWords(input, document);
        var title = words.Length > 0
            ? words
            : input.Text(
                "Heading",
                ExportLabels.Kind(document.Version.Kind, input.Language),
                input.Office.DayOf(document.Version.PostedAt).ToString("dd-MM-yyyy", CultureInfo.InvariantCulture));
        return document.Version.Of == 1
            ? title
            : input.Text("HeadingOfVersion", title, document.Version.Ordinal, document.Version.Of);
    }

    /// <summary>Which account it is, by its name or else its handle; by neither if neither may be seen.</summary>
    private static string AccountTitle(ExportContent input, Disclosure document)
    {
        var kind = ExportLabels.Kind(RecordKind.Account, input.Language);
        return (document.Shown("author-name") ?? document.Shown("author-handle")) is { } called
            ? FirstWords([PageRun.Words($"{kind} {called}")])
            : kind;
    }

    private static string FirstWords(ExportContent input, Disclosure document) =>
        FirstWords(document.Text(input.Grounds, input.Language));

    private static string FirstWords(IReadOnlyList<PageRun> runs)
    {
        var text = string.Join(' ', runs
            .Select(run => run.Text is { } words ? words : Left)
            .SelectMany(run => run.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .TakeWhile((_, i) => i <= TitleWords));
        if (text.Replace(Left, "", StringComparison.Ordinal).Trim().Length == 0)
            return "";
        var whole = new StringInfo(text);
        if (whole.LengthInTextElements <= TitleLength)
            return text;
        var cut = whole.SubstringByTextElements(0, TitleLength);
        var end = text[cut.Length] == ' ' ? cut.Length : cut.LastIndexOf(' ');
        return $"{(end > 0 ? cut[..end] : cut).TrimEnd()}…"; // one long word is cut where it must be
    }

    private static InventoryRow Row(ExportContent input, ListedDocument document)
    {
        var note = input.Notes.GetValueOrDefault(document.Number);
        return new(
            Number(document),
            document.Heading,
            document.Author,
            input.Platforms.Label(document.Version.Platform),
            ExportLabels.Kind(document.Version.Kind, input.Language),
            PageMoment.Of(document.Version.PostedAt, input.Office),
            Version(input, document),
            input.ThreadOf(document) is var thread && thread != document.Number
                ? thread.ToString(CultureInfo.InvariantCulture)
                : null,
            ExportLabels.Assessment(input.Request.Kind, document.Item.Assessed!.Assessment, input.Language),
            [.. document.Grounds.Select(g => g.ToString())],
            note?.Link,
            [.. new[] { note?.Reasons, note?.DespiteAge }.OfType<string>()],
            document.Status,
            Destroyed: document.Destroyed is { } gone
                ? new(PageMoment.Of(gone.At, input.Office), ExportLabels.Basis(gone.Basis, input.Language), gone.Leaf)
                : null);
    }

    private static PageVersion? Version(ExportContent input, ListedDocument d) => d.Version.Of == 1 ? null : new(
        d.Version.Ordinal,
        d.Version.Of,
        d.Version.EditedAt is { } edited ? PageMoment.Of(edited, input.Office) : null,
        d.Version is { EditedAt: null, FormerCapturedAt: { } former }
            ? new(PageMoment.Of(former, input.Office), PageMoment.Of(d.Version.CapturedAt, input.Office))
            : null,
        input.NextOf(d) is { } next ? Number(next) : null);

    /// <summary>Documents of a volume with what is said in them, as they stand in their threads.</summary>
    public static async Task<IReadOnlyList<PageRecord>> Records(
        ExportContent input, Volume volume, CancellationToken ct)
    {
        var listed = volume.Documents.Select(d => input.Numbered(d.Number)).ToList();
        var read = new Dictionary<int, Disclosure>();
        await foreach (var disclosure in input.Read(listed.Concat(listed.Select(input.NextOf).OfType<ListedDocument>())
            .DistinctBy(d => d.Number), ct))
            read.Add(disclosure.Number, disclosure);

        var records = new List<PageRecord>();
        var comments = new List<PageRecord>();
        foreach (var (placed, document) in volume.Documents.Zip(listed))
        {
            var next = input.NextOf(document) is { } later ? read[later.Number] : null;
            var page = Page(input, document, read[document.Number], next, placed.Level);
            var begins = placed.Level == 0 || records.Count == 0;
            if (!begins)
                comments.Add(page);
            else
                records.Add(page with { Comments = comments = [], Continues = Continued(input, volume, placed) });
        }

        return records;
    }

    private static PageContinuation? Continued(ExportContent input, Volume volume, PlacedDocument document) =>
        document.Level > 0 && volume.Continues is var (number, begun)
            ? new(Text(number), begun, PdfName(input, begun, several: true))
            : null;

    /// <summary>Name of a volume's PDF in the set.</summary>
    public static string PdfName(ExportContent input, int volume, bool several) =>
        several ? $"{input.Set}-{Text(volume)}.pdf" : $"{input.Set}.pdf";

    private static PageRecord Page(
        ExportContent input, ListedDocument listed, Disclosure d, Disclosure? next, int level) => new()
    {
        Number = Number(listed),
        Heading = listed.Heading,
        Platform = input.Platforms.Label(d.Version.Platform),
        Kind = ExportLabels.Kind(d.Version.Kind, input.Language),
        Author = d.Version.Kind == RecordKind.Account
            ? PageParticulars.Marked(listed.Author, next is null ? null : Author(input, next))
            : listed.Author,
        IsAccount = d.Version.Kind == RecordKind.Account,
        Posted = PageMoment.Of(d.Version.PostedAt, input.Office),
        Version = Version(input, listed),
        Status = listed.Status,
        Assessment = ExportLabels.Assessment(input.Request.Kind, d.Item.Assessed!.Assessment, input.Language),
        Grounds = [.. listed.Grounds.Select(g => g.ToString())],
        InReplyTo = input.ParentOf(listed) is { } parent
            ? new(Number(parent), parent.Version.StoodFrom > d.Version.PostedAt)
            : null,
        Text = d.Text(input.Grounds, input.Language, next),
        Language = d.Shown("language"),
        Disappeared = d.Version.GoneAt is { } gone ? PageMoment.Of(gone, input.Office) : null,
        Media = [.. PassageMembers.Media(d.Version).Select(index => PageMedia.Of(input, d, next, index))],
        Links = PageParticulars.Runs(input, d, path => path.StartsWith("link/", StringComparison.Ordinal)),
        Warning = d.Text(PassageKind.Warning, input.Grounds, input.Language),
        Fields = [.. PageParticulars.Fields(input, d, next)],
        Others = [.. PageParticulars.Others(input, d)],
        Particulars = [.. PageParticulars.Of(input, d)],
        Level = level,
        WithheldWords = d.WithheldWords,
        Provenance = new(
            PageMoment.Of(d.Version.CapturedAt, input.Office),
            d.Shown("url") is { } url ? PageRun.Words(url) : Hidden(input, d, "url"),
            d.Version.Leaf,
            d.Version.Root.ToString(),
            d.Version.Pieces[0].Object.ToString(),
            d.Version.Mapper.ToString(),
            [.. input.GapsOf(listed).GroupBy(g => (g.Endpoint, g.Cause))
                .Select(g => ExportLabels.Gap(g.Key.Endpoint, g.Key.Cause, input.Language))]),
    };

    /// <summary>Name and handle, or the box that stands for each; one box where both are hidden for the same.</summary>
    public static IReadOnlyList<PageRun> Author(ExportContent input, Disclosure d)
    {
        var name = d.Shown("author-name") is { } shown ? PageRun.Words(shown) : Hidden(input, d, "author-name");
        var handle = d.Shown("author-handle") is { } h ? PageRun.Words($"({h})") : Hidden(input, d, "author-handle");
        List<PageRun> runs = [.. new[] { name, name == handle ? null : handle }.OfType<PageRun>()];
        return runs.Count > 0 ? runs : [PageRun.Words("–")];
    }

    private static PageRun? Hidden(ExportContent input, Disclosure d, string path) =>
        PageParticulars.Hidden(input, d, d.IndexOf(path));

    private static PageCompleteness Completeness(ExportContent input)
    {
        var gaps = PageGaps.Of(
            input.Gaps, input.Visits, input.Documents.ToLookup(d => d.Version.Record, d => d.Number),
            (endpoint, cause) => ExportLabels.Gap(endpoint, cause, input.Language), input.Office);
        var statement = input.Text(
            gaps.Count == 0 ? "VisitedAllAnswered" : "VisitedWithGaps", input.Visits.Sum(v => v.Count()));
        var unreadable = input.Unreadable > 0 ? $"{input.Text("Unreadable", input.Unreadable)} " : "";
        return new($"{input.StorageWarning} {statement} {unreadable}{AnchorPart.Describe(input)}".TrimStart(), gaps);
    }

    private static string Number(ListedDocument document) => Text(document.Number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
