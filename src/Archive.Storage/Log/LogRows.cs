using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using NpgsqlTypes;

namespace Archive.Storage.Log;

/// <summary>A row of `log_leaf`: which fact a leaf is of, and what the leaf says of it.</summary>
internal sealed record LeafRow(ulong Leaf, long Sequence, Guid Fact, Digest Commitment);

/// <summary>Why a log other than the first was opened.</summary>
/// <param name="Fact">What its leaf 0 is of.</param>
/// <param name="Before">The last checkpoint of the log before, as the whole note.</param>
internal sealed record LogOpening(Guid Fact, byte[] Before);

/// <summary>The tables of one of a tenant's logs, within a transaction of that tenant.</summary>
/// <param name="number">Which log, from 1.</param>
internal sealed class LogRows(TenantTransaction transaction, int number)
{
    internal const string OneTile =
        "SELECT hashes FROM archive.log_tile WHERE tenant_id = $1 AND log = $4 AND level = $2 AND tile_index = $3";

    internal const string RootsOfTiles =
        """
        SELECT root FROM archive.log_tile
        WHERE tenant_id = $1 AND log = $5 AND level = $2 AND tile_index >= $3 AND tile_index < $4 ORDER BY tile_index
        """;

    public TenantTransaction Transaction => transaction;

    public Tenant Tenant => transaction.Tenant;

    public int Number => number;

    /// <summary>The log that facts go into.</summary>
    public static async Task<LogRows> OfCurrent(TenantTransaction transaction, CancellationToken ct)
    {
        return new(transaction, await CurrentLog.Number(transaction, ct));
    }

    /// <summary>
    /// The log that facts go into; every other writer of the tenant's logs waits until the transaction ends.
    /// </summary>
    public static async Task<LogRows> Locked(TenantTransaction transaction, CancellationToken ct)
    {
        await transaction.Run(
            "SELECT pg_advisory_xact_lock(hashtextextended('archive.log/' || $1, 0))", ct, transaction.Tenant);
        return await OfCurrent(transaction, ct);
    }

    /// <summary>Every log there is, the current one first.</summary>
    public static Task<IReadOnlyList<int>> Numbers(
        TenantTransaction transaction,
        CancellationToken ct) => transaction.Query(
        "SELECT log FROM archive.log_opened WHERE tenant_id = $1 UNION SELECT 1 ORDER BY 1 DESC",
        row => row.GetInt32(0), ct, transaction.Tenant);

    /// <returns>Null for the first log.</returns>
    public Task<LogOpening?> Opening(CancellationToken ct) => transaction.QueryFirst(
        "SELECT fact, before FROM archive.log_opened WHERE tenant_id = $1 AND log = $2",
        row => new LogOpening(row.GetGuid(0), row.GetFieldValue<byte[]>(1)), ct, transaction.Tenant, number);

    /// <summary>
    /// Whether a fact in the log says that this key comes into use. Reads every fact, while a key is being changed.
    /// </summary>
    public Task<bool> NamesKey(NoteKey key, ulong size, CancellationToken ct) => transaction.Scalar<bool>(
        """
        SELECT EXISTS (
            SELECT FROM archive.mt_events e JOIN archive.log_leaf l ON l.event_id = e.id AND l.log = $2
              AND l.leaf < $3
            WHERE e.tenant_id = $1 AND l.tenant_id = $1 AND e.data->>'newKey' = $4)
        """,
        ct, transaction.Tenant, number, (long)size, key.Digest.ToString());

    public async Task<ulong> Size(CancellationToken ct)
    {
        return (ulong)await transaction.Scalar<long>(
            "SELECT coalesce(max(leaf) + 1, 0) FROM archive.log_leaf WHERE tenant_id = $1 AND log = $2",
            ct, transaction.Tenant, number);
    }

    /// <summary>Leaves from one number up to but not including another, in order.</summary>
    public Task<IReadOnlyList<LeafRow>> Leaves(ulong from, ulong to, CancellationToken ct) => transaction.Query(
        """
        SELECT leaf, seq_id, event_id, commitment FROM archive.log_leaf
        WHERE tenant_id = $1 AND log = $4 AND leaf >= $2 AND leaf < $3 ORDER BY leaf
        """,
        row => new LeafRow(
            (ulong)row.GetInt64(0), row.GetInt64(1), row.GetGuid(2), Digest.From(
                row.GetFieldValue<byte[]>(3))),
        ct, transaction.Tenant, (long)from, (long)to, number);

