using System.Globalization;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Exports.Pages;

namespace Archive.Exports.Parts;

/// <summary>
/// The inventory (inventarislijst) as CSV (<see cref="InventoryList"/>). Columns after the practice of Dutch
/// ministries, with what social media add; the verifier holds what the set proves of them against it.
/// </summary>
internal sealed class InventoryPart : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.InventoryList];

    /// <summary>It says on which pages each document stands.</summary>
    public PartStage Stage => PartStage.AfterPages;

    public Task Write(ExportContent content, ExportWork work, CancellationToken ct) =>
        work.Set.Write(ExportLayout.InventoryList.Path, InventoryList.Write(Table(content, work.Pages)), ct);

    private static IEnumerable<IEnumerable<string>> Table(ExportContent input, PagesMade pages) =>
    [
        Columns.Select(column => column.Name),
        .. input.Documents.OrderBy(d => d.Number)
            .Select(document => Columns.Select(column => column.Value(input, document, pages.Of(document.Number)))),
    ];

    private static readonly (
        string Name, Func<ExportContent, ListedDocument, (string File, PageSpan Span)?, string> Value)[] Columns =
    [
        ("documentnummer", (_, d, _) => Text(d.Number)),
        ("zaaknummer", (i, _, _) => i.Request.Number.ToString()),
        ("omschrijving", (_, d, _) => d.Heading),
        ("afzender", (_, d, _) => d.Sender ?? ""),
        ("soort", (i, d, _) => ExportLabels.Kind(d.Version.Kind, i.Language)),
        ("platform", (i, d, _) => i.Platforms.Label(d.Version.Platform)),
        ("datum", (i, d, _) => Day(i.Office.DayOf(d.Version.PostedAt))),
        ("versie", (_, d, _) => $"{d.Version.Ordinal}/{d.Version.Of}"),
        ("bewerkt_utc", (_, d, _) => d.Version.EditedAt is { } edited ? Moment(edited) : ""),
        ("hoort_bij", (i, d, _) => Text(i.ThreadOf(d))),
        ("reactie_op", (i, d, _) => i.ParentOf(d) is { } parent ? Text(parent.Number) : ""),
        ("status", (i, d, _) => ExportLabels.Status(d.Status, i.Language)),
        ("beoordeling", (i, d, _) => ExportLabels.Assessment(i.Request.Kind, d.Item.Assessed!.Assessment, i.Language)),
        ("gronden", (_, d, _) => string.Join("; ", d.Grounds)),
        ("toelichting", (i, d, _) => i.Notes.GetValueOrDefault(d.Number) is { } note
            ? string.Join(' ', new[] { note.Reasons, note.DespiteAge }.OfType<string>())
            : ""),
        ("gelakte_woorden", (_, d, _) => d.HasPages ? Text(d.WithheldWords) : ""),
        ("gelakte_vlakken", (_, d, _) => d.HasPages ? Text(d.WithheldRegions) : ""),
        ("paginas", (_, _, place) => place?.Span.ToString() ?? ""),
        ("bestand", (_, _, place) => place?.File ?? ""),
        ("dubbel_van", (_, d, _) => d.Item.Assessed!.DuplicateOf is { } other ? Text(other) : ""),
        ("vindplaats", (i, d, _) => i.Notes.GetValueOrDefault(d.Number)?.Link ?? d.Address ?? ""),
        ("vastgelegd_utc", (_, d, _) => Moment(d.Version.CapturedAt)),
        ("vernietigd_op", (i, d, _) => d.Destroyed is { } gone ? Day(i.Office.DayOf(gone.At)) : ""),
        ("vernietigd_grond", (i, d, _) => d.Destroyed is { } gone ? ExportLabels.Basis(gone.Basis, i.Language) : ""),
        ("vernietigd_lognummer", (_, d, _) => d.Destroyed?.Leaf.ToString(CultureInfo.InvariantCulture) ?? ""),
        ("lognummer", (_, d, _) => d.HasPages || d.Destroyed is not null
            ? d.Version.Leaf.ToString(CultureInfo.InvariantCulture)
            : ""),
    ];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
