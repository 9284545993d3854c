using System.Runtime.CompilerServices;
using Archive.Evidence.Log;
using Npgsql;
using NpgsqlTypes;

namespace Archive.Evidence.Store;

/// <summary>Where a stream stands.</summary>
/// <param name="Version">Of its last fact.</param>
/// <param name="Last">Of each type that was asked for its last fact, if it has one.</param>
public sealed record StreamHead(long Version, IReadOnlyList<Fact> Last);

/// <summary>
/// Facts of one tenant in Marten's layout, written by binary `COPY`. Safe for use from many threads and processes at once.
/// </summary>
/// <param name="database">The `archive` database as the application role, opened with <see cref="Database.Open"/>.</param>
public sealed class EventStore(NpgsqlDataSource database, Tenant tenant)
{
    // COPY FROM does not work on a table with row-level security, so rows are copied to a table of the session's own and
    // inserted from there, where the policy checks each one. It is temporary: unlogged, and empty after every transaction.
    private const string Staging =
        """
        CREATE TEMPORARY TABLE IF NOT EXISTS arriving (
            n int, id uuid, stream_id varchar, version bigint, data jsonb, type varchar, at timestamptz,
            correlation_id varchar, causation_id varchar, headers jsonb) ON COMMIT DELETE ROWS
        """;

    private const string StreamBegun = "pkey_mt_streams_tenant_id_id";
    private const string VersionTaken = "pk_mt_events_stream_and_version";

    public Tenant Tenant => tenant;

