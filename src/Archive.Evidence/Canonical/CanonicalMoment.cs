using System.Globalization;

namespace Archive.Evidence.Canonical;

/// <summary>The one form in which moments are written down: UTC, to the microsecond.</summary>
public static class CanonicalMoment
{
    /// <summary>UTC with always six decimals: `2026-11-20T23:07:01.123456Z`.</summary>
    public static string Write(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>PostgreSQL keeps microseconds: what is finer is cut off before it is recorded anywhere.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) => new(at.UtcTicks / 10 * 10, TimeSpan.Zero);
}
