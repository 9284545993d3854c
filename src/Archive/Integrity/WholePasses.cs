using Archive.Evidence.Canonical;
using Archive.Storage.Postgres;

namespace Archive.Integrity;

/// <summary>Passes over everything: which one is under way.</summary>
public sealed class WholePasses(PerishableDatabase perishable)
{
    /// <returns>When the pass began, and whether it is one that was broken off.</returns>
    public async Task<(DateTimeOffset Began, bool Resumed)> Begin(DateTimeOffset now, CancellationToken ct)
    {
        var at = CanonicalMoment.Truncate(now);
        await using var transaction = await perishable.Begin(ct);
        // One that was begun by a clock that was ahead would look at the same objects again and again until then.
        var unfinished = await transaction.Scalar<DateTime?>(
            """
            SELECT max(began_at) FROM perishable.whole_pass WHERE tenant_id = $1 AND ended_at IS NULL
            AND began_at <= $2
            """,
            ct, transaction.Tenant, (now + FutureMoment.Skew).UtcDateTime);
        if (unfinished is { } begun)
            return (new(begun, TimeSpan.Zero), true);
        await transaction.Run(
            "INSERT INTO perishable.whole_pass (tenant_id, began_at) VALUES ($1, $2)",
            ct, transaction.Tenant, at.UtcDateTime);
        await transaction.Commit(ct);
        return (at, false);
    }

    public async Task End(DateTimeOffset began, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            "UPDATE perishable.whole_pass SET ended_at = $3 WHERE tenant_id = $1 AND began_at = $2",
            ct, transaction.Tenant, began.UtcDateTime, now.UtcDateTime);
        await transaction.Commit(ct);
    }
}
