using Archive.Evidence;
using Archive.Storage.Facts;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Integrity;

/// <summary>
/// How far the log was verified, so that the next verification reads what is new and its share of the rest: all of it
/// within <see cref="Scrub.Cycle"/>.
/// </summary>
public sealed class LogProgress(EventStore events, PerishableDatabase perishable)
{
    private Tenant Tenant => perishable.Tenant;

    /// <returns>What may be passed by; null if everything is to be read.</returns>
    public async Task<VerifiedLog?> Next(DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.QueryFirst(
            """
            SELECT log, size, root, read_to, verified_at FROM perishable.verified_log WHERE tenant_id = $1
            AND verified_at <= $2
            """,
            row => VerifiedLog.Next(
                row.GetInt32(0), (ulong)row.GetInt64(1), Digest.Parse(row.GetString(2)), (ulong)row.GetInt64(3),
                (now - row.GetFieldValue<DateTimeOffset>(4)) / Scrub.Cycle),
            ct, Tenant, (now + FutureMoment.Skew).UtcDateTime);
    }

    /// <summary>A log with findings is read whole until it has none.</summary>
    public async Task Done(
        LogVerificationResult verdict,
        VerifiedLog? passedBy,
        DateTimeOffset now,
        CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        if (verdict.Holds && verdict.Size > 0)
        {
            await transaction.Run(
                """
                INSERT INTO perishable.verified_log (tenant_id, log, size, root, read_to, verified_at) VALUES ($1, $2,
                    $3, $4, $5, $6)
                ON CONFLICT (tenant_id) DO UPDATE SET log = excluded.log, size = excluded.size, root = excluded.root,
                    read_to = excluded.read_to, verified_at = excluded.verified_at
                """,
                ct, Tenant, await events.CurrentLog(ct), (long)verdict.Size, verdict.Root.ToString(), (long)(passedBy?
                    .AgainTo ?? 0), now.UtcDateTime);
        }
        else
        {
            await transaction.Run("DELETE FROM perishable.verified_log WHERE tenant_id = $1", ct, Tenant);
        }

        await transaction.Commit(ct);
    }
}
