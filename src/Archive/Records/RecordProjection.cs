using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Store;
using Archive.Evidence.Vault;
using Archive.Sources;
using Npgsql;

namespace Archive.Records;

/// <summary>
/// Keeps the readable records up to date with the log: every captured version is read again from its raw bytes in the
/// vault, mapped, and held against the commitment in its fact before a word of it is shown. Can be made anew at will.
/// </summary>
/// <param name="perishable">The `perishable` database as the application role.</param>
public sealed class RecordProjection(
    EventStore events, NpgsqlDataSource perishable, FileVault vault, UnitSecrets units, KeptMedia media,
    SourceDesk sources)
{
    private const string Name = "records";
    private const int Batch = 500;

    /// <summary>Takes in what the log has gained. One at a time per tenant; whoever comes second waits.</summary>
    /// <returns>How many facts were taken in.</returns>
    public async Task<int> CatchUp(CancellationToken ct)
    {
        var total = 0;
        int taken;
        do
        {
            await using var transaction = await perishable.Begin(events.Tenant, ct);
            taken = await TakeIn(transaction, await Hold(transaction, events.Tenant, ct), Batch, ct);
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
        await Hold(transaction, events.Tenant, ct);
        // Not `medium_use`: a visit writes its uses down before its facts, and none ever ends but by destruction.
        foreach (var table in new[] { "record", "record_version", "gap" })
            await transaction.Run($"DELETE FROM perishable.{table} WHERE tenant_id = $1", ct, events.Tenant.ToString());
        var taken = await TakeIn(transaction, -1, int.MaxValue, ct);
        await transaction.Commit(ct);
        return taken;
    }

    /// <summary>
    /// Waits for whoever takes facts in, and lets nobody do so until the transaction ends. Who destroys a record holds it
    /// while its rows go: else one that was just being read would be written back.
    /// </summary>
    /// <returns>The last leaf taken in.</returns>
    internal static async Task<long> Hold(TenantTransaction transaction, Tenant tenant, CancellationToken ct)
    {
        await transaction.Run(
            "INSERT INTO perishable.projection (tenant_id, name, leaf) VALUES ($1, $2, -1) ON CONFLICT DO NOTHING",
            ct, tenant.ToString(), Name);
        await using var lockRow = transaction.Command(
            "SELECT leaf FROM perishable.projection WHERE tenant_id = $1 AND name = $2 FOR UPDATE", tenant.ToString(), Name);
        return (long)(await lockRow.ExecuteScalarAsync(ct))!;
    }

    private async Task<int> TakeIn(TenantTransaction transaction, long after, int most, CancellationToken ct)
    {
        var rows = new RecordRows(transaction, events.Tenant);
        var taken = 0;
        await foreach (var (leaf, fact) in events.ReadLog(after, ct))
        {
            await Apply(rows, leaf, fact, ct);
            after = leaf;
            if (++taken == most)
                break;
        }

        await transaction.Run(
            "UPDATE perishable.projection SET leaf = $3 WHERE tenant_id = $1 AND name = $2",
            ct, events.Tenant.ToString(), Name, after);
        return taken;
    }

    private async Task Apply(RecordRows rows, long leaf, Fact fact, CancellationToken ct)
    {
        switch (Facts.Read(fact))
        {
            case VersionCaptured captured:
                // Without its secret a version is destroyed: there is nothing to show.
                if (await Read(captured, ct) is { } content)
                    await rows.Keep(captured, content, leaf, fact, ct);
                break;
            case DisappearanceFound gone:
                await rows.Gone(gone.Record, fact.At, ct);
                break;
            case ReappearanceFound back:
                await rows.Gone(back.Record, null, ct);
                break;
            case EngagementMeasured measured:
                await rows.Engagement(measured, ct);
                break;
            case GapFound gap:
                await rows.Gap(gap, leaf, fact, ct);
                break;
            default:
                break; // facts of other capabilities say nothing of records
        }
    }

    /// <returns>Null if the record is destroyed.</returns>
    private async Task<MappedContent?> Read(VersionCaptured captured, CancellationToken ct)
    {
        var secrets = await units.Get([captured.Unit], ct);
        if (!secrets.TryGetValue(captured.Unit, out var secret))
            return null;

        var pieces = new List<byte[]>();
        foreach (var at in captured.Reads)
            pieces.Add(vault.Read(at.Object, at.Piece, secret));
        var digests = await media.Digests(captured.Media, ct);
        var domain = (await sources.Of(captured.Source, ct)).Domain;
        var content = Mappings.Read(captured.Content.Mapper, captured.ReadFrom, pieces, domain, digests);

        var commitment = Commitments.Commit(
            captured.Content.Mapper, secret, captured.Version, content.Members(captured.Content.Mapper));
        if (commitment != captured.Content && digests.Count == captured.Media.Count)
        {
            throw new FaultException(
                $"Version {captured.Version} of record {captured.Record} does not read as its fact committed to. "
                + "The vault, the fact or this build's mapper was changed: run `archive verify`.");
        }

        return content;
    }
}
