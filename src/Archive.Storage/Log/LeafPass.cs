using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Storage.Log;

/// <summary>One pass over the leaves of a log: each read leaf beside its fact, all of them beside the tiles, roots on the way.</summary>
/// <param name="sizes">Of the heads whose roots are wanted.</param>
internal sealed class LeafPass(TenantTransaction transaction, LogRows log, HashSet<ulong> sizes, Action<LogFinding> add)
{
    private readonly TileCheck tiles = new(log);
    private readonly Dictionary<ulong, Digest> roots = [];
    private bool broken;

    public RunningRoot Tree { get; } = new();

    /// <summary>Leaves that were held against their facts.</summary>
    public ulong Read { get; private set; }

    /// <summary>At the sizes asked for, as far as the log reaches and its leaves were not passed by.</summary>
    public IReadOnlyDictionary<ulong, Digest> Roots => roots;

    /// <param name="verified">What may be passed by; null: everything is read.</param>
    public async Task Run(VerifiedLog? verified, CancellationToken ct)
    {
        // Where a stored tile or a leaf is missing, all that follows is read, which tells what.
        if (verified is not null && await PassBy(verified.AgainFrom, ct) && await ReadTo(verified.AgainTo, ct))
            await PassBy(verified.Known, ct);
        if (!broken)
            await ReadTo(ulong.MaxValue, ct);
        await tiles.Compare(Tree.Size, add, ct);
    }

    /// <summary>Takes stored tiles at their roots.</summary>
    private async Task<bool> PassBy(ulong to, CancellationToken ct)
    {
        if (to <= Tree.Size)
            return true;
        var wanted = (int)((to - Tree.Size) / TileId.FullWidth);
        var stored = await log.TileRoots(0, Tree.Size / TileId.FullWidth, to / TileId.FullWidth, ct);
        if (stored.Count != wanted)
            return false; // which one, reading them all tells
        foreach (var root in stored)
        {
            Tree.AddTile(root);
            tiles.PassBy(root);
            Grown();
        }

        return true;
    }

    /// <summary>Reads leaves with their facts.</summary>
    /// <returns>Whether there is none missing up to there.</returns>
    private async Task<bool> ReadTo(ulong to, CancellationToken ct)
    {
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, l.leaf, l.seq_id, l.event_id, l.commitment
             FROM archive.log_leaf l LEFT JOIN archive.mt_events e ON e.id = l.event_id AND e.tenant_id = $1
             WHERE l.tenant_id = $1 AND l.log = $2 AND l.leaf >= $3 AND l.leaf < $4 ORDER BY l.leaf
             """,
            log.Tenant.ToString(), log.Number, (long)Tree.Size, (long)Math.Min(to, long.MaxValue));
        query.CommandTimeout = 0; // it may be the whole log
        await using var rows = await query.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var leaf = ReadLeaf(rows);
            if (leaf.Leaf != Tree.Size)
            {
                // All after it would look moved; one finding says it, and root and tiles are of what is before.
                add(new(LogFindingKind.LeafMissing, $"Leaf {Tree.Size} is gone; the next is {leaf.Leaf}.", Tree.Size));
                broken = true;
                return false;
            }

            CompareFact(rows, leaf);
            Read++;
            var hash = Leaf.Hash(leaf.Commitment);
            Tree.Add(hash);
            tiles.Add(hash);
            Grown();
        }

        return to == ulong.MaxValue || Tree.Size == to;
    }

    private static LeafRow ReadLeaf(NpgsqlDataReader rows) => new(
        (ulong)rows.GetInt64(FactRows.Count),
        rows.GetInt64(FactRows.Count + 1),
        rows.GetGuid(FactRows.Count + 2),
        Digest.From(rows.GetFieldValue<byte[]>(FactRows.Count + 3)));

    private void CompareFact(NpgsqlDataReader rows, LeafRow leaf)
    {
        if (rows.IsDBNull(0))
        {
            add(new(LogFindingKind.FactMissing, $"Fact {leaf.Fact} is in the log and gone from the facts.", leaf.Leaf, leaf.Fact));
            return;
        }

        try
        {
            var fact = FactRows.Read(rows);
            if (fact.Sequence != leaf.Sequence || Leaf.Commit(fact.Statement()) != leaf.Commitment)
            {
                add(new(
                    LogFindingKind.FactAltered,
                    $"Fact {fact.Id} (stream {fact.Stream}, version {fact.Version}) is not what it was when it was logged.",
                    leaf.Leaf, fact.Id, fact.Stream, fact.Version));
            }
        }
        catch (Exception e) when (e is FaultException or FormatException)
        {
            add(new(
                LogFindingKind.FactAltered, $"Fact {leaf.Fact} can no longer be read: {e.Message}", leaf.Leaf, leaf.Fact));
        }
    }

    private void Grown()
    {
        if (sizes.Contains(Tree.Size))
            roots[Tree.Size] = Digest.From(Tree.Root());
    }
}
