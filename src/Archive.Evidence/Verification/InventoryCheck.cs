using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is the list of documents for people the list that the set proves: a row for each version that is accounted for, with
/// the number, leaf, moments, sender and counts that the evidence has; and rows of what is not disclosed, which show
/// nothing of it. What the maker says besides (kind, judgement, grounds, reasons) is signed for in the manifest, and
/// held against nothing.
/// </summary>
internal static partial class InventoryCheck
{
    private static readonly string Path = ExportLayout.InventoryList.Path;

    /// <summary>Filled in every row.</summary>
    private static readonly string[] Always = ["omschrijving", "soort", "platform", "status", "beoordeling"];

    public static void Run(VerificationContext run, string set, IReadOnlyList<ShownVersion> shown)
    {
        if (!run.Files.ContainsKey(Path) || run.Read(Path, bytes => InventoryList.Parse(bytes)) is not { } rows)
            return; // that it is listed and there is found with the manifest

        var numbered = Numbered(run, rows);
        var accounted = shown.ToDictionary(s => s.Number);
        foreach (var (number, row) in numbered)
        {
            CheckOwn(run, set, number, row);
            var version = accounted.GetValueOrDefault(number);
            CheckAccounted(run, number, row, version);
            CheckShown(run, number, row, version is { Destroyed: null } ? version : null);
            CheckDestroyed(run, number, row, version?.Destroyed);
        }

        foreach (var lacking in shown.Where(s => !numbered.ContainsKey(s.Number)))
            run.Find(Path, "InventoryLacks", lacking.Number, ExportLayout.Records.Path);
        CheckVersions(run, numbered, shown);
        CheckPages(run, numbered);
        InventoryThreads.Run(run, numbered, shown);
    }

    /// <summary>Rows by their number, which ascends.</summary>
    private static SortedDictionary<int, InventoryRow> Numbered(
        VerificationContext run, IReadOnlyList<InventoryRow> rows)
    {
        var numbered = new SortedDictionary<int, InventoryRow>();
        var last = 0;
        foreach (var row in rows)
        {
            if (row.Number("documentnummer") is not { } number)
                run.Find(Path, "InventoryNumber", row.Line, row["documentnummer"]);
            else if (!numbered.TryAdd(number, row))
                run.Find(Path, "InventoryTwice", row.Line, number, numbered[number].Line);
            else if (number < last)
                run.Find(Path, "InventoryOrder", row.Line, number, last);
            else
                last = number;
        }

        return numbered;
    }

    /// <summary>What each row says of itself, in its form.</summary>
    private static void CheckOwn(VerificationContext run, string set, int number, InventoryRow row)
    {
        foreach (var column in Always.Where(c => row[c].Length == 0))
            run.Find(Path, "InventoryEmpty", number, column);
        if (!OfSet().IsMatch(set.StartsWith(row["zaaknummer"], StringComparison.Ordinal)
            ? set[row["zaaknummer"].Length..]
            : ""))
            run.Find(Path, "InventoryOtherCase", number, row["zaaknummer"], set);
        Form("datum", row.Day("datum") is not null);
        Form("versie", row.Version is not null);
        Form("bewerkt_utc", row["bewerkt_utc"].Length == 0 || row.IsMoment("bewerkt_utc"));
        Form("vastgelegd_utc", row.IsMoment("vastgelegd_utc"));
        Form("dubbel_van", row["dubbel_van"].Length == 0 || row.Number("dubbel_van") is { } other && other != number);

        void Form(string column, bool right)
        {
            if (!right)
                run.Find(Path, "InventoryCellForm", number, column, row[column]);
        }
    }

    /// <summary>Which fact it is of, and when that was recorded.</summary>
    private static void CheckAccounted(
        VerificationContext run, int number, InventoryRow row, ShownVersion? version)
    {
        if (version is null && row["lognummer"].Length > 0)
            run.Find(Path, "InventoryUnaccounted", number, row["lognummer"], ExportLayout.Records.Path);
        if (version is null || !Agrees(run, number, row, "lognummer", Number(version.Leaf))
            || !run.Facts.TryGetValue(version.Leaf, out var fact))
            return;
        Agrees(run, number, row, "vastgelegd_utc", Seconds(fact.At));
        if (fact.Ordinal is { } ordinal && row.Version is var (which, _) && which != ordinal)
            run.Find(Path, "InventoryDiffers", number, "versie", row["versie"], Number(ordinal));
    }

