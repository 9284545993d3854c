using Archive.Evidence.Store;
using Npgsql;

namespace Archive.Evidence.Log;

/// <summary>A tenant's log as it stands in the database: numbers of leaves, proofs, and the check of all of it.</summary>
/// <param name="database">The `archive` database as any role that may read the log.</param>
/// <param name="key">The log's key; its name is the log's origin.</param>
public sealed class LogReader(NpgsqlDataSource database, Tenant tenant, NoteKey key)
{
    /// <returns>The fact's leaf number; null as long as it is not in the log.</returns>
    public async Task<ulong?> LeafOf(Guid fact, CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        await using var query = transaction.Command(
            "SELECT leaf FROM archive.log_leaf WHERE tenant_id = $1 AND event_id = $2", tenant.ToString(), fact);
        return (ulong?)(long?)await query.ExecuteScalarAsync(ct);
    }

    /// <returns>The newest checkpoint in the database; null if none was signed.</returns>
    public async Task<SignedNote?> LastCheckpoint(CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        return await new LogRows(transaction, tenant).LastCheckpoint(ct) is { } note ? SignedNote.Parse(note) : null;
    }

    /// <summary>Proof that a leaf is under a checkpoint; it was verified before it is handed out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint is older than the leaf.</exception>
    /// <exception cref="FaultException">The log does not bear the checkpoint out.</exception>
    public async Task<TlogProof> Proof(ulong leaf, SignedNote checkpoint, CancellationToken ct)
    {
        var size = Checkpoint.Parse(checkpoint.Text).Size;
        await using var transaction = await database.Begin(tenant, ct);
        var log = new LogRows(transaction, tenant);
        var hashes = await new ProofBuilder(new DatabaseTiles(log), size).Inclusion(leaf, ct);
        var rows = await log.Leaves(leaf, leaf + 1, ct);

        var proof = new TlogProof(leaf, hashes, checkpoint);
        return rows is [var row] && proof.Verify(key, Leaf.Hash(row.Commitment))
            ? proof
            : throw new FaultException(
                $"The log of {tenant} does not bear out its checkpoint of {size} leaves at leaf {leaf}. "
                + "Check the whole log to see what was changed.");
    }

    /// <summary>
    /// Recomputes the whole log from the facts as they are now, and compares: every leaf, every stored tile, every
    /// checkpoint, the one outside above all. Reads everything once, in memory that hardly grows.
    /// </summary>
    /// <param name="outside">The checkpoint kept outside the database; null if none was ever signed.</param>
    public async Task<LogVerdict> Verify(SignedNote? outside, CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        return await new LogVerification(transaction, tenant, key).Run(outside, ct);
    }
}
