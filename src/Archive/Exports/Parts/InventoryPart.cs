using System.Globalization;
using System.Text;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Exports.Pages;
using CsvHelper;
using CsvHelper.Configuration;

namespace Archive.Exports.Parts;

/// <summary>
/// The inventory (inventarislijst) as CSV: UTF-8 with byte-order mark, semicolons, CRLF, as Dutch spreadsheets open it
/// (RFC 4180 otherwise). A cell that a spreadsheet would take for a formula is escaped. Columns after the practice of
/// Dutch ministries, with what social media add.
/// </summary>
internal sealed class InventoryPart : IExportPart
{
    private static readonly FixedPath List = ExportLayout.Inventory.Only("inventarislijst.csv");

    public IReadOnlyList<ExportPlace> Places { get; } = [List];

    /// <summary>It says on which pages each document stands.</summary>
    public PartStage Stage => PartStage.AfterPages;

    public Task Write(ExportContent content, ExportWork work, CancellationToken ct) =>
        work.Set.Write(List.Path, Table(content, work.Pages), ct);

    private static byte[] Table(ExportContent input, PagesMade pages)
    {
        var form = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = ";",
            NewLine = "\r\n",
            InjectionOptions = InjectionOptions.Escape,
        };
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(
            bytes,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            leaveOpen: true))
        using (var csv = new CsvWriter(text, form))
        {
            foreach (var column in Columns)
                csv.WriteField(column.Name);
            csv.WriteField("bestand");
            csv.WriteField("paginas");
            csv.NextRecord();
            foreach (var document in input.Documents)
            {
                foreach (var column in Columns)
                    csv.WriteField(column.Value(input, document));
                var place = pages.Of(document.Number);
                csv.WriteField(place?.File ?? "");
                csv.WriteField(place?.Span.ToString() ?? "");
                csv.NextRecord();
            }
        }

        return bytes.ToArray();
    }

    private static readonly (string Name, Func<ExportContent, ListedDocument, string> Value)[] Columns =
    [
        ("documentnummer", (_, d) => Text(d.Number)),
        ("zaaknummer", (i, _) => i.Request.Number.ToString()),
        ("omschrijving", (_, d) => d.Heading),
        ("afzender", (_, d) => d.Sender ?? ""),
        ("soort", (i, d) => ExportLabels.Kind(d.Version.Kind, i.Language)),
        ("platform", (i, d) => i.Platforms.Label(d.Version.Platform)),
        ("datum", (i, d) => Day(i.Office.DayOf(d.Version.PostedAt))),
        ("versie", (_, d) => $"{d.Version.Ordinal}/{d.Version.Of}"),
        ("bewerkt_utc", (_, d) => d.Version.EditedAt is { } edited ? Moment(edited) : ""),
        ("hoort_bij", (i, d) => Text(i.ThreadOf(d))),
        ("reactie_op", (i, d) => i.ParentOf(d) is { } parent ? Text(parent.Number) : ""),
        ("status", (i, d) => ExportLabels.Status(d.Status, i.Language)),
        ("beoordeling", (i, d) => ExportLabels.Assessment(i.Request.Kind, d.Item.Assessed!.Assessment, i.Language)),
        ("gronden", (_, d) => string.Join("; ", d.Grounds)),
        ("toelichting", (i, d) => i.Notes.GetValueOrDefault(d.Number) is { } note
            ? string.Join(' ', new[] { note.Reasons, note.DespiteAge }.OfType<string>())
            : ""),
        ("gelakte_woorden", (_, d) => d.HasPages ? Text(d.WithheldWords) : ""),
        ("gelakte_vlakken", (_, d) => d.HasPages ? Text(d.WithheldRegions) : ""),
        ("dubbel_van", (_, d) => d.Item.Assessed!.DuplicateOf is { } other ? Text(other) : ""),
        ("vindplaats", (i, d) => i.Notes.GetValueOrDefault(d.Number)?.Link ?? d.Address ?? ""),
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
