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
internal sealed class LogRows(TenantTransaction transaction, Tenant tenant, int number)
{
    internal const string OneTile =
        "SELECT hashes FROM archive.log_tile WHERE tenant_id = $1 AND log = $4 AND level = $2 AND tile_index = $3";

    internal const string RootsOfTiles =
        """
        SELECT root FROM archive.log_tile
        WHERE tenant_id = $1 AND log = $5 AND level = $2 AND tile_index >= $3 AND tile_index < $4 ORDER BY tile_index
        """;

    public TenantTransaction Transaction => transaction;

    public Tenant Tenant => tenant;

    public int Number => number;

    /// <summary>The log that facts go into.</summary>
    public static async Task<LogRows> OfCurrent(TenantTransaction transaction, Tenant tenant, CancellationToken ct)
    {
        return new(transaction, tenant, await CurrentLog.Number(transaction, tenant, ct));
    }

    /// <summary>
    /// The log that facts go into; every other writer of the tenant's logs waits until the transaction ends.
    /// </summary>
    public static async Task<LogRows> Locked(TenantTransaction transaction, Tenant tenant, CancellationToken ct)
    {
        await transaction.Run(
            "SELECT pg_advisory_xact_lock(hashtextextended('archive.log/' || $1, 0))", ct, tenant.ToString());
        return await OfCurrent(transaction, tenant, ct);
    }

