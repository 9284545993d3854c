using System.Runtime.CompilerServices;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Postgres;

namespace Archive.Storage.Facts;

/// <summary>Where a stream stands.</summary>
/// <param name="Version">Of its last fact.</param>
/// <param name="Last">Of each type that was asked for its last fact, if it has one.</param>
public sealed record StreamHead(long Version, IReadOnlyList<Fact> Last);

/// <summary>
/// Facts of one tenant in Marten's layout. Safe for use from many threads and processes at once.
/// </summary>
public sealed class EventStore(FactsDatabase database, IFactWriter writer)
{
    /// <summary>Writes as this product does by itself: by binary `COPY`.</summary>
    public EventStore(FactsDatabase database)
        : this(database, new CopyWriter())
    {
    }

    public Tenant Tenant => database.Tenant;

    /// <summary>
    /// Adds facts to streams, all or none. When the task completes with true they are durable; until then callers MUST
    /// NOT rely on any of them.
    /// </summary>
    /// <returns>
    /// False if a stream is not at the version expected: another writer was first, and nothing was added.
    /// </returns>
    public async Task<bool> Append(IReadOnlyList<StreamAppend> streams, CancellationToken ct)
    {
        if (streams.Select(s => s.Stream).Distinct().Count() != streams.Count)
            throw new ArgumentException("A stream may be named once in an append.", nameof(streams));

        await using var transaction = await database.Begin(ct);
        if (!await writer.Write(transaction, streams, ct))
            return false;
        await transaction.Commit(ct);
        return true;
    }

    /// <summary>All facts of a stream, oldest first; empty if there is no such stream.</summary>
    public async Task<IReadOnlyList<Fact>> Read(Guid stream, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await transaction.Query(
            $"""
             SELECT {FactRows.Columns} FROM archive.mt_events e
             WHERE e.tenant_id = $1 AND e.stream_id = $2 ORDER BY e.version
             """,
            FactRows.Read, ct, transaction.Tenant, stream.ToString());
    }

    /// <summary>Facts by their ids, as far as they are in the current log.</summary>
    public async Task<IReadOnlyDictionary<Guid, Fact>> Logged(IReadOnlyCollection<Guid> facts, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        // Each LIMIT makes it a look-up, whatever the planner's statistics are.
        var logged = await transaction.Query(
            $"""
             SELECT {FactRows.Columns}
             FROM unnest($2) u(id) CROSS JOIN LATERAL (
                 SELECT seq_id FROM archive.log_leaf
                 WHERE tenant_id = $1 AND log = {Facts.CurrentLog.Sql} AND event_id = u.id LIMIT 1) l
             CROSS JOIN LATERAL (SELECT * FROM archive.mt_events WHERE seq_id = l.seq_id LIMIT 1) e
             """,
            FactRows.Read, ct, transaction.Tenant, facts.ToArray());
        return logged.ToDictionary(f => f.Id);
    }

    /// <summary>Facts of streams, as far as they are in the current log up to a leaf, in its order.</summary>
    /// <param name="upTo">The last leaf that counts.</param>
    public async Task<IReadOnlyList<(long Leaf, Fact Fact)>> LoggedOf(
        IReadOnlyCollection<Guid> streams, long upTo, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await transaction.Query(
            $"""
             SELECT {FactRows.Columns}, l.leaf
             FROM archive.mt_events e JOIN archive.log_leaf l ON l.event_id = e.id
             WHERE e.tenant_id = $1 AND e.stream_id = ANY ($2) AND l.tenant_id = $1
                 AND l.log = {Facts.CurrentLog.Sql} AND l.leaf <= $3 ORDER BY l.leaf
             """,
            row => (row.GetInt64(FactRows.Count), FactRows.Read(row)), ct,
            transaction.Tenant, streams.Select(s => s.ToString()).ToArray(), upTo);
    }

    /// <returns>
    /// How many facts of the given types come after a leaf of the current log, or wait for their place in it.
    /// </returns>
    public async Task<long> After(long leaf, IReadOnlyCollection<string> types, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        // The LIMIT makes it a look-up, whatever the planner's statistics are.
        return await transaction.Scalar<long>(
            $"""
             SELECT count(*) FROM (
                 SELECT seq_id FROM archive.log_leaf
                 WHERE tenant_id = $1 AND log = {Facts.CurrentLog.Sql} AND leaf > $2
                 UNION ALL SELECT seq_id FROM archive.log_inbox WHERE tenant_id = $1) l
             CROSS JOIN LATERAL (SELECT type FROM archive.mt_events WHERE seq_id = l.seq_id LIMIT 1) e
             WHERE e.type = ANY ($3)
             """,
            ct, transaction.Tenant, leaf, types.ToArray());
    }

    /// <summary>
    /// All facts of a type, as recorded, but for rows that were set aside as no facts. Reads every fact: for what is
    /// done once in a while.
    /// </summary>
    /// <param name="after">Only those recorded after another, by <see cref="Fact.Sequence"/>.</param>
    public async Task<IReadOnlyList<Fact>> OfType(string type, CancellationToken ct, long after = 0)
    {
        await using var transaction = await database.Begin(ct);
        return await transaction.Query(
            $"""
             SELECT {FactRows.Columns} FROM archive.mt_events e
             WHERE e.tenant_id = $1 AND e.type = $2 AND e.seq_id > $3 AND NOT EXISTS (
                 SELECT FROM archive.log_set_aside a WHERE a.tenant_id = $1 AND a.seq_id = e.seq_id)
             ORDER BY e.seq_id
             """,
            FactRows.Read, ct, transaction.Tenant, type, after);
    }

