using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.Storage.Keys;

/// <summary>
/// Seals all secrets of a tenant anew, under the newest key. Other hosts go on keeping and destroying meanwhile; a run
/// that was killed is simply run again and does what is left.
/// </summary>
public sealed class Rewrapping(PerishableDatabase perishable, KeyRing keys)
{
    private const int Batch = 1_000;

    /// <returns>
    /// Keys but the newest that this tenant's secrets may still need; empty when there is nothing to seal anew.
    /// </returns>
    public async Task<IReadOnlyList<string>> Needed(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return
        [
            .. from key in await WrappingKeys.All(transaction, ct)
               where key.EmptiedAt is null && key.Id != keys.Newest.Id
               select key.Id,
        ];
    }

    /// <summary>From when this returns, every host seals under the newest key.</summary>
    public async Task CloseOthers(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await WrappingKeys.Register(transaction, keys.Newest.Id, ct);
        await WrappingKeys.CloseOthers(transaction, keys.Newest.Id, ct);
        await transaction.Commit(ct);
    }

    /// <summary>
    /// Seals every secret that is under another key under the newest, and opens each as it is kept then. What others
    /// make meanwhile is under the newest from its first moment, and however fast they make it, this ends.
    /// </summary>
    /// <param name="progress">Told how many were sealed so far.</param>
    /// <returns>How many secrets there are, all of them under the newest key.</returns>
    /// <exception cref="FaultException">
    /// A secret does not open; those before it stay sealed as they are now.
    /// </exception>
    public async Task<long> Run(IProgress<long>? progress, CancellationToken ct)
    {
        for (var done = 0L; ;)
        {
            var (under, of) = await Count(ct);
            if (under == of)
                return of;
            var before = done;
            await SealAll(sealedNow => progress?.Report(done += sealedNow), ct);
            if (done == before)
                await Task.Delay(TimeSpan.FromMilliseconds(200), ct); // what is left is being destroyed this moment
        }
    }

    /// <summary>Writes down that nothing of this tenant needs the keys any more.</summary>
    public async Task MarkEmptied(IEnumerable<string> keyIds, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        foreach (var key in keyIds)
            await WrappingKeys.MarkEmptied(transaction, key, ct);
        await transaction.Commit(ct);
    }

    private async Task<(long Under, long Of)> Count(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await WrappingKeys.Count(transaction, keys.Newest.Id, ct);
    }

    private async Task SealAll(Action<int> told, CancellationToken ct)
    {
        for (var after = Guid.Empty; ;)
        {
            await using var transaction = await perishable.Begin(ct);
            // Rows that somebody is destroying are passed over, never waited for: so nobody ever waits for us in a
            // circle.
            var rows = await transaction.Query(
                $"""
                 SELECT unit, key_id, sealed FROM perishable.unit_secret
                 WHERE tenant_id = $1 AND unit > $2 AND key_id <> $3
                 ORDER BY unit LIMIT {Batch} FOR UPDATE SKIP LOCKED
                 """,
                row => new Row(row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2)),
                ct, transaction.Tenant, after, keys.Newest.Id);
            if (rows.Count == 0)
                return;
            await SealBatch(transaction, rows, ct);
            await transaction.Commit(ct);
            told(rows.Count);
            after = rows[^1].Unit;
        }
    }

    private async Task SealBatch(TenantTransaction transaction, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        var newest = keys.Newest;
        var opened = Open(rows);
        var kept = await transaction.Query(
            """
            UPDATE perishable.unit_secret s SET key_id = $2, sealed = n.sealed
            FROM unnest($3::uuid[], $4::bytea[]) AS n (unit, sealed) WHERE s.tenant_id = $1 AND s.unit = n.unit
            RETURNING s.unit, s.key_id, s.sealed
            """,
            row => new Row(row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2)),
            ct,
            transaction.Tenant, newest.Id, opened.Select(o => o.Unit).ToArray(),
            newest.Seal(perishable.Tenant, opened));
        Open(kept);
    }

    private List<UnitSecret> Open(IReadOnlyList<Row> rows)
    {
        var opened = new List<UnitSecret>(rows.Count);
        foreach (var sealedWith in rows.GroupBy(r => r.Key))
        {
            using var opener = keys.Get(sealedWith.Key).Opener(perishable.Tenant);
            foreach (var row in sealedWith)
                opened.Add(new(row.Unit, UnitKind.Record, opener.Open(row.Unit, row.Sealed)));
        }

        return opened;
    }

    private sealed record Row(Guid Unit, string Key, byte[] Sealed);
}
