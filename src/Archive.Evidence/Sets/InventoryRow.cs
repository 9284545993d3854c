using System.Globalization;
using System.Text.RegularExpressions;

namespace Archive.Evidence.Sets;

/// <summary>One document in the inventory, by the names of its columns.</summary>
/// <param name="line">Of the table, the header being 1.</param>
/// <param name="cells">As they stand there.</param>
public sealed partial class InventoryRow(int line, IReadOnlyDictionary<string, string> cells)
{
    /// <summary>Of the table, the header being 1. A cell with line ends in it counts for one line.</summary>
    public int Line { get; } = line;

    public string this[string column] => cells[column];

    /// <summary>`2/3` is the second of three; null if the cell is not of that form.</summary>
    public (int Which, int Of)? Version =>
        VersionForm().Match(this["versie"]) is { Success: true } match
        && (At(match, "which"), At(match, "of")) is var (which, of) && which <= of
            ? (which, of)
            : null;

    /// <summary>`7` is one page, `7-9` are three; null if the cell is not of that form.</summary>
    public (int First, int Last)? Pages =>
        PagesForm().Match(this["paginas"]) is not { Success: true } match ? null
        : !match.Groups["last"].Success ? (At(match, "first"), At(match, "first"))
        : At(match, "first") < At(match, "last") ? (At(match, "first"), At(match, "last"))
        : null;

    /// <summary>A whole number from 0 in its one form, of at most nine digits; null if it is anything else.</summary>
    public int? Count(string column) =>
        Whole().IsMatch(this[column]) ? int.Parse(this[column], CultureInfo.InvariantCulture) : null;

    /// <summary>The number of a document, from 1; null if it is anything else.</summary>
    public int? Number(string column) => Count(column) is > 0 and var number ? number : null;

    /// <summary>A day as `2026-11-20`; null if it is anything else.</summary>
    public DateOnly? Day(string column) => this[column].Length == 10 ? DayOf(this[column]) : null;

    /// <summary>A moment in UTC to the second: `2026-11-20T23:07:01Z`.</summary>
    public bool IsMoment(string column) => DateTime.TryParseExact(
        this[column], "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>The day that a text begins with; null if it begins with none.</summary>
    internal static DateOnly? DayOf(string text) =>
        text.Length >= 10 && DateOnly.TryParseExact(
            text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static int At(Match match, string group) =>
        int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<which>[1-9][0-9]{0,8})/(?<of>[1-9][0-9]{0,8})\z")]
    private static partial Regex VersionForm();

    [GeneratedRegex(@"\A(?<first>[1-9][0-9]{0,8})(-(?<last>[1-9][0-9]{0,8}))?\z")]
    private static partial Regex PagesForm();

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,8})\z")]
    private static partial Regex Whole();
}
