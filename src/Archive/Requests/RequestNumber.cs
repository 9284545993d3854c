using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Archive.Evidence;

namespace Archive.Requests;

/// <summary>
/// What officers and requesters call a request: `WOO-2026-0001`. Counts from 1 in each year of receipt, by prefix;
/// never reused, and a number that came to nothing stays unused. Facts have it as text.
/// </summary>
[JsonConverter(typeof(Form))]
public readonly partial record struct RequestNumber
{
    private readonly string? prefix;

    /// <param name="prefix">Two to eight capitals, of the request's kind.</param>
    /// <exception cref="ArgumentException">A number is not written so.</exception>
    public RequestNumber(string prefix, int year, int ordinal)
    {
        if (!IsPrefix().IsMatch(prefix) || year is < 1 or > 9999 || ordinal is < 1 or > 99_999_999)
        {
            throw new ArgumentException(
                $"A request's number is of the form WOO-2026-0001, not {prefix}-{year}-{ordinal}.");
        }

        (this.prefix, Year, Ordinal) = (prefix, year, ordinal);
    }

    public string Prefix => prefix ?? throw new InvalidOperationException("This number was never given.");

    /// <summary>In which the request came in.</summary>
    public int Year { get; }

    public int Ordinal { get; }

    /// <returns>Null if it is none, or not in its one form.</returns>
    public static RequestNumber? Parse(string written)
    {
        var parts = Whole().Match(written);
        if (!parts.Success || Number(parts.Groups[2]) == 0 || Number(parts.Groups[3]) == 0)
            return null;
        var number = new RequestNumber(parts.Groups[1].Value, Number(parts.Groups[2]), Number(parts.Groups[3]));
        return number.ToString() == written ? number : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Year:0000}-{Ordinal:0000}");

    internal static bool CanBegin(string prefix) => IsPrefix().IsMatch(prefix);

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[A-Z]{2,8}\z")]
    private static partial Regex IsPrefix();

    [GeneratedRegex(@"\A([A-Z]{2,8})-([0-9]{4})-([0-9]{4,8})\z")]
    private static partial Regex Whole();

    private sealed class Form() : TextForm<RequestNumber>(
        text => text is null ? null : Parse(text));
}
