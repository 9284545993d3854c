using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.Records;

/// <summary>
/// Keeps the readable records up to date with the log: every captured version is read again from its raw bytes in the
/// vault, mapped, and held against the commitment in its fact before a word of it is shown. Can be made anew at will.
/// </summary>
/// <param name="perishable">The `perishable` database as the application role.</param>
public sealed class RecordProjection(
    EventStore events, NpgsqlDataSource perishable, IVault vault, UnitSecrets units, MediaStore media,
    SourceDesk sources, PlatformRegistry platforms)
{
    private const string Name = "records";
    private const int Batch = 500;

    /// <summary>
    /// Takes in what the log has gained; all of it anew if a new log was opened. One at a time per tenant; whoever comes
    /// second waits.
    /// </summary>
    /// <returns>How many facts were taken in.</returns>
    public async Task<int> CatchUp(CancellationToken ct)
    {
        var total = 0;
        int taken;
        do
        {
            await using var transaction = await perishable.Begin(events.Tenant, ct);
            var at = await Hold(transaction, events.Tenant, ct);
            if (at.Log != await events.CurrentLog(ct))
            {
                total = await Rebuild(transaction, ct);
                await transaction.Commit(ct);
                return total;
            }

            taken = await TakeIn(transaction, at.Leaf, ct);
            await transaction.Commit(ct);
            total += taken;
        }
        while (taken == Batch);

        return total;
    }

    /// <summary>Makes all records anew, in one transaction: readers see the old ones until the new ones are complete.</summary>
    public async Task<int> Rebuild(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(events.Tenant, ct);
        var total = await Rebuild(transaction, ct);
        await transaction.Commit(ct);
        return total;
    }

    private async Task<int> Rebuild(TenantTransaction transaction, CancellationToken ct)
    {
        await Hold(transaction, events.Tenant, ct);
        // Not `medium_use`: a visit writes its uses down before its facts, and none ever ends but by destruction.
        foreach (var table in new[] { "record", "record_version", "gap" })
            await transaction.Run($"DELETE FROM perishable.{table} WHERE tenant_id = $1", ct, events.Tenant.ToString());
        await transaction.Run(
            "UPDATE perishable.projection SET log = $3, leaf = -1 WHERE tenant_id = $1 AND name = $2",
            ct, events.Tenant.ToString(), Name, await events.CurrentLog(ct));
        var total = 0;
        int taken;
        do
        {
            taken = await TakeIn(transaction, (await Hold(transaction, events.Tenant, ct)).Leaf, ct);
            total += taken;
        }
        while (taken == Batch);

        return total;
    }

    /// <summary>
    /// Waits for whoever takes facts in, and lets nobody do so until the transaction ends. Who destroys a record holds it
    /// while its rows go: else one that was just being read would be written back.
    /// </summary>
    /// <returns>The last leaf taken in, and of which log.</returns>
    internal static async Task<(int Log, long Leaf)> Hold(TenantTransaction transaction, Tenant tenant, CancellationToken ct)
    {
        await transaction.Run(
            "INSERT INTO perishable.projection (tenant_id, name, leaf) VALUES ($1, $2, -1) ON CONFLICT DO NOTHING",
            ct, tenant.ToString(), Name);
        await using var lockRow = transaction.Command(
            "SELECT log, leaf FROM perishable.projection WHERE tenant_id = $1 AND name = $2 FOR UPDATE", tenant.ToString(), Name);
        await using var row = await lockRow.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt32(0), row.GetInt64(1));
    }

    /// <returns>How many facts were taken in, at most a batch.</returns>
    private async Task<int> TakeIn(TenantTransaction transaction, long after, CancellationToken ct)
    {
        var batch = await NextBatch(after, ct);
        if (batch.Count == 0)
            return 0;

        var rows = new RecordRows(transaction, events.Tenant);
        var captured = batch.Select(b => b.Read).OfType<VersionCaptured>().ToList();
        var secrets = await units.Get([.. captured.Select(c => c.Unit).Distinct()], ct);
        var digests = (await media.Kept([.. captured.SelectMany(c => c.Media).Select(m => m.Unit).Distinct()], ct))
            .ToDictionary(medium => medium.Unit, medium => medium.Digest);
        foreach (var (leaf, fact, read) in batch)
        {
            // Without its secret a version is destroyed: there is nothing to show.
            if (read is not VersionCaptured version)
                await Apply(rows, leaf, fact, read, ct);
            else if (secrets.TryGetValue(version.Unit, out var secret))
                await rows.Keep(version, await Content(version, secret, digests, ct), leaf, fact, ct);
        }

        await transaction.Run(
            "UPDATE perishable.projection SET leaf = $3 WHERE tenant_id = $1 AND name = $2",
            ct, events.Tenant.ToString(), Name, batch[^1].Leaf);
        return batch.Count;
    }

    private async Task<List<(long Leaf, Fact Fact, IFact Read)>> NextBatch(long after, CancellationToken ct)
    {
        var batch = new List<(long, Fact, IFact)>();
        await foreach (var (leaf, fact) in events.ReadLog(after, ct, Batch))
            batch.Add((leaf, fact, Facts.Read(fact)));
        return batch;
    }

    private static Task Apply(RecordRows rows, long leaf, Fact fact, IFact read, CancellationToken ct) => read switch
    {
        DisappearanceFound gone => rows.Gone(gone.Record, fact.At, ct),
        ReappearanceFound back => rows.Gone(back.Record, null, ct),
        EngagementMeasured measured => rows.Engagement(measured, ct),
        GapFound gap => rows.Gap(gap, leaf, fact, ct),
        _ => Task.CompletedTask, // facts of other capabilities say nothing of records
    };

    private async Task<MappedContent> Content(
        VersionCaptured captured, byte[] secret, IReadOnlyDictionary<Guid, Digest> digests, CancellationToken ct)
    {
        var pieces = new List<byte[]>();
        foreach (var at in captured.Pieces)
            pieces.Add(await vault.Read(at.Object, at.Piece, secret, ct));
        var kept = captured.Media.Where(m => digests.ContainsKey(m.Unit)).ToDictionary(m => m.Index, m => digests[m.Unit]);
        var domain = (await sources.Of(captured.Source, ct)).Domain;
        var content = platforms.Read(captured.Content.Mapper, captured.ReadFrom, pieces, domain, kept);

        var commitment = Commitments.Commit(
            captured.Content.Mapper, secret, captured.Version, content.Members(captured.Content.Mapper));
        if (commitment != captured.Content && kept.Count == captured.Media.Count)
        {
            throw new FaultException(
                $"Version {captured.Version} of record {captured.Record} does not read as its fact committed to. "
                + "The vault, the fact or this build's mapper was changed: run `archive verify`.");
        }

        return content;
    }
}
