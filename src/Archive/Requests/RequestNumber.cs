using System.Globalization;
using System.Text.RegularExpressions;

namespace Archive.Requests;

/// <summary>
/// What officers and requesters call a request: `WOO-2026-0001`. Counts from 1 in each year of receipt; never reused,
/// and a number that came to nothing stays unused.
/// </summary>
public readonly partial record struct RequestNumber(int Year, int Ordinal)
{
    public static RequestNumber? Parse(string written)
    {
        var parts = Form().Match(written);
        return parts.Success && new RequestNumber(Number(parts.Groups[1]), Number(parts.Groups[2])) is var number
               && number.ToString() == written
            ? number
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"WOO-{Year:0000}-{Ordinal:0000}");

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\AWOO-([0-9]{4})-([0-9]{4,8})\z")]
    private static partial Regex Form();
}
