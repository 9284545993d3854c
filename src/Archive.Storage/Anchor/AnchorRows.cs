using Archive.Evidence;
using Archive.Storage.Postgres;
using NpgsqlTypes;

namespace Archive.Storage.Anchor;

/// <summary>The tables of the anchor log, within a transaction of one tenant.</summary>
internal sealed class AnchorRows(TenantTransaction transaction)
{
    /// <summary>
    /// Holds back every other writer of the anchor log, whichever tenant's, until the transaction ends.
    /// </summary>
    public Task Lock(CancellationToken ct) =>
        transaction.Run("SELECT pg_advisory_xact_lock(hashtextextended('archive.anchor', 0))", ct);

    /// <returns>Commitments of all leaves, in order.</returns>
    /// <exception cref="FaultException">A row is missing.</exception>
    public async Task<List<Digest>> Leaves(CancellationToken ct)
    {
        var rows = await transaction.Query(
            "SELECT leaf, commitment FROM archive.anchor_leaf ORDER BY leaf",
            row => (Leaf: row.GetInt64(0), Commitment: Digest.From(row.GetFieldValue<byte[]>(1))), ct);
        for (var leaf = 0; leaf < rows.Count; leaf++)
        {
            if (rows[leaf].Leaf != leaf)
            {
                throw Sentences.Fault("storage.anchor-leaf-gone", leaf);
            }
        }

        return [.. rows.Select(row => row.Commitment)];
    }

    public Task AddLeaves(long first, IReadOnlyList<Digest> commitments, CancellationToken ct) => transaction.Run(
        """
        INSERT INTO archive.anchor_leaf (leaf, commitment) SELECT $1 + n.i - 1, n.commitment
        FROM unnest($2) WITH ORDINALITY n(commitment, i)
        """,
        ct, first, commitments.Select(c => c.ToBytes()).ToArray());

    public Task AddNote(ulong leaf, byte[] note, DateTimeOffset at, CancellationToken ct) => Add(
        "INSERT INTO archive.anchor_note (tenant_id, leaf, note, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        at, ct, transaction.Tenant, (long)leaf, note);

    /// <returns>
    /// The tenant's notes from the first leaf asked for, in order; its newest only if no leaf is given.
    /// </returns>
    public Task<IReadOnlyList<(ulong Leaf, byte[] Note, DateTimeOffset At)>> Notes(
        long? from,
        CancellationToken ct) => transaction.Query(
        from is null
            ? "SELECT leaf, note, at FROM archive.anchor_note WHERE tenant_id = $1 ORDER BY leaf DESC LIMIT 1"
            : "SELECT leaf, note, at FROM archive.anchor_note WHERE tenant_id = $1 AND leaf >= $2 ORDER BY leaf",
        row => ((ulong)row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2)), ct,
        from is null ? [transaction.Tenant] : [transaction.Tenant, from]);

    /// <returns>Whole notes of signed checkpoints, the smallest first.</returns>
    public Task<IReadOnlyList<(ulong Size, byte[] Note)>> Checkpoints(CancellationToken ct) => transaction.Query(
        "SELECT size, note FROM archive.anchor_checkpoint ORDER BY size",
        row => ((ulong)row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ct);

    /// <returns>The note of the largest size; null if none was signed.</returns>
    public Task<byte[]?> LastCheckpoint(CancellationToken ct) => transaction.Scalar<byte[]>(
        "SELECT note FROM archive.anchor_checkpoint ORDER BY size DESC LIMIT 1",
        ct);

    public Task AddCheckpoint(ulong size, byte[] note, DateTimeOffset at, CancellationToken ct) => Add(
        "INSERT INTO archive.anchor_checkpoint (size, note, at) VALUES ($1, $2, $3)", at, ct, (long)size, note);

    private async Task Add(string sql, DateTimeOffset at, CancellationToken ct, params object[] values)
    {
        await using var command = transaction.Command(sql, values);
        command.Parameters.Add(new() { Value = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }
}
