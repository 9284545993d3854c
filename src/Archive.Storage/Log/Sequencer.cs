using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <summary>
/// Gives each recorded fact its number in the tenant's log: without gaps, per stream in version order, otherwise about
/// as recorded. Works on what is committed, so no number is ever taken back. Many may run; they take turns.
/// </summary>
public sealed class Sequencer(SequencerDatabase database)
{
    private const int BatchSize = 10_000;
    private const int Share = 1_000; // facts that are read and committed to while those after them come

    // Every query here looks up known rows. Without statistics, as after a large import, the planner takes the tenant
    // for rare and reads all of its facts for each batch; work per fact would grow with the archive.
    private const string LookUpOnly =
        """
        SELECT set_config(name, 'off', true) FROM unnest(ARRAY[
            'enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_sort', 'jit']) name
        """;

    /// <summary>Puts into the log what was recorded before the call, a batch per transaction.</summary>
    /// <returns>How many facts went into the log.</returns>
    /// <exception cref="FaultException">
    /// A fact was altered or removed before it reached the log. It stays out.
    /// </exception>
    public async Task<long> Drain(CancellationToken ct)
    {
        var total = 0L;
        var last = long.MinValue;
        int batch;
        do
        {
            (batch, last) = await Batch(last, ct);
            total += batch;
        }
        while (batch >= BatchSize);

        return total;
    }

    /// <param name="after">Where the batch before ended: what is dead before it need not be passed over again.</param>
    private async Task<(int Count, long Last)> Batch(long after, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        await transaction.Run(LookUpOnly, ct);
        var log = await LogRows.Locked(transaction, ct);

        var facts = await Arrived(transaction, after, ct);
        if (facts.Count == 0)
            return (0, after);
        var last = facts[^1].Fact.Sequence;
        await AddEarlierVersions(transaction, facts, ct);

        var size = await log.Size(ct);
        var leaves = InVersionOrder(facts)
            .Select((a, i) => new LeafRow(size + (ulong)i, a.Fact.Sequence, a.Fact.Id, a.Commitment))
            .ToList();
        await log.Add(leaves, ct);
        await TileWriter.Complete(log, size, leaves, ct);
        await transaction.Run(
            "DELETE FROM archive.log_inbox WHERE tenant_id = $1 AND seq_id = ANY ($2)",
            ct,
            transaction.Tenant,
            facts.Select(a => a.Fact.Sequence).ToArray());
        await transaction.Commit(ct);
        return (leaves.Count, last);
    }

    private async Task<List<Arrival>> Arrived(TenantTransaction transaction, long after, CancellationToken ct)
    {
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, i.seq_id
             FROM (SELECT seq_id FROM archive.log_inbox WHERE tenant_id = $1 AND seq_id > $3 ORDER BY seq_id LIMIT $2) i
             LEFT JOIN archive.mt_events e ON e.seq_id = i.seq_id AND e.tenant_id = $1
             ORDER BY i.seq_id
             """,
            transaction.Tenant, BatchSize, after);
        await using var rows = await query.ExecuteReaderAsync(ct);
        var (share, shares) = (new List<FactRow>(Share), new List<Task<List<Arrival>>>());
        void ReadShare()
        {
            var full = share;
            shares.Add(Task.Run(() => full.ConvertAll(Arrival.Of), CancellationToken.None));
            share = new(Share);
        }

        try
        {
            while (await rows.ReadAsync(ct))
            {
                if (rows.IsDBNull(0))
                    throw Sentences.Fault("storage.row-gone", rows.GetInt64(FactRows.Count), database.Tenant);
                share.Add(FactRows.ReadRow(rows));
                if (share.Count == Share)
                    ReadShare();
            }

            ReadShare();
            return [.. (await Task.WhenAll(shares)).SelectMany(s => s)];
        }
        finally
        {
            // Nothing goes on behind the caller's back.
            await ((Task)Task.WhenAll(shares)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Sequence numbers are no order: a fact's earlier version may have a higher one and be outside the batch. What was
    /// recorded earlier is committed earlier, so it is there to be found.
    /// </summary>
    private async Task AddEarlierVersions(TenantTransaction transaction, List<Arrival> facts, CancellationToken ct)
    {
        var here = facts.Select(a => (a.Fact.Stream, a.Fact.Version)).ToHashSet();
        for (var unsure = facts; unsure.Count > 0;)
        {
            var wanted = unsure.Select(a => (a.Fact.Stream, Version: a.Fact.Version - 1))
                .Where(before => before.Version > 0 && !here.Contains(before))
                .ToList();
            unsure = wanted.Count == 0 ? [] : await Waiting(transaction, wanted, ct);
            here.UnionWith(unsure.Select(a => (a.Fact.Stream, a.Fact.Version)));
            facts.AddRange(unsure);
        }
    }

    /// <summary>Those of the wanted facts that wait in the inbox; the others MUST be in the log.</summary>
    private async Task<List<Arrival>> Waiting(
        TenantTransaction transaction, IReadOnlyList<(Guid Stream, long Version)> wanted, CancellationToken ct)
    {
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, w.stream, w.version, i.seq_id IS NOT NULL
             FROM unnest($2, $3) w(stream, version)
             LEFT JOIN archive.mt_events e ON e.tenant_id = $1 AND e.stream_id = w.stream AND e.version = w.version
             LEFT JOIN archive.log_inbox i ON i.tenant_id = $1 AND i.seq_id = e.seq_id
             WHERE e.seq_id IS NULL OR i.seq_id IS NOT NULL
             """,
            transaction.Tenant,
            wanted.Select(fact => fact.Stream.ToString()).ToArray(),
            wanted.Select(fact => fact.Version).ToArray());
        await using var rows = await query.ExecuteReaderAsync(ct);
        var facts = new List<Arrival>();
        while (await rows.ReadAsync(ct))
        {
            if (rows.IsDBNull(0))
            {
                throw Sentences.Fault(
                    "storage.version-gone", rows.GetString(FactRows.Count),
                    database.Tenant, rows.GetInt64(FactRows.Count + 1));
            }

            facts.Add(Arrival.Of(FactRows.ReadRow(rows)));
        }

        return facts;
    }

    /// <summary>As recorded, but for facts of one stream, which take that stream's places in version order.</summary>
    private static IEnumerable<Arrival> InVersionOrder(List<Arrival> facts)
    {
        var streams = facts
            .GroupBy(a => a.Fact.Stream)
            .ToDictionary(stream => stream.Key, stream => new Queue<Arrival>(stream.OrderBy(a => a.Fact.Version)));
        return facts.Select(a => streams[a.Fact.Stream].Dequeue());
    }

    /// <summary>A fact that waits for its number, and what its leaf will commit to.</summary>
    private sealed record Arrival(Fact Fact, Digest Commitment)
    {
        /// <exception cref="FaultException">The row does not hold a fact of ours.</exception>
        public static Arrival Of(FactRow row)
        {
            var fact = row.Read();
            return new(fact, Leaf.Commit(fact.Statement()));
        }
    }
}
