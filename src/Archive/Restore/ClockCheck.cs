using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.Restore;

/// <summary>
/// Warns of a clock that is before what was recorded last: this one is behind, or the one that recorded it was ahead.
/// Nothing is stopped by it; moments in facts would be wrong.
/// </summary>
public sealed class ClockCheck(FactsDatabase facts, TimeProvider clock)
{
    /// <returns>Null if the clock is not before the newest fact, or nothing was recorded yet.</returns>
    public async Task<Sentence?> Warns(CancellationToken ct)
    {
        await using var transaction = await facts.Begin(ct);
        var newest = await transaction.Scalar<DateTime?>(
            "SELECT \"timestamp\" FROM archive.mt_events WHERE tenant_id = $1 ORDER BY seq_id DESC LIMIT 1",
            ct, transaction.Tenant);
        var now = clock.GetUtcNow();
        return newest is { } at && new DateTimeOffset(at, TimeSpan.Zero).IsAheadOf(now)
            ? Sentences.Of("restore.clock-behind", now.UtcDateTime, at)
            : null;
    }
}
