using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;

namespace Archive.Records;

/// <summary>
/// Keeps the readable records up to date with the log: every captured version is read again from its raw bytes in the
/// vault, mapped, and held against the commitment in its fact before a word of it is shown. Can be made anew at will.
/// </summary>
public sealed class RecordProjection(
    EventStore events, PerishableDatabase perishable, IVault vault, UnitSecrets units, MediaStore media,
    SourceDesk sources, PlatformRegistry platforms)
{
    private const string Name = "records";
    private const int Batch = 4_000; // facts of a transaction
    private const int Share = 250; // facts that are read while those before are written

    private readonly RecordReading reading = new(vault, units, media, sources, platforms);

    /// <summary>
    /// Takes in what the log has gained; all of it anew if a new log was opened. One at a time per tenant; whoever
    /// comes second waits.
    /// </summary>
    /// <returns>How many facts were taken in.</returns>
    public async Task<int> CatchUp(CancellationToken ct)
    {
        var total = 0;
        int taken;
        do
        {
            await using var transaction = await perishable.Begin(ct);
            var at = await Hold(transaction, ct);
            if (at.Log != await events.CurrentLog(ct))
            {
                total = await Rebuild(transaction, ct);
                await transaction.Commit(ct);
                return total;
            }

            taken = await ProjectBatch(transaction, at.Leaf, ct);
            await transaction.Commit(ct);
            total += taken;
        }
        while (taken == Batch);

        return total;
    }

    /// <summary>
    /// Makes all records anew, in one transaction: readers see the old ones until the new ones are complete.
    /// </summary>
    public async Task<int> Rebuild(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var total = await Rebuild(transaction, ct);
        await transaction.Commit(ct);
        return total;
    }

    private async Task<int> Rebuild(TenantTransaction transaction, CancellationToken ct)
    {
        await Hold(transaction, ct);
        var log = await events.CurrentLog(ct);
        await transaction.Run(
            ct,
            ("DELETE FROM perishable.record WHERE tenant_id = $1", [transaction.Tenant]),
            ("DELETE FROM perishable.record_version WHERE tenant_id = $1", [transaction.Tenant]),
            ("DELETE FROM perishable.gap WHERE tenant_id = $1", [transaction.Tenant]),
            ("UPDATE perishable.projection SET log = $3, leaf = -1 WHERE tenant_id = $1 AND name = $2",
                [transaction.Tenant, Name, log]));
        var total = 0;
        int taken;
        do
        {
            taken = await ProjectBatch(transaction, (await Hold(transaction, ct)).Leaf, ct);
            total += taken;
        }
        while (taken == Batch);

        return total;
    }

    /// <summary>
    /// Waits for whoever takes facts in, and lets nobody do so until the transaction ends. Who destroys a record holds
    /// it while its rows go: else one that was just being read would be written back.
    /// </summary>
    /// <returns>The last leaf taken in, and of which log.</returns>
    internal static async Task<(int Log, long Leaf)> Hold(
        TenantTransaction transaction,
        CancellationToken ct)
    {
        await transaction.Run(
            "INSERT INTO perishable.projection (tenant_id, name, leaf) VALUES ($1, $2, -1) ON CONFLICT DO NOTHING",
            ct, transaction.Tenant, Name);
        return await transaction.QueryFirst(
            "SELECT log, leaf FROM perishable.projection WHERE tenant_id = $1 AND name = $2 FOR UPDATE",
            row => (row.GetInt32(0), row.GetInt64(1)), ct, transaction.Tenant, Name);
    }

    /// <summary>Removes what is readable of a record that is being destroyed.</summary>
    /// <param name="transaction">In which <see cref="Hold"/> was called.</param>
    internal static Task Remove(TenantTransaction transaction, Guid record, CancellationToken ct) => transaction.Run(
        ct,
        ("DELETE FROM perishable.record WHERE tenant_id = $1 AND record = $2", [transaction.Tenant, record]),
        ("DELETE FROM perishable.record_version WHERE tenant_id = $1 AND record = $2", [transaction.Tenant, record]));

    /// <returns>How many facts were taken in, at most a batch.</returns>
    private async Task<int> ProjectBatch(TenantTransaction transaction, long after, CancellationToken ct)
    {
        var batch = await NextBatch(after, ct);
        if (batch.Count == 0)
            return 0;

        var rows = new RecordRows(transaction);
        var shares = batch.Chunk(Share).ToList();
        var next = Prepare(rows, shares[0], ct);
        for (var i = 0; i < shares.Count; i++)
        {
            var prepared = await next;
            if (i + 1 < shares.Count)
                next = Prepare(rows, shares[i + 1], ct);
            try
            {
                await rows.Keep(prepared, ct);
            }
            catch
            {
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }

        await transaction.Run(
            "UPDATE perishable.projection SET leaf = $3 WHERE tenant_id = $1 AND name = $2",
            ct, transaction.Tenant, Name, batch[^1].Leaf);
        return batch.Count;
    }

    /// <summary>Content read and rows made of it: all that needs no turn at the transaction.</summary>
    private async Task<PreparedRows> Prepare(RecordRows rows, IReadOnlyList<ReadFact> share, CancellationToken ct) =>
        rows.Prepare(await reading.Read(share, ct));

    private async Task<List<ReadFact>> NextBatch(long after, CancellationToken ct)
    {
        var batch = new List<ReadFact>();
        await foreach (var (leaf, fact) in events.ReadLog(after, ct, Batch))
            batch.Add(new(leaf, fact, Facts.Read(fact)));
        return batch;
    }
}
