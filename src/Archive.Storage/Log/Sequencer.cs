using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <summary>
/// Gives each recorded fact its number in the tenant's log: without gaps, per stream in version order, otherwise about
/// as recorded. Works on what is committed, so no number is ever taken back. Many may run; they take turns. A row that
/// is no fact, or whose stream has not the version before it, is set aside: one row does not stop the log.
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

    private volatile bool lookedAgain;

    /// <summary>Puts into the log what was recorded before the call, a batch per transaction.</summary>
    /// <returns>How many facts went into the log; what was set aside is not among them.</returns>
    /// <exception cref="FaultException">A row was removed before it reached the log.</exception>
    public async Task<long> Drain(CancellationToken ct)
    {
        var total = 0L;
        var batch = new Drained(0, 0, long.MinValue);
        do
        {
            batch = await Batch(batch.Last, ct);
            total += batch.Logged;
        }
        while (batch.Logged + batch.SetAside >= BatchSize);

        return total;
    }

    /// <param name="after">Where the batch before ended: what is dead before it need not be passed over again.</param>
    private async Task<Drained> Batch(long after, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        await transaction.Run(LookUpOnly, ct);
        var log = await LogRows.Locked(transaction, ct);
        if (!lookedAgain)
            await SetAsideRows.TakeBack(transaction, ct);

        var (facts, setAside, last) = await Arrived(transaction, after, ct);
        if (facts.Count + setAside.Count > 0)
        {
            setAside.AddRange(await AddEarlierVersions(transaction, facts, ct));
            await SetAsideRows.Add(transaction, setAside, ct);

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
                facts.Select(a => a.Fact.Sequence).Concat(setAside).ToArray());
        }

        await transaction.Commit(ct);
        lookedAgain = true;
        return new(facts.Count, setAside.Count, last);
    }

    private async Task<(List<Arrival> Facts, List<long> NoFacts, long Last)> Arrived(
        TenantTransaction transaction, long after, CancellationToken ct)
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
        var (share, shares) = (new List<FactRow>(Share), new List<Task<List<(long Sequence, Arrival? Fact)>>>());
        var (noFacts, last) = (new List<long>(), after);
        void ReadShare()
        {
            var full = share;
            shares.Add(Task.Run(() => full.ConvertAll(row => (row.Sequence, Arrival.Of(row))), CancellationToken.None));
            share = new(Share);
        }

        try
        {
            while (await rows.ReadAsync(ct))
            {
                last = rows.GetInt64(FactRows.Count);
                if (rows.IsDBNull(0))
                    throw Sentences.Fault("storage.row-gone", last, database.Tenant);
                if (FactRows.FindRow(rows) is { } row)
                    share.Add(row);
                else
                    noFacts.Add(last);
                if (share.Count == Share)
                    ReadShare();
            }

            ReadShare();
            var arrived = (await Task.WhenAll(shares)).SelectMany(s => s).ToList();
            noFacts.AddRange(arrived.Where(a => a.Fact is null).Select(a => a.Sequence));
            return ([.. arrived.Select(a => a.Fact).OfType<Arrival>()], noFacts, last);
        }
        finally
        {
            // Nothing goes on behind the caller's back.
            await ((Task)Task.WhenAll(shares)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Sequence numbers are no order: a fact's earlier version may have a higher one and be outside the batch. What was
    /// recorded earlier is committed earlier, so it is there to be found; a fact of which it is not is taken out.
    /// </summary>
    /// <returns>Sequence numbers of those that were taken out.</returns>
    private static async Task<IReadOnlyList<long>> AddEarlierVersions(
        TenantTransaction transaction, List<Arrival> facts, CancellationToken ct)
    {
        var here = facts.Select(a => (a.Fact.Stream, a.Fact.Version)).ToHashSet();
        var absent = new HashSet<(Guid Stream, long Version)>();
        for (var unsure = facts; unsure.Count > 0;)
        {
            var wanted = unsure.Select(a => a.Before)
                .Where(before => before.Version > 0 && !here.Contains(before))
                .ToList();
            unsure = wanted.Count == 0 ? [] : await Waiting(transaction, wanted, absent, ct);
            here.UnionWith(unsure.Select(a => (a.Fact.Stream, a.Fact.Version)));
            facts.AddRange(unsure);
        }

        var withoutBefore = facts.Where(a => absent.Contains(a.Before)).Select(a => a.Fact.Sequence).ToList();
        facts.RemoveAll(a => absent.Contains(a.Before));
        return withoutBefore;
    }

    /// <summary>
    /// Those of the wanted facts that wait in the inbox; the others are in the log or set aside, but for
    /// <paramref name="absent"/>, which are nowhere.
    /// </summary>
    private static async Task<List<Arrival>> Waiting(
        TenantTransaction transaction, IReadOnlyList<(Guid Stream, long Version)> wanted,
        HashSet<(Guid Stream, long Version)> absent, CancellationToken ct)
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
                absent.Add((Guid.ParseExact(rows.GetString(FactRows.Count), "D"), rows.GetInt64(FactRows.Count + 1)));
            else if (FactRows.FindRow(rows) is { } row && Arrival.Of(row) is { } fact)
                facts.Add(fact); // one that is no fact is set aside when its turn comes
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
        /// <summary>What its stream must have before it; version 0 if it is the first.</summary>
        public (Guid Stream, long Version) Before => (Fact.Stream, Fact.Version - 1);

        /// <returns>Null if the row holds no fact of ours.</returns>
        public static Arrival? Of(FactRow row) =>
            row.Find() is { } fact ? new(fact, Leaf.Commit(fact.Statement())) : null;
    }

    /// <param name="Last">Sequence number of the last that was looked at.</param>
    private sealed record Drained(int Logged, int SetAside, long Last);
}
