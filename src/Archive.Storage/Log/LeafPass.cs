using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Storage.Log;

/// <summary>
/// One pass over the leaves of a log: each read leaf beside its fact, all of them beside the tiles, roots on the way.
/// </summary>
/// <param name="sizes">Of the heads whose roots are wanted.</param>
internal sealed class LeafPass(TenantTransaction transaction, LogRows log, HashSet<ulong> sizes, Action<LogFinding> add)
{
    private const int Share = 1_000; // leaves that are compared while those after them are read

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
            log.Tenant, log.Number, (long)Tree.Size, (long)Math.Min(to, long.MaxValue));
        query.CommandTimeout = 0; // it may be the whole log
        await using var rows = await query.ExecuteReaderAsync(ct);
        var (next, share, comparing) = (Tree.Size, new List<ReadLeaf>(Share), Task.CompletedTask);
        try
        {
            while (await rows.ReadAsync(ct))
            {
                var leaf = LeafOf(rows);
                if (leaf.Leaf != next)
                {
                    broken = true;
                    break;
                }

                share.Add(new(leaf, rows));
                next++;
                if (share.Count < Share)
                    continue;
                await comparing;
                var full = share;
                comparing = Task.Run(() => Compare(full), ct);
                share = new(Share);
            }

            await comparing;
        }
        finally
        {
            // Nothing goes on behind the caller's back; what is wrong is what was thrown first.
            await comparing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Compare(share);
        if (!broken)
            return to == ulong.MaxValue || Tree.Size == to;
        // All after it would look moved; one finding says it, and root and tiles are of what is before.
        var after = (ulong)rows.GetInt64(FactRows.Count);
        add(new(LogFindingKind.LeafMissing, Sentences.Of("storage.leaf-gone", Tree.Size, after), Tree.Size));
        return false;
    }

    /// <summary>Facts on all cores, then tree and tiles in the order of the leaves.</summary>
    private void Compare(List<ReadLeaf> share)
    {
        var compared = new (LogFinding? Finding, byte[] Hash)[share.Count];
        Parallel.For(0, share.Count, i => compared[i] = (share[i].Compare(), Leaf.Hash(share[i].Row.Commitment)));
        foreach (var (finding, hash) in compared)
        {
            if (finding is not null)
                add(finding);
            Read++;
            Tree.Add(hash);
            tiles.Add(hash);
            Grown();
        }
    }

    private static LeafRow LeafOf(NpgsqlDataReader rows) => new(
        (ulong)rows.GetInt64(FactRows.Count),
        rows.GetInt64(FactRows.Count + 1),
        rows.GetGuid(FactRows.Count + 2),
        Digest.From(rows.GetFieldValue<byte[]>(FactRows.Count + 3)));

    private void Grown()
    {
        if (sizes.Contains(Tree.Size))
            roots[Tree.Size] = Digest.From(Tree.Root());
    }

    /// <summary>A leaf and the row of its fact.</summary>
    private sealed class ReadLeaf
    {
        private readonly FactRow? fact;
        private readonly FaultException? trouble;

        public ReadLeaf(LeafRow row, NpgsqlDataReader rows)
        {
            Row = row;
            try
            {
                fact = rows.IsDBNull(0) ? null : FactRows.ReadRow(rows);
            }
            catch (FaultException e)
            {
                trouble = e;
            }
        }

        public LeafRow Row { get; }

        public LogFinding? Compare()
        {
            if (trouble is not null)
                return Unreadable(trouble);
            if (fact is null)
            {
                return new(
                    LogFindingKind.FactMissing, Sentences.Of(
                    "storage.logged-fact-gone", Row.Fact),
                    Row.Leaf, Row.Fact);
            }

            try
            {
                var read = fact.Read();
                return read.Sequence == Row.Sequence && Leaf.Commit(read.Statement()) == Row.Commitment
                    ? null
                    : new(
                        LogFindingKind.FactAltered,
                        Sentences.Of("storage.logged-fact-altered", read.Id, read.Stream, read.Version),
                        Row.Leaf, read.Id, read.Stream, read.Version);
            }
            catch (Exception e) when (e is FaultException or FormatException)
            {
                return Unreadable(e);
            }
        }

        private LogFinding Unreadable(Exception e) => new(
            LogFindingKind.FactAltered, Sentences.Of(
            "storage.logged-fact-unreadable", Row.Fact, Sentence.Of(e)), Row.Leaf, Row.Fact);
    }
}