    /// <summary>Every log there is, the current one first.</summary>
    public static async Task<IReadOnlyList<int>> Numbers(
        TenantTransaction transaction,
        Tenant tenant,
        CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT log FROM archive.log_opened WHERE tenant_id = $1 UNION SELECT 1 ORDER BY 1 DESC", tenant
                .ToString());
        await using var rows = await query.ExecuteReaderAsync(ct);
        var numbers = new List<int>();
        while (await rows.ReadAsync(ct))
            numbers.Add(rows.GetInt32(0));
        return numbers;
    }

    /// <returns>Null for the first log.</returns>
    public async Task<LogOpening?> Opening(CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT fact, before FROM archive.log_opened WHERE tenant_id = $1 AND log = $2", tenant.ToString(), number);
        await using var row = await query.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetGuid(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>
    /// Whether a fact in the log says that this key comes into use. Reads every fact, while a key is being changed.
    /// </summary>
    public async Task<bool> NamesKey(NoteKey key, ulong size, CancellationToken ct)
    {
        await using var query = transaction.Command(
            """
            SELECT EXISTS (
                SELECT FROM archive.mt_events e JOIN archive.log_leaf l ON l.event_id = e.id AND l.log = $2
                  AND l.leaf < $3
                WHERE e.tenant_id = $1 AND l.tenant_id = $1 AND e.data->>'newKey' = $4)
            """,
            tenant.ToString(), number, (long)size, key.Digest.ToString());
        return (bool)(await query.ExecuteScalarAsync(ct))!;
    }

    public async Task<ulong> Size(CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT coalesce(max(leaf) + 1, 0) FROM archive.log_leaf WHERE tenant_id = $1 AND log = $2",
            tenant.ToString(), number);
        return (ulong)(long)(await query.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Leaves from one number up to but not including another, in order.</summary>
    public async Task<IReadOnlyList<LeafRow>> Leaves(ulong from, ulong to, CancellationToken ct)
    {
        await using var query = transaction.Command(
            """
            SELECT leaf, seq_id, event_id, commitment FROM archive.log_leaf
            WHERE tenant_id = $1 AND log = $4 AND leaf >= $2 AND leaf < $3 ORDER BY leaf
            """,
            tenant.ToString(), (long)from, (long)to, number);
        await using var rows = await query.ExecuteReaderAsync(ct);
        var leaves = new List<LeafRow>();
        while (await rows.ReadAsync(ct))
        {
            leaves.Add(new(
                (ulong)rows.GetInt64(0), rows.GetInt64(1), rows.GetGuid(2), Digest.From(
                    rows.GetFieldValue<byte[]>(3))));
        }

        return leaves;
    }

    // COPY FROM does not work on a table with row-level security; arrays are as fast, and each row meets the policy.
    public Task Add(IReadOnlyList<LeafRow> leaves, CancellationToken ct) => transaction.Run(
        """
        INSERT INTO archive.log_leaf (tenant_id, log, leaf, seq_id, event_id, commitment)
        SELECT $1, $6, n.leaf, n.seq_id, n.event_id, n.commitment
          FROM unnest($2, $3, $4, $5) n(leaf, seq_id, event_id, commitment)
        """,
        ct,
        tenant.ToString(),
        leaves.Select(leaf => (long)leaf.Leaf).ToArray(),
        leaves.Select(leaf => leaf.Sequence).ToArray(),
        leaves.Select(leaf => leaf.Fact).ToArray(),
        leaves.Select(leaf => leaf.Commitment.ToBytes()).ToArray(),
        number);

    /// <returns>The tile's hashes; null if it is not stored.</returns>
    public async Task<byte[]?> Tile(int level, ulong index, CancellationToken ct)
    {
        await using var query = transaction.Command(OneTile, tenant.ToString(), level, (long)index, number);
        return (byte[]?)await query.ExecuteScalarAsync(ct);
    }

    /// <summary>Roots of stored tiles of a level, from one index up to but not including another, in order.</summary>
    public async Task<IReadOnlyList<byte[]>> TileRoots(int level, ulong from, ulong to, CancellationToken ct)
    {
        await using var query = transaction.Command(
            RootsOfTiles,
            tenant.ToString(),
            level,
            (long)from,
            (long)to,
            number);
        await using var rows = await query.ExecuteReaderAsync(ct);
        var roots = new List<byte[]>();
        while (await rows.ReadAsync(ct))
            roots.Add(rows.GetFieldValue<byte[]>(0));
        return roots;
    }

    /// <summary>Stores full tiles of a level that stand next to each other.</summary>
    public Task AddTiles(int level, ulong first, IReadOnlyList<byte[]> tiles, CancellationToken ct) => transaction.Run(
        """
        INSERT INTO archive.log_tile (tenant_id, log, level, tile_index, hashes, root)
        SELECT $1, $6, $2, n.tile_index, n.hashes, n.root FROM unnest($3, $4, $5) n(tile_index, hashes, root)
        """,
        ct,
        tenant.ToString(),
        level,
        tiles.Select((_, i) => (long)first + i).ToArray(),
        tiles.ToArray(),
        tiles.Select(tile => ProofBuilder.Perfect(tile)).ToArray(),
        number);

    /// <returns>Whole notes with the sizes they are filed under, the smallest first.</returns>
    public async Task<IReadOnlyList<(ulong Size, byte[] Note)>> Checkpoints(CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT size, note FROM archive.log_checkpoint WHERE tenant_id = $1 AND log = $2 ORDER BY size",
            tenant.ToString(), number);
        await using var rows = await query.ExecuteReaderAsync(ct);
        var notes = new List<(ulong, byte[])>();
        while (await rows.ReadAsync(ct))
            notes.Add(((ulong)rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)));
        return notes;
    }

    /// <returns>The note of the largest size; null if none was signed.</returns>
    public async Task<byte[]?> LastCheckpoint(CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT note FROM archive.log_checkpoint WHERE tenant_id = $1 AND log = $2 ORDER BY size DESC LIMIT 1",
            tenant.ToString(), number);
        return (byte[]?)await query.ExecuteScalarAsync(ct);
    }

    public async Task AddCheckpoint(ulong size, byte[] note, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = transaction.Command(
            "INSERT INTO archive.log_checkpoint (tenant_id, log, size, note, at) VALUES ($1, $2, $3, $4, $5)",
            tenant.ToString(), number, (long)size, note);
        command.Parameters.Add(new() { Value = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }
}