    /// <summary>Per stream its last fact of the given types; streams without one are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, Fact>> Last(
        IReadOnlyCollection<Guid> streams, IReadOnlyCollection<string> types, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var last = await transaction.Query(
            $"""
             SELECT {FactRows.Columns}
             FROM unnest($2) s(id) CROSS JOIN LATERAL (
                 SELECT * FROM archive.mt_events
                 WHERE tenant_id = $1 AND stream_id = s.id AND type = ANY ($3)
                 ORDER BY version DESC LIMIT 1) e
             """,
            FactRows.Read, ct,
            transaction.Tenant, streams.Select(s => s.ToString()).ToArray(), types.ToArray());
        return last.ToDictionary(f => f.Stream);
    }

    /// <summary>Per stream where it stands, all as of one moment; streams that do not exist are absent.</summary>
    /// <param name="types">Of which the last fact each is wanted.</param>
    public async Task<IReadOnlyDictionary<Guid, StreamHead>> Heads(
        IReadOnlyCollection<Guid> streams, IReadOnlyCollection<string> types, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        // Each LIMIT makes it a look-up, whatever the planner's statistics are. From the third fact of a stream on
        // there is an index by type.
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, s.id, s.version
             FROM unnest($2) u(id) CROSS JOIN LATERAL (
                 SELECT id, version FROM archive.mt_streams
                   WHERE tenant_id = $1 AND id = u.id LIMIT 1) s LEFT JOIN LATERAL (
                 SELECT f.* FROM unnest($3) t(type) CROSS JOIN LATERAL (
                     (SELECT * FROM archive.mt_events
                      WHERE s.version > 2 AND tenant_id = $1 AND stream_id = s.id AND type = t.type AND version > 2
                      ORDER BY version DESC LIMIT 1)
                     UNION ALL
                     (SELECT * FROM archive.mt_events
                      WHERE tenant_id = $1 AND stream_id = s.id AND type = t.type AND version <= 2
                      ORDER BY version DESC LIMIT 1)
                     ORDER BY version DESC LIMIT 1) f) e ON true
             """,
            transaction.Tenant, streams.Select(s => s.ToString()).ToArray(), types.ToArray());
        await using var rows = await query.ExecuteReaderAsync(ct);
        var heads = new Dictionary<Guid, StreamHead>();
        while (await rows.ReadAsync(ct))
        {
            var stream = Guid.ParseExact(rows.GetString(FactRows.Count), "D");
            var head = heads.GetValueOrDefault(stream) ?? new(rows.GetInt64(FactRows.Count + 1), []);
            heads[stream] = rows.IsDBNull(0) ? head : head with { Last = [.. head.Last, FactRows.Read(rows)] };
        }

        return heads;
    }

    /// <summary>Per stream the version of its last fact; streams that do not exist are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> Versions(IReadOnlyCollection<Guid> streams, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var versions = await transaction.Query(
            "SELECT id, version FROM archive.mt_streams WHERE tenant_id = $1 AND id = ANY ($2)",
            row => (Stream: Guid.ParseExact(row.GetString(0), "D"), Version: row.GetInt64(1)),
            ct, transaction.Tenant, streams.Select(s => s.ToString()).ToArray());
        return versions.ToDictionary(v => v.Stream, v => v.Version);
    }

    /// <summary>The log that facts go into: 1, or a higher number if one was opened after a restore.</summary>
    public async Task<int> CurrentLog(CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await Facts.CurrentLog.Number(transaction, ct);
    }

    /// <summary>
    /// Facts of the current log in the order of their leaf numbers, beginning with the one after <paramref
    /// name="afterLeaf"/> (-1 for the first), as far as they are in the log. Because the sequencer numbers only what is
    /// committed, and without gaps, nothing can appear behind a reader's back.
    /// </summary>
    /// <param name="most">So many at most; a reader who wants few should say so, as what was asked for is sent.</param>
    public async IAsyncEnumerable<(long Leaf, Fact Fact)> ReadLog(
        long afterLeaf, [EnumeratorCancellation] CancellationToken ct, int most = int.MaxValue)
    {
        await using var transaction = await database.Begin(ct);
        // Leaves have no gaps, so they are bounded rather than counted: with LIMIT and without fresh statistics the
        // planner reads and sorts all the rest of the log for each portion.
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, l.leaf
             FROM archive.log_leaf l JOIN archive.mt_events e ON e.seq_id = l.seq_id
             WHERE l.tenant_id = $1 AND l.log = {Facts.CurrentLog.Sql} AND l.leaf > $2 AND l.leaf <= $3
             ORDER BY l.leaf
             """,
            transaction.Tenant, afterLeaf, afterLeaf + most);
        await using var rows = await query.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            yield return (rows.GetInt64(FactRows.Count), FactRows.Read(rows));
    }
}
