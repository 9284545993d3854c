using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;
using Archive.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Archive.Storage.Facts;

/// <summary>Writes facts with Npgsql alone, by binary `COPY` (docs/decisions/0003).</summary>
public sealed class CopyWriter : IFactWriter
{
    // COPY FROM does not work on a table with row-level security, so rows are copied to a table of the session's own
    // and inserted from there, where the policy checks each one. It is temporary: unlogged, and empty after every
    // transaction.
    private const string Staging =
        """
        CREATE TEMPORARY TABLE IF NOT EXISTS arriving (
            n int, id uuid, stream_id varchar, version bigint, data jsonb, type varchar, at timestamptz,
            correlation_id varchar, causation_id varchar, headers jsonb) ON COMMIT DELETE ROWS
        """;

    private const string StreamBegun = "pkey_mt_streams_tenant_id_id";
    private const string VersionTaken = "pk_mt_events_stream_and_version";

    /// <inheritdoc/>
    public async Task<bool> Write(
        TenantTransaction transaction, IReadOnlyList<StreamAppend> streams, CancellationToken ct)
    {
        try
        {
            if (!await MoveOn(transaction, streams, ct))
                return false;
            await Copy(transaction, streams, ct);
            await transaction.Run(
                """
                INSERT INTO archive.mt_events
                    (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, correlation_id, causation_id,
                      headers)
                SELECT nextval('archive.mt_events_sequence'), id, stream_id, version, data, type, at, $1,
                    correlation_id, causation_id, headers
                FROM arriving ORDER BY n
                """,
                ct,
                transaction.Tenant);
            return true;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes
            .UniqueViolation, ConstraintName: StreamBegun or VersionTaken })
        {
            return false;
        }
    }

    /// <summary>
    /// Optimistic concurrency: each stream's row is made or moved on, if it is where the writer saw it. All in one
    /// round trip.
    /// </summary>
    private static async Task<bool> MoveOn(
        TenantTransaction transaction, IReadOnlyList<StreamAppend> streams, CancellationToken ct)
    {
        // In one order for all writers, so that one of two waits for the other instead of a deadlock.
        var ordered = streams.OrderBy(s => s.Stream.ToString(), StringComparer.Ordinal).ToList();
        object?[] Columns(IEnumerable<StreamAppend> of) =>
        [
            transaction.Tenant,
            of.Select(s => s.Stream.ToString()).ToArray(),
            of.Select(s => s.ExpectedVersion).ToArray(),
            of.Select(s => s.ExpectedVersion + s.Facts.Count).ToArray(),
            of.Select(s => CanonicalMoment.Truncate(s.Facts[^1].At).UtcDateTime).ToArray(),
        ];

        var begun = ordered.Where(s => s.ExpectedVersion == 0).ToList();
        var continued = ordered.Where(s => s.ExpectedVersion > 0).ToList();
        var commands = new List<(string, object?[])> { (Staging, []) };
        // A stream that is there already ends it all. To look for one first (ON CONFLICT) would cost every new stream.
        if (begun.Count > 0)
            commands.Add((
                """
                INSERT INTO archive.mt_streams (tenant_id, id, version, "timestamp", created)
                SELECT $1, s.id, s.version, s.at, s.at FROM unnest($2, $3, $4, $5) s(id, expected, version, at)
                """,
                Columns(begun)));
        // Without fresh statistics the planner takes a tenant for rare and reads all its streams for each append. What
        // is switched off has infinite cost, which would have every later statement compiled first (JIT).
        if (continued.Count > 0)
            commands.AddRange(
            [
                (
                    """
                    SELECT set_config(name, 'off', true)
                    FROM unnest(ARRAY['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit']) name
                    """,
                    []),
                (
                    """
                    UPDATE archive.mt_streams t SET version = s.version, "timestamp" = s.at
                    FROM (SELECT u.* FROM unnest($2, $3, $4, $5) u(id, expected, version, at)
                          JOIN archive.mt_streams m ON m.tenant_id = $1 AND m.id = u.id
                          ORDER BY u.id FOR UPDATE OF m) s
                    WHERE t.tenant_id = $1 AND t.id = s.id AND t.version = s.expected
                    """,
                    Columns(continued)),
            ]);
        await using var batch = transaction.Batch([.. commands]);
        await batch.ExecuteNonQueryAsync(ct);
        return continued.Count == 0 || batch.BatchCommands[^1].RecordsAffected == continued.Count;
    }

    private static async Task Copy(
        TenantTransaction transaction,
        IReadOnlyList<StreamAppend> streams,
        CancellationToken ct)
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
                await copy.WriteAsync(CanonicalMoment.Truncate(fact.At).UtcDateTime, NpgsqlDbType.TimestampTz, ct);
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