    /// <summary>
    /// Adds facts to streams, all or none. When the task completes with true they are durable; until then callers MUST
    /// NOT rely on any of them.
    /// </summary>
    /// <returns>False if a stream is not at the version expected: another writer was first, and nothing was added.</returns>
    public async Task<bool> Append(IReadOnlyList<StreamAppend> streams, CancellationToken ct)
    {
        if (streams.Select(s => s.Stream).Distinct().Count() != streams.Count)
            throw new ArgumentException("A stream may be named once in an append.", nameof(streams));

        await using var transaction = await database.Begin(tenant, ct);
        try
        {
            if (!await MoveOn(transaction, streams, ct))
                return false;
            await transaction.Run(Staging, ct);
            await Copy(transaction, streams, ct);
            await transaction.Run(
                """
                INSERT INTO archive.mt_events
                    (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, correlation_id, causation_id, headers)
                SELECT nextval('archive.mt_events_sequence'), id, stream_id, version, data, type, at, $1,
                    correlation_id, causation_id, headers
                FROM arriving ORDER BY n
                """,
                ct,
                tenant.ToString());
            await transaction.Commit(ct);
            return true;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: StreamBegun or VersionTaken })
        {
            return false;
        }
    }

    /// <summary>All facts of a stream, oldest first; empty if there is no such stream.</summary>
    public async Task<IReadOnlyList<Fact>> Read(Guid stream, CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        await using var query = transaction.Command(
            $"SELECT {FactRows.Columns} FROM archive.mt_events e WHERE e.tenant_id = $1 AND e.stream_id = $2 ORDER BY e.version",
            tenant.ToString(), stream.ToString());
        return await All(query, ct);
    }

    /// <summary>Facts by their ids, as far as they are in the current log.</summary>
    public async Task<IReadOnlyDictionary<Guid, Fact>> Logged(IReadOnlyCollection<Guid> facts, CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns} FROM archive.log_leaf l JOIN archive.mt_events e ON e.seq_id = l.seq_id
             WHERE l.tenant_id = $1 AND l.log = {LogRows.Current} AND l.event_id = ANY ($2)
             """,
            tenant.ToString(), facts.ToArray());
        return (await All(query, ct)).ToDictionary(f => f.Id);
    }

    /// <summary>All facts of a type, as recorded. Reads every fact: for what is done once in a while.</summary>
    /// <param name="after">Only those recorded after another, by <see cref="Fact.Sequence"/>.</param>
    public async Task<IReadOnlyList<Fact>> OfType(string type, CancellationToken ct, long after = 0)
    {
        await using var transaction = await database.Begin(tenant, ct);
        await using var query = transaction.Command(
            $"SELECT {FactRows.Columns} FROM archive.mt_events e WHERE e.tenant_id = $1 AND e.type = $2 AND e.seq_id > $3 ORDER BY e.seq_id",
            tenant.ToString(), type, after);
        return await All(query, ct);
    }

    /// <summary>Per stream its last fact of the given types; streams without one are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, Fact>> Last(
        IReadOnlyCollection<Guid> streams, IReadOnlyCollection<string> types, CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}
             FROM unnest($2) s(id) CROSS JOIN LATERAL (
                 SELECT * FROM archive.mt_events
                 WHERE tenant_id = $1 AND stream_id = s.id AND type = ANY ($3)
                 ORDER BY version DESC LIMIT 1) e
             """,
            tenant.ToString(), streams.Select(s => s.ToString()).ToArray(), types.ToArray());
        return (await All(query, ct)).ToDictionary(f => f.Stream);
    }

    /// <summary>Per stream where it stands, all as of one moment; streams that do not exist are absent.</summary>
    /// <param name="types">Of which the last fact each is wanted.</param>
    public async Task<IReadOnlyDictionary<Guid, StreamHead>> Heads(
        IReadOnlyCollection<Guid> streams, IReadOnlyCollection<string> types, CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        // Each LIMIT makes it a look-up, whatever the planner's statistics are.
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, s.id, s.version
             FROM unnest($2) u(id) CROSS JOIN LATERAL (
                 SELECT id, version FROM archive.mt_streams WHERE tenant_id = $1 AND id = u.id LIMIT 1) s LEFT JOIN LATERAL (
                 SELECT f.* FROM unnest($3) t(type) CROSS JOIN LATERAL (
                     SELECT * FROM archive.mt_events
                     WHERE tenant_id = $1 AND stream_id = s.id AND type = t.type
                     ORDER BY version DESC LIMIT 1) f) e ON true
             """,
            tenant.ToString(), streams.Select(s => s.ToString()).ToArray(), types.ToArray());
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
        await using var transaction = await database.Begin(tenant, ct);
        await using var query = transaction.Command(
            "SELECT id, version FROM archive.mt_streams WHERE tenant_id = $1 AND id = ANY ($2)",
            tenant.ToString(), streams.Select(s => s.ToString()).ToArray());
        await using var rows = await query.ExecuteReaderAsync(ct);
        var versions = new Dictionary<Guid, long>();
        while (await rows.ReadAsync(ct))
            versions.Add(Guid.ParseExact(rows.GetString(0), "D"), rows.GetInt64(1));
        return versions;
    }

    /// <summary>The log that facts go into: 1, or a higher number if one was opened after a restore.</summary>
    public async Task<int> CurrentLog(CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        return (await LogRows.OfCurrent(transaction, tenant, ct)).Number;
    }

    /// <summary>
    /// Facts of the current log in the order of their leaf numbers, beginning with the one after <paramref name="afterLeaf"/> (-1 for the
    /// first), as far as they are in the log. Because the sequencer numbers only what is committed, and without gaps,
    /// nothing can appear behind a reader's back.
    /// </summary>
    /// <param name="most">So many at most; a reader who wants few should say so, as what was asked for is sent.</param>
    public async IAsyncEnumerable<(long Leaf, Fact Fact)> ReadLog(
        long afterLeaf, [EnumeratorCancellation] CancellationToken ct, int most = int.MaxValue)
    {
        await using var transaction = await database.Begin(tenant, ct);
        await using var query = transaction.Command(
            $"""
             SELECT {FactRows.Columns}, l.leaf
             FROM archive.log_leaf l JOIN archive.mt_events e ON e.seq_id = l.seq_id
             WHERE l.tenant_id = $1 AND l.log = {LogRows.Current} AND l.leaf > $2 ORDER BY l.leaf LIMIT $3
             """,
            tenant.ToString(), afterLeaf, most);
        await using var rows = await query.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            yield return (rows.GetInt64(FactRows.Count), FactRows.Read(rows));
    }

    private static async Task<IReadOnlyList<Fact>> All(NpgsqlCommand query, CancellationToken ct)
    {
        await using var rows = await query.ExecuteReaderAsync(ct);
        var facts = new List<Fact>();
        while (await rows.ReadAsync(ct))
            facts.Add(FactRows.Read(rows));
        return facts;
    }

    /// <summary>Optimistic concurrency: each stream's row is made or moved on, if it is where the writer saw it.</summary>
    private async Task<bool> MoveOn(TenantTransaction transaction, IReadOnlyList<StreamAppend> streams, CancellationToken ct)
    {
        // In one order for all writers, so that two of them wait for each other instead of dying together.
        var ordered = streams.OrderBy(s => s.Stream.ToString(), StringComparer.Ordinal).ToList();
        object?[] Columns(IEnumerable<StreamAppend> of) =>
        [
            tenant.ToString(),
            of.Select(s => s.Stream.ToString()).ToArray(),
            of.Select(s => s.ExpectedVersion).ToArray(),
            of.Select(s => s.ExpectedVersion + s.Facts.Count).ToArray(),
            of.Select(s => Fact.ToMicroseconds(s.Facts[^1].At).UtcDateTime).ToArray(),
        ];

        var begun = ordered.Where(s => s.ExpectedVersion == 0).ToList();
        if (begun.Count > 0)
        {
            // A stream that is there already ends it all. To look for one first (ON CONFLICT) would cost every new stream.
            await transaction.Run(
                """
                INSERT INTO archive.mt_streams (tenant_id, id, version, "timestamp", created)
                SELECT $1, s.id, s.version, s.at, s.at FROM unnest($2, $3, $4, $5) s(id, expected, version, at)
                """,
                ct,
                Columns(begun));
        }

        var continued = ordered.Where(s => s.ExpectedVersion > 0).ToList();
        if (continued.Count == 0)
            return true;
        // Without fresh statistics the planner takes a tenant for rare and reads all its streams for each append. What is
        // switched off counts as endlessly dear, which would have every later statement compiled first.
        await transaction.Run(
            "SELECT set_config(name, 'off', true) FROM unnest(ARRAY['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit']) name",
            ct);
        return continued.Count == await transaction.Run(
            """
            UPDATE archive.mt_streams t SET version = s.version, "timestamp" = s.at
            FROM (SELECT u.* FROM unnest($2, $3, $4, $5) u(id, expected, version, at)
                  JOIN archive.mt_streams m ON m.tenant_id = $1 AND m.id = u.id
                  ORDER BY u.id FOR UPDATE OF m) s
            WHERE t.tenant_id = $1 AND t.id = s.id AND t.version = s.expected
            """,
            ct,
            Columns(continued));
    }

    private static async Task Copy(TenantTransaction transaction, IReadOnlyList<StreamAppend> streams, CancellationToken ct)
    {
        await using var copy = await transaction.Connection.BeginBinaryImportAsync(
            "COPY arriving (n, id, stream_id, version, data, type, at, correlation_id, causation_id, headers) "
            + "FROM STDIN (FORMAT binary)",
            ct);
        var n = 0;
        foreach (var (stream, expected, facts) in streams)
        {
            var version = expected;
            foreach (var fact in facts)
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(n++, NpgsqlDbType.Integer, ct);
                await copy.WriteAsync(fact.Id, NpgsqlDbType.Uuid, ct);
                await copy.WriteAsync(stream.ToString(), NpgsqlDbType.Varchar, ct);
                await copy.WriteAsync(++version, NpgsqlDbType.Bigint, ct);
                await copy.WriteAsync(fact.Data.Bytes, NpgsqlDbType.Jsonb, ct);
                await copy.WriteAsync(fact.Type, NpgsqlDbType.Varchar, ct);
                await copy.WriteAsync(Fact.ToMicroseconds(fact.At).UtcDateTime, NpgsqlDbType.TimestampTz, ct);
                await WriteId(copy, fact.Correlation, ct);
                await WriteId(copy, fact.Causation, ct);
                await copy.WriteAsync(fact.Headers.Bytes, NpgsqlDbType.Jsonb, ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    private static Task WriteId(NpgsqlBinaryImporter copy, Guid? id, CancellationToken ct) =>
        id is { } known ? copy.WriteAsync(known.ToString(), NpgsqlDbType.Varchar, ct) : copy.WriteNullAsync(ct);
}
