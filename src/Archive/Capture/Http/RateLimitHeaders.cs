using System.Globalization;

namespace Archive.Capture.Http;

/// <summary>
/// Until when a server wants us to wait: `Retry-After` (RFC 9110 section 10.2.3, seconds or a date), and
/// `X-RateLimit-Reset` or `RateLimit-Reset` once nothing remains or the answer is 429. Some servers write the
/// reset as an ISO moment, X as seconds since 1970, the IETF draft as seconds from now; all three are read.
/// </summary>
public static class RateLimitHeaders
{
    /// <summary>Who asks for more is asked again after this long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const double FirstEpochSecond = 1e9; // 2001; a smaller number counts from now
    private const double FirstEpochMillisecond = 1e11;

    public static DateTimeOffset? Until(Fetched answer, DateTimeOffset now)
    {
        var until = answer.Header("retry-after") is { } retry ? RetryAfter(retry, now, ServerClock(answer, now)) : null;
        if (answer.Status == 429 || NothingRemains(answer))
            until = Later(until, Reset(answer, now));
        return until > now + Longest ? now + Longest : until;
    }

    private static DateTimeOffset? RetryAfter(string value, DateTimeOffset now, TimeSpan ahead) =>
        Seconds(value) is { } seconds ? now.AddSeconds(Math.Min(seconds, Longest.TotalSeconds))
        : HttpDate(value) is { } date ? date - ahead
        : null;

    private static DateTimeOffset? Reset(Fetched answer, DateTimeOffset now)
    {
        if ((answer.Header("x-ratelimit-reset") ?? answer.Header("ratelimit-reset")) is not { } value)
            return null;
        if (Seconds(value) is { } seconds)
        {
            return seconds switch
            {
                < FirstEpochSecond => now.AddSeconds(Math.Min(seconds, Longest.TotalSeconds)),
                < FirstEpochMillisecond => DateTimeOffset.UnixEpoch.AddSeconds(seconds) - ServerClock(answer, now),
                < 1e14 => DateTimeOffset.UnixEpoch.AddMilliseconds(seconds) - ServerClock(answer, now),
                _ => null,
            };
        }

        return DateTimeOffset.TryParse(
            value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment)
            && moment.Year is > 2000 and < 9000
            ? moment - ServerClock(answer, now)
            : null;
    }

    /// <summary>How far the server's clock is ahead of ours: its moments are by its own clock.</summary>
    private static TimeSpan ServerClock(Fetched answer, DateTimeOffset now) =>
        answer.Header("date") is { } date && HttpDate(date) is { } theirs ? theirs - now : TimeSpan.Zero;

    private static bool NothingRemains(Fetched answer) =>
        (answer.Header("x-ratelimit-remaining") ?? answer.Header("ratelimit-remaining")) is { } value
        && Seconds(value) is <= 0;

    private static double? Seconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    private static DateTimeOffset? HttpDate(string value) =>
        DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is > 2000 and < 9000
            ? date
            : null;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b ?? a : a;
}