    /// <param name="version">Null if nothing of the document is shown.</param>
    private static void CheckShown(VerificationContext run, int number, InventoryRow row, ShownVersion? version)
    {
        string? Member(string path) =>
            version?.Members.Where(m => m.Path == path).Select(m => m.Value).FirstOrDefault();
        Agrees(
            run, number, row, "afzender", InventoryList.Cell(Member("author-name") ?? Member("author-handle") ?? ""));
        if (version is null)
        {
            Agrees(run, number, row, "gelakte_woorden", "");
            Agrees(run, number, row, "gelakte_vlakken", "");
            return;
        }

        Agrees(run, number, row, "vindplaats", InventoryList.Cell(Member("url") ?? ""));
        Agrees(run, number, row, "bewerkt_utc", Member("edited-at") is { } edited ? Seconds(edited) : "");
        if (Member("posted-at") is { } posted)
            CheckDay(run, number, row, "datum", posted);
        var regions = version.Redacted.Sum(c => run.Facts.GetValueOrDefault(c.Leaf)?.Copy?.Regions.Count ?? 0);
        Agrees(run, number, row, "gelakte_vlakken", Number(regions));
        if (run.WithheldWords.TryGetValue(version.Version, out var withheld)
            && (row.Count("gelakte_woorden") is not { } words || words < withheld.Least || words > withheld.Most))
            run.Find(Path, "InventoryWords", number, row["gelakte_woorden"], withheld.Least, withheld.Most);
    }

    private static void CheckDestroyed(VerificationContext run, int number, InventoryRow row, DestroyedBy? by)
    {
        Agrees(run, number, row, "vernietigd_lognummer", by is null ? "" : Number(by.Leaf));
        if (by is null)
        {
            Agrees(run, number, row, "vernietigd_op", "");
            Agrees(run, number, row, "vernietigd_grond", "");
            return;
        }

        CheckDay(run, number, row, "vernietigd_op", by.At);
        if (row["vernietigd_grond"].Length == 0)
            run.Find(Path, "InventoryEmpty", number, "vernietigd_grond");
    }

    /// <summary>Versions of one record count up, and out of the same number.</summary>
    private static void CheckVersions(
        VerificationContext run, SortedDictionary<int, InventoryRow> numbered, IReadOnlyList<ShownVersion> shown)
    {
        foreach (var record in shown.Where(s => numbered.ContainsKey(s.Number)).GroupBy(s => s.Record))
        {
            (int Number, int Which, int Of)? before = null;
            foreach (var version in record.OrderBy(s => s.Leaf))
            {
                if (numbered[version.Number].Version is not var (which, of))
                    continue;
                if (before is { } last && (last.Which >= which || last.Of != of))
                    run.Find(
                        Path, "InventoryVersions", version.Number, numbered[version.Number]["versie"], last.Number,
                        numbered[last.Number]["versie"]);
                before = (version.Number, which, of);
            }
        }
    }

    /// <summary>Where a document stands: in a PDF of the set, on pages that go up with the numbers.</summary>
    private static void CheckPages(VerificationContext run, SortedDictionary<int, InventoryRow> numbered)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (number, row) in numbered)
        {
            var file = row["bestand"];
            if (row["gelakte_woorden"].Length == 0)
            {
                Agrees(run, number, row, "paginas", "");
                Agrees(run, number, row, "bestand", "");
                continue;
            }

            if (!file.EndsWith(".pdf", StringComparison.Ordinal) || !run.Files.ContainsKey($"documents/{file}"))
                run.Find(Path, "InventoryNoPdf", number, file);
            if (row.Pages is not var (first, _) || first < last.GetValueOrDefault(file))
                run.Find(Path, "InventoryCellForm", number, "paginas", row["paginas"]);
            else
                last[file] = first;
        }
    }

    /// <returns>Whether the cell has what the evidence has.</returns>
    internal static bool Agrees(
        VerificationContext run, int number, InventoryRow row, string column, string proven)
    {
        if (row[column] == proven)
            return true;
        run.Find(Path, "InventoryDiffers", number, column, row[column], proven);
        return false;
    }

    // The day is that of the office, whose zone is not in the set: nowhere is it more than a day from that of UTC.
    private static void CheckDay(VerificationContext run, int number, InventoryRow row, string column, string moment)
    {
        if (InventoryRow.DayOf(moment) is { } proven
            && (row.Day(column) is not { } day || Math.Abs(day.DayNumber - proven.DayNumber) > 1))
            run.Find(Path, "InventoryDiffers", number, column, row[column], moment[..10]);
    }

    private static string Seconds(string moment) => moment.Length < 19 ? moment : $"{moment[..19]}Z";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a set's number has after that of the request.</summary>
    [GeneratedRegex(@"\A-[1-9][0-9]*\z")]
    private static partial Regex OfSet();
}
