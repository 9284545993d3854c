using System.Globalization;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Exports.Pages;

namespace Archive.Exports.Parts;

/// <summary>
/// The inventory (inventarislijst) as CSV (<see cref="InventoryList"/>). Columns after the practice of Dutch ministries,
/// with what social media add; the verifier holds what the set proves of them against it.
/// </summary>
internal sealed class InventoryPart : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.InventoryList];

    public PartStage Stage => PartStage.BeforePages;

    public Task Write(ExportContent content, ExportWork work, CancellationToken ct) =>
        work.Set.Write(ExportLayout.InventoryList.Path, InventoryList.Write(Table(content)), ct);

    private static IEnumerable<IEnumerable<string>> Table(ExportContent input) =>
    [
        Columns.Select(column => column.Name),
        .. input.Documents.OrderBy(d => d.Number)
            .Select(document => Columns.Select(column => column.Value(input, document))),
    ];

    private static readonly (string Name, Func<ExportContent, Disclosure, string> Value)[] Columns =
    [
        ("documentnummer", (_, d) => Text(d.Number)),
        ("zaaknummer", (i, _) => i.Request.Number.ToString()),
        ("omschrijving", PageMapping.Heading),
        ("afzender", (_, d) => d.Shown("author-name") ?? d.Shown("author-handle") ?? ""),
        ("soort", (i, d) => ExportLabels.Kind(d.Version.Kind, i.Language)),
        ("platform", (i, d) => i.Platforms.Label(d.Version.Platform)),
        ("datum", (i, d) => Day(i.Office.DayOf(d.Version.PostedAt))),
        ("versie", (_, d) => $"{d.Version.Ordinal}/{d.Version.Of}"),
        ("bewerkt_utc", (_, d) => d.Version.EditedAt is { } edited ? Moment(edited) : ""),
        ("hoort_bij", (i, d) => Text(i.ThreadOf(d))),
        ("reactie_op", (i, d) => i.ParentOf(d) is { } parent ? Text(parent.Number) : ""),
        ("status", (i, d) => ExportLabels.Status(PageMapping.Status(d), i.Language)),
        ("beoordeling", (i, d) => ExportLabels.Assessment(i.Request.Kind, d.Item.Assessed!.Assessment, i.Language)),
        ("gronden", (_, d) => string.Join("; ", PageMapping.GroundsOf(d))),
        ("toelichting", (i, d) => i.Notes.GetValueOrDefault(d.Number) is { } note
            ? string.Join(' ', new[] { note.Reasons, note.DespiteAge }.OfType<string>())
            : ""),
        ("gelakte_woorden", (_, d) => d.HasPages ? Text(d.WithheldWords) : ""),
        ("dubbel_van", (_, d) => d.Item.Assessed!.DuplicateOf is { } other ? Text(other) : ""),
        ("vindplaats", (i, d) => i.Notes.GetValueOrDefault(d.Number)?.Link ?? d.Shown("url") ?? ""),
        ("vastgelegd_utc", (_, d) => Moment(d.Version.CapturedAt)),
        ("vernietigd_op", (i, d) => d.Destroyed is { } gone ? Day(i.Office.DayOf(gone.At)) : ""),
        ("vernietigd_grond", (i, d) => d.Destroyed is { } gone ? ExportLabels.Basis(gone.Basis, i.Language) : ""),
        ("vernietigd_lognummer", (_, d) => d.Destroyed?.Leaf.ToString(CultureInfo.InvariantCulture) ?? ""),
        ("lognummer", (_, d) => d.HasPages || d.Destroyed is not null
            ? d.Version.Leaf.ToString(CultureInfo.InvariantCulture)
            : ""),
    ];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
