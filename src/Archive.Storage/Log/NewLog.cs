using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <summary>A signed log whose end the database has lost.</summary>
/// <param name="Log">Which one, from 1.</param>
/// <param name="Head">Its last checkpoint, kept outside the database.</param>
/// <param name="Note">The note that signs that checkpoint.</param>
/// <param name="Left">How many of its leaves the database still has.</param>
/// <param name="Next">Number of the log to open instead.</param>
public sealed record LostEnd(int Log, Checkpoint Head, SignedNote Note, ulong Left, int Next);

/// <summary>
/// Opens a new log where a restored database is behind what was signed: its first fact names the last checkpoint of the
/// log before, then every fact there is goes into it anew, so that one checkpoint proves them all
/// (docs/decisions/0065).
/// </summary>
public sealed class NewLog(
    SequencerDatabase database, LogKeys keys, OutsideCheckpoint outside, TimeProvider clock)
{
    /// <returns>What was lost; null if the database is as far as the checkpoint outside, or further.</returns>
    /// <exception cref="FaultException">The checkpoint outside is none of ours.</exception>
    public async Task<LostEnd?> FindLostEnd(CancellationToken ct)
    {
        if (outside.Read() is not { } note)
            return null;
        var (number, head) = keys.Open(note)
            ?? throw Sentences.Fault("storage.outside-not-signed", outside.Path, database.Tenant);
        await using var transaction = await database.Begin(ct);
        var current = await LogRows.OfCurrent(transaction, ct);
        var left = await new LogRows(transaction, number).Size(ct);
        return current.Number > number || (current.Number == number && left >= head.Size)
            ? null
            : new(number, head, note, left, number + 1);
    }

    /// <summary>
    /// Opens the log; the facts then wait for the sequencer. The last checkpoint of the log before is kept beside the
    /// one outside, for ever.
    /// </summary>
    /// <param name="first">
    /// A recorded fact whose data has as `note` the SHA-256 of that checkpoint; leaf 0 will be of it.
    /// </param>
    public async Task Open(LostEnd lost, Guid first, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var current = await LogRows.Locked(transaction, ct);
        if (current.Number >= lost.Next)
            throw Sentences.Fault("storage.log-opened-meanwhile", keys.Origin(current.Number));
        outside.KeepLastOf(lost.Log);
        keys.Of(lost.Next).Make();

        var fact = await Find(transaction, first, ct);
        var log = new LogRows(transaction, lost.Next);
        await transaction.Run(
            "INSERT INTO archive.log_opened (tenant_id, log, fact, before, at) VALUES ($1, $2, $3, $4, $5)",
            ct, transaction.Tenant, lost.Next, first, lost.Note.ToBytes(), clock.GetUtcNow().UtcDateTime);
        await log.Add([new(0, fact.Sequence, first, Leaf.Commit(fact.Statement()))], ct);
        await transaction.Run(
            """
            INSERT INTO archive.log_inbox (tenant_id, seq_id)
            SELECT tenant_id, seq_id FROM archive.mt_events WHERE tenant_id = $1 AND id <> $2 ON CONFLICT DO NOTHING
            """,
            ct, transaction.Tenant, first);
        await transaction.Run(
            "DELETE FROM archive.log_inbox WHERE tenant_id = $1 AND seq_id = $2", ct, transaction.Tenant,
            fact.Sequence);
        await transaction.Run("DELETE FROM archive.log_set_aside WHERE tenant_id = $1", ct, transaction.Tenant);
        await transaction.Commit(ct);
    }

    private static async Task<Fact> Find(TenantTransaction transaction, Guid id, CancellationToken ct) =>
        await transaction.QueryFirst(
            $"SELECT {FactRows.Columns} FROM archive.mt_events e WHERE e.tenant_id = $1 AND e.id = $2",
            FactRows.Read, ct, transaction.Tenant, id)
        ?? throw Sentences.Fault("storage.fact-not-recorded", id, transaction.Tenant);
}
