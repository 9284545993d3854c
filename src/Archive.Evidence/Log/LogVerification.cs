using Archive.Evidence.Store;
using Npgsql;

namespace Archive.Evidence.Log;

/// <summary>One check of one log of a tenant, from the rows of its facts up to its checkpoints.</summary>
internal sealed class LogVerification(TenantTransaction transaction, LogRows log, LogKeys keys, LogFindings findings)
{
    private readonly Tenant tenant = log.Tenant;
    private readonly RunningRoot tree = new();

    /// <summary>Of the log that facts go into: every fact is in it, and the checkpoint outside agrees.</summary>
    public async Task<LogVerdict> RunCurrent(SignedNote? outside, CancellationToken ct)
    {
        // The log may grow meanwhile. Each step sees at least what the one before it saw, and looks no further.
        const string outsideIs = "the checkpoint kept outside the database";
        var notes = await Checkpoints(ct);
        if (outside is not null && Head(outsideIs, () => outside) is { } kept)
            notes.Add((outsideIs, kept));
        else if (outside is null && (notes.Count > 0 || log.Number > 1))
            Add(new(LogFindingKind.CheckpointDiffers, $"{outsideIs} is missing: nothing outside vouches for this log."));
        return await RunCurrent(notes, ct);
    }

    /// <summary>Of the log that facts went into when the back-up was made that the database is from.</summary>
    public async Task<LogVerdict> RunBehind(CancellationToken ct) => await RunCurrent(await Checkpoints(ct), ct);

    /// <summary>Of a log that another came after: what the restore left of it is in order.</summary>
    public async Task RunBefore(CancellationToken ct) => await Run(await Checkpoints(ct), ct);

    private async Task<LogVerdict> RunCurrent(List<(string Where, Checkpoint Head)> notes, CancellationToken ct)
    {
        await Run(notes, ct);
        await FactsOutside(ct);
        return new LogVerdict(tree.Size, Digest.From(tree.Root()), await Waiting(ct), findings.First, findings.Found);
    }

    private async Task Run(List<(string Where, Checkpoint Head)> notes, CancellationToken ct)
    {
        var tiles = new TileCheck(log);
        var roots = await Leaves([.. notes.Select(note => note.Head.Size)], tiles, ct);
        await tiles.Compare(tree.Size, Add, ct);
        Compare(notes, roots);
        if (await log.Opening(ct) is { } opening)
            await new OpeningCheck(transaction, log, keys).Compare(opening, Add, ct);
    }

    /// <summary>Every checkpoint that can be read and is signed by the log; the others are findings.</summary>
    private async Task<List<(string Where, Checkpoint Head)>> Checkpoints(CancellationToken ct)
    {
        var heads = new List<(string, Checkpoint)>();
        foreach (var (size, bytes) in await log.Checkpoints(ct))
        {
            var where = $"the checkpoint filed under {size} leaves";
            if (Head(where, () => SignedNote.Parse(bytes)) is not { } head)
                continue;
            if (head.Size == size)
                heads.Add((where, head));
            else
                Add(new(LogFindingKind.CheckpointDiffers, $"{where} is of {head.Size} leaves."));
        }

        return heads;
    }

    private Checkpoint? Head(string where, Func<SignedNote> read)
    {
        try
        {
            if (keys.Open(read()) is { } head && head.Log == log.Number)
                return head.Head;
            Add(new(LogFindingKind.CheckpointDiffers, $"{where} is not signed by {keys.Origin(log.Number)}."));
        }
        catch (FormatException e)
        {
            Add(new(LogFindingKind.CheckpointDiffers, $"{where} cannot be read: {e.Message}"));
        }

        return null;
    }

