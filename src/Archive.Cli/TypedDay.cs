using System.CommandLine;
using System.Globalization;
using Archive.Evidence;

namespace Archive.Cli;

/// <summary>
/// Days as officers type and read them. 2026-11-05 is the same day everywhere; 5-11-2026 is read only where the
/// language is Dutch, because elsewhere it may be the eleventh of May.
/// </summary>
internal static class TypedDay
{
    public static Option<DateOnly> Option(string name) => new(name)
    {
        Required = true,
        CustomParser = parsed =>
        {
            if (Read(parsed.Tokens[0].Value, Lines.Language) is { } day)
                return day;
            parsed.AddError(nameof(DateOnly));
            return default;
        },
    };

    /// <returns>Null if it can be read in no way, or in more than one.</returns>
    internal static DateOnly? Read(string typed, Language language)
    {
        string[] forms = language == Language.Nl ? ["yyyy-MM-dd", "d-M-yyyy"] : ["yyyy-MM-dd"];
        return DateOnly.TryParseExact(typed, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }

    /// <summary>`donderdag 5 november 2026`: a day that was mistyped is seen when it is read back.</summary>
    public static string InWords(DateOnly day) => day.ToString("dddd d MMMM yyyy", Lines.Language.Culture);
}
