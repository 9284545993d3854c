using System.Text;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Sets;

/// <summary>
/// `inventory/inventarislijst.csv`, the list of documents for people (docs/evidence-format.md, "Inventory"): UTF-8 with
/// byte-order mark, cells separated by semicolons, every line ended by CRLF, as Dutch spreadsheets open it (RFC 4180
/// otherwise). A cell is quoted if it must be and not else, so that a table has one form.
/// </summary>
public static class InventoryList
{
    private const char Quote = '"';
    private const char Separator = ';';
    private const string LineEnd = "\r\n";

    /// <summary>What a spreadsheet takes for the beginning of a formula.</summary>
    private const string Formula = "=+-@\t\r";

    public static IReadOnlyList<string> Columns { get; } =
    [
        "documentnummer", "zaaknummer", "omschrijving", "afzender", "soort", "platform", "datum", "versie",
        "bewerkt_utc", "hoort_bij", "reactie_op", "status", "beoordeling", "gronden", "toelichting", "gelakte_woorden",
        "gelakte_vlakken", "paginas", "bestand", "dubbel_van", "vindplaats", "vastgelegd_utc", "vernietigd_op",
        "vernietigd_grond", "vernietigd_lognummer", "lognummer",
    ];

    /// <summary>The cell for a text: one that would be taken for a formula gets an apostrophe before it.</summary>
    public static string Cell(string text) => IsFormula(text) ? $"'{text}" : text;

    /// <param name="lines">The header, then one line for each document; texts as they are.</param>
    public static byte[] Write(IEnumerable<IEnumerable<string>> lines)
    {
        var table = new StringBuilder("\uFEFF");
        foreach (var line in lines)
            table.Append(Line(line.Select(Cell)));
        return StrictText.ToUtf8(table.ToString());
    }

    /// <exception cref="FormatException">
    /// The bytes are no such table in its one form; the message says where.
    /// </exception>
    public static IReadOnlyList<InventoryRow> Parse(ReadOnlySpan<byte> bytes)
    {
        var table = StrictText.FromUtf8(bytes);
        if (!table.StartsWith('\uFEFF'))
            throw new MalformedException("InventoryStart");

        var rows = new List<InventoryRow>();
        IReadOnlyList<string>? header = null;
        for (int at = 1, line = 1; at < table.Length; line++)
        {
            var end = LineFrom(table, at, out var cells);
            if (cells.Any(IsFormula) || table[at..end] != Line(cells))
                throw new MalformedException("InventoryLineForm", line);
            if (header is null)
                header = IsHeader(cells) ? cells : throw new MalformedException("InventoryHeader");
            else if (cells.Count != header.Count)
                throw new MalformedException("InventoryCells", line, cells.Count, header.Count);
            else
                rows.Add(new(line, header.Zip(cells).ToDictionary(c => c.First, c => c.Second)));
            at = end;
        }

        return header is null ? throw new MalformedException("InventoryHeader") : rows;
    }

    private static bool IsHeader(List<string> cells) =>
        cells.SequenceEqual(Columns);

    private static bool IsFormula(string text) =>
        text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal);

    private static string Line(IEnumerable<string> cells) => string.Join(Separator, cells.Select(Quoted)) + LineEnd;

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(";\"\r\n") || cell.StartsWith(' ') || cell.EndsWith(' ')
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;

    /// <summary>
    /// The cells of the line that begins here, read generously: what was written otherwise shows when it is written
    /// again.
    /// </summary>
    /// <returns>Where the next line begins.</returns>
    private static int LineFrom(string table, int at, out List<string> cells)
    {
        cells = [];
        var cell = new StringBuilder();
        for (var quoted = false; at < table.Length; at++)
        {
            if (table[at] == Quote)
            {
                if (quoted && at + 1 < table.Length && table[at + 1] == Quote)
                    cell.Append(table[at++]);
                else
                    quoted = !quoted;
            }
            else if (!quoted && table[at] == Separator)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (!quoted && string.CompareOrdinal(table, at, LineEnd, 0, LineEnd.Length) == 0)
            {
                at += LineEnd.Length;
                break;
            }
            else
            {
                cell.Append(table[at]);
            }
        }

        cells.Add(cell.ToString());
        return at;
    }
}
