using System.Globalization;

namespace Archive.Replay.Sample;

/// <summary>
/// So many requests in each five minutes by the clock, told in Mastodon's three headers with an ISO 8601 reset.
/// </summary>
internal sealed class RateWindow(int limit, TimeProvider clock)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);
    private readonly Lock gate = new();
    private DateTimeOffset reset;
    private int left;

    /// <returns>False when none is left.</returns>
    public bool Take()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now >= reset)
            {
                reset = new DateTimeOffset(now.UtcTicks - now.UtcTicks % Length.Ticks, TimeSpan.Zero) + Length;
                left = limit;
            }

            if (left == 0)
            {
                return false;
            }

            left--;
            return true;
        }
    }

    public Reply Told(Reply reply)
    {
        lock (gate)
        {
            return reply
                .With("x-ratelimit-limit", limit.ToString(CultureInfo.InvariantCulture))
                .With("x-ratelimit-remaining", left.ToString(CultureInfo.InvariantCulture))
                .With(
                    "x-ratelimit-reset",
                    reset.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        }
    }
}
