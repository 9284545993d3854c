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

    /// <summary>Seals every secret under the newest key, and opens each again.</summary>
    /// <param name="progress">Told how many were sealed so far.</param>
    /// <returns>How many secrets there are, all of them under the newest key and opened.</returns>
    /// <exception cref="FaultException">
    /// A secret does not open; those before it stay sealed as they are now.
    /// </exception>
    public async Task<long> Run(IProgress<long>? progress, CancellationToken ct)
    {
        var done = 0L;
        while (await UnderOthers(ct) > 0)
        {
            var before = done;
            await Pages("FOR UPDATE SKIP LOCKED", SealBatch, sealedNow => progress?.Report(done += sealedNow), ct);
            if (done == before)
                await Task.Delay(TimeSpan.FromMilliseconds(200), ct); // what is left is being destroyed this moment
        }

        var opened = 0L;
        await Pages("", OpenBatch, count => opened += count, ct);
        return opened;
    }

    /// <summary>Writes down that nothing of this tenant needs the keys any more.</summary>
    public async Task MarkEmptied(IEnumerable<string> keyIds, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        foreach (var key in keyIds)
            await WrappingKeys.MarkEmptied(transaction, key, ct);
        await transaction.Commit(ct);
    }

    private async Task<long> UnderOthers(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var (under, of) = await WrappingKeys.Count(transaction, keys.Newest.Id, ct);
        return of - under;
    }

    private async Task Pages(
        string locking, Func<TenantTransaction, IReadOnlyList<Row>, CancellationToken, Task<long>> work,
        Action<long> told,
        CancellationToken ct)
    {
        for (var after = Guid.Empty; ;)
        {
            await using var transaction = await perishable.Begin(ct);
            // Rows that somebody is destroying are passed over, never waited for: so nobody ever waits for us in a
            // circle.
            var rows = await transaction.Query(
                $"""
                 SELECT unit, key_id, sealed FROM perishable.unit_secret
                 WHERE tenant_id = $1 AND unit > $2 ORDER BY unit LIMIT {Batch} {locking}
                 """,
                row => new Row(row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2)),
                ct, transaction.Tenant, after);
            if (rows.Count == 0)
                return;
            var count = await work(transaction, rows, ct);
            await transaction.Commit(ct);
            told(count);
            after = rows[^1].Unit;
        }
    }

    private async Task<long> SealBatch(TenantTransaction transaction, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        var newest = keys.Newest;
        var others = rows.Where(r => r.Key != newest.Id)
            .Select(r => new UnitSecret(r.Unit, UnitKind.Record,
                keys.Get(r.Key).Open(perishable.Tenant, r.Unit, r.Key, r.Sealed)))
            .ToList();
        return others.Count == 0 ? 0 : await transaction.Run(
            """
            UPDATE perishable.unit_secret s SET key_id = $2, sealed = n.sealed
            FROM unnest($3::uuid[], $4::bytea[]) AS n (unit, sealed) WHERE s.tenant_id = $1 AND s.unit = n.unit
            """,
            ct,
            transaction.Tenant, newest.Id, others.Select(o => o.Unit).ToArray(),
            newest.Seal(perishable.Tenant, others));
    }

    private Task<long> OpenBatch(TenantTransaction transaction, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        foreach (var row in rows)
            keys.Newest.Open(perishable.Tenant, row.Unit, row.Key, row.Sealed);
        return Task.FromResult((long)rows.Count);
    }

    private sealed record Row(Guid Unit, string Key, byte[] Sealed);
}
