using System.Globalization;

namespace Archive.Evidence.Canonical;

/// <summary>The one form in which moments are written down: UTC, to the microsecond.</summary>
public static class CanonicalMoment
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>UTC with always six decimals: `2026-11-20T23:07:01.123456Z`.</summary>
    public static string Write(DateTimeOffset at) =>
        at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <returns>Null if it is not in that form.</returns>
    public static DateTimeOffset? Read(string moment) => DateTimeOffset.TryParseExact(
        moment, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>PostgreSQL keeps microseconds: what is finer is cut off before it is recorded anywhere.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) => new(at.UtcTicks / 10 * 10, TimeSpan.Zero);
}
