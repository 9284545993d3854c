namespace Archive.Anchoring;

/// <summary>
/// When an authority may be asked again: 1 minute after the first failure, then 2, 4 … up to an hour, for as long as it
/// takes. Kept in memory: a worker that starts asks at once.
/// </summary>
public sealed class BackOff(TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (int Failures, DateTimeOffset Next, TimeStampFailure? Last)> tried = [];

    public bool MayTry(string authority) =>
        !tried.TryGetValue(authority, out var last) || last.Next <= clock.GetUtcNow()
        || last.Next > clock.GetUtcNow() + Longest; // the clock was set back

    /// <summary>What came of asking the last time; null if all is well or it was not asked yet.</summary>
    public TimeStampFailure? Trouble(string authority) => tried.GetValueOrDefault(authority).Last;

    /// <param name="trouble">null: it answered.</param>
    public void Tried(string authority, TimeStampFailure? trouble)
    {
        if (trouble is null)
        {
            tried.Remove(authority);
            return;
        }

        var failures = tried.GetValueOrDefault(authority).Failures + 1;
        var wait = TimeSpan.FromMinutes(Math.Min(1 << Math.Min(failures - 1, 10), Longest.TotalMinutes));
        tried[authority] = (failures, clock.GetUtcNow() + wait, trouble);
    }
}
