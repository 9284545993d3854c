namespace Archive;

/// <summary>
/// A moment that was written down and lies ahead: the clock was ahead when it was, or is behind now. Whoever waits for
/// it would wait for as long as the clock was wrong, so it counts as past.
/// </summary>
public static class FutureMoment
{
    /// <summary>How far the clocks of hosts that share a database may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static bool IsAheadOf(this DateTimeOffset moment, DateTimeOffset now) => moment > now + Skew;
}