    /// <summary>What these leaves say of their facts; a leaf that is not there is absent.</summary>
    public async Task<IReadOnlyDictionary<ulong, Digest>> Leaves(IReadOnlyList<ulong> leaves, CancellationToken ct) =>
        (await transaction.Query(
            "SELECT leaf, commitment FROM archive.log_leaf WHERE tenant_id = $1 AND log = $3 AND leaf = ANY ($2)",
            row => (Leaf: (ulong)row.GetInt64(0), Commitment: Digest.From(row.GetFieldValue<byte[]>(1))),
            ct, transaction.Tenant, leaves.Select(l => (long)l).ToArray(), number))
        .ToDictionary(l => l.Leaf, l => l.Commitment);

    // COPY FROM does not work on a table with row-level security; arrays are as fast, and each row meets the policy.
    public Task Add(IReadOnlyList<LeafRow> leaves, CancellationToken ct) => transaction.Run(
        """
        INSERT INTO archive.log_leaf (tenant_id, log, leaf, seq_id, event_id, commitment)
        SELECT $1, $6, n.leaf, n.seq_id, n.event_id, n.commitment
          FROM unnest($2, $3, $4, $5) n(leaf, seq_id, event_id, commitment)
        """,
        ct,
        transaction.Tenant,
        leaves.Select(leaf => (long)leaf.Leaf).ToArray(),
        leaves.Select(leaf => leaf.Sequence).ToArray(),
        leaves.Select(leaf => leaf.Fact).ToArray(),
        leaves.Select(leaf => leaf.Commitment.ToBytes()).ToArray(),
        number);

    /// <returns>The tile's hashes; null if it is not stored.</returns>
    public Task<byte[]?> Tile(int level, ulong index, CancellationToken ct) => transaction.Scalar<byte[]>(
        OneTile,
        ct, transaction.Tenant, level, (long)index, number);

    /// <summary>Roots of stored tiles of a level, from one index up to but not including another, in order.</summary>
    public Task<IReadOnlyList<byte[]>> TileRoots(int level, ulong from, ulong to, CancellationToken ct) =>
        transaction.Query(
            RootsOfTiles,
            row => row.GetFieldValue<byte[]>(0), ct, transaction.Tenant, level, (long)from, (long)to, number);

    /// <summary>Stores full tiles of a level that stand next to each other.</summary>
    public Task AddTiles(int level, ulong first, IReadOnlyList<byte[]> tiles, CancellationToken ct) => transaction.Run(
        """
        INSERT INTO archive.log_tile (tenant_id, log, level, tile_index, hashes, root)
        SELECT $1, $6, $2, n.tile_index, n.hashes, n.root FROM unnest($3, $4, $5) n(tile_index, hashes, root)
        """,
        ct,
        transaction.Tenant,
        level,
        tiles.Select((_, i) => (long)first + i).ToArray(),
        tiles.ToArray(),
        tiles.Select(tile => ProofBuilder.Perfect(tile)).ToArray(),
        number);

    /// <returns>Whole notes with the sizes they are filed under, the smallest first.</returns>
    public Task<IReadOnlyList<(ulong Size, byte[] Note)>> Checkpoints(CancellationToken ct) => transaction.Query(
        "SELECT size, note FROM archive.log_checkpoint WHERE tenant_id = $1 AND log = $2 ORDER BY size",
        row => ((ulong)row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ct, transaction.Tenant, number);

    /// <returns>The note of the largest size; null if none was signed.</returns>
    public Task<byte[]?> LastCheckpoint(CancellationToken ct) => transaction.Scalar<byte[]>(
        "SELECT note FROM archive.log_checkpoint WHERE tenant_id = $1 AND log = $2 ORDER BY size DESC LIMIT 1",
        ct, transaction.Tenant, number);

    public async Task AddCheckpoint(ulong size, byte[] note, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = transaction.Command(
            "INSERT INTO archive.log_checkpoint (tenant_id, log, size, note, at) VALUES ($1, $2, $3, $4, $5)",
            transaction.Tenant, number, (long)size, note);
        command.Parameters.Add(new() { Value = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }
}