    /// <returns>The roots at the sizes asked for, as far as the log reaches.</returns>
    private async Task<Dictionary<ulong, Digest>> Leaves(HashSet<ulong> sizes, TileCheck tiles, CancellationToken ct)
    {
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, l.leaf, l.seq_id, l.event_id, l.commitment
             FROM archive.log_leaf l LEFT JOIN archive.mt_events e ON e.id = l.event_id AND e.tenant_id = $1
             WHERE l.tenant_id = $1 AND l.log = $2 ORDER BY l.leaf
             """,
            tenant.ToString(), log.Number);
        query.CommandTimeout = 0; // the whole log
        await using var rows = await query.ExecuteReaderAsync(ct);
        var roots = new Dictionary<ulong, Digest>();
        while (await rows.ReadAsync(ct))
        {
            var leaf = ReadLeaf(rows);
            if (leaf.Leaf != tree.Size)
            {
                // All after it would look moved; one finding says it, and root and tiles are of what is before.
                Add(new(LogFindingKind.LeafMissing, $"Leaf {tree.Size} is gone; the next is {leaf.Leaf}.", tree.Size));
                break;
            }

            CompareFact(rows, leaf);
            var hash = Leaf.Hash(leaf.Commitment);
            tree.Add(hash);
            tiles.Add(hash);
            if (sizes.Contains(tree.Size))
                roots[tree.Size] = Digest.From(tree.Root());
        }

        return roots;
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
            Add(new(LogFindingKind.FactMissing, $"Fact {leaf.Fact} is in the log and gone from the facts.", leaf.Leaf, leaf.Fact));
            return;
        }

        try
        {
            var fact = FactRows.Read(rows);
            if (fact.Sequence != leaf.Sequence || Leaf.Commit(fact.Statement()) != leaf.Commitment)
            {
                Add(new(
                    LogFindingKind.FactAltered,
                    $"Fact {fact.Id} (stream {fact.Stream}, version {fact.Version}) is not what it was when it was logged.",
                    leaf.Leaf, fact.Id, fact.Stream, fact.Version));
            }
        }
        catch (Exception e) when (e is FaultException or FormatException)
        {
            Add(new(
                LogFindingKind.FactAltered, $"Fact {leaf.Fact} can no longer be read: {e.Message}", leaf.Leaf, leaf.Fact));
        }
    }

    private void Compare(List<(string Where, Checkpoint Head)> notes, Dictionary<ulong, Digest> roots)
    {
        var good = 0UL;
        foreach (var (where, head) in notes.OrderBy(note => note.Head.Size))
        {
            if (roots.TryGetValue(head.Size, out var root) && root == head.Root)
                good = head.Size;
            else if (head.Size > tree.Size)
                Add(new(LogFindingKind.CheckpointDiffers, $"{where} is of {head.Size} leaves; the log has {tree.Size}."));
            else
                Add(new(LogFindingKind.CheckpointDiffers, $"{where} is of other leaves; the first {good} agree."));
        }
    }

    private async Task FactsOutside(CancellationToken ct)
    {
        await using var query = transaction.Command(
            """
            SELECT e.id, e.stream_id, e.version FROM archive.mt_events e
            WHERE e.tenant_id = $1
              AND NOT EXISTS (SELECT FROM archive.log_leaf l WHERE l.tenant_id = $1 AND l.log = $2 AND l.event_id = e.id)
              AND NOT EXISTS (SELECT FROM archive.log_inbox i WHERE i.tenant_id = $1 AND i.seq_id = e.seq_id)
            """,
            tenant.ToString(), log.Number);
        query.CommandTimeout = 0;
        await using var rows = await query.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (fact, stream, version) = (rows.GetGuid(0), rows.GetString(1), rows.GetInt64(2));
            Add(new(
                LogFindingKind.FactNotInLog,
                $"Fact {fact} (stream {stream}, version {version}) is neither in the log nor waiting for it.",
                null, fact, Guid.TryParse(stream, out var id) ? id : null, version));
        }
    }

    private async Task<long> Waiting(CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT count(*) FROM archive.log_inbox WHERE tenant_id = $1", tenant.ToString());
        return (long)(await query.ExecuteScalarAsync(ct))!;
    }

    private void Add(LogFinding finding) => findings.Add(
        finding with { Says = log.Number == 1 ? finding.Says : $"{keys.Origin(log.Number)}: {finding.Says}" });
}
