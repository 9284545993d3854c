using Archive.Evidence;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Storage.Log;

/// <summary>
/// Rows of `mt_events` that the sequencer passed by because they are no facts, or their streams have not the version
/// before them (docs/decisions/0115). Each is a finding for as long as it is there.
/// </summary>
internal static class SetAsideRows
{
    public static Task Add(TenantTransaction transaction, IReadOnlyCollection<long> rows, CancellationToken ct) =>
        rows.Count == 0
            ? Task.CompletedTask
            : transaction.Run(
                """
                INSERT INTO archive.log_set_aside (tenant_id, seq_id) SELECT $1, seq_id FROM unnest($2) u(seq_id)
                ON CONFLICT DO NOTHING
                """,
                ct, transaction.Tenant, rows.ToArray());

    /// <summary>
    /// Puts them back in the inbox, to be looked at again: a row was mended, a version restored, or this release reads
    /// what the one before did not. Those that were removed are forgotten.
    /// </summary>
    public static Task TakeBack(TenantTransaction transaction, CancellationToken ct) => transaction.Run(
        """
        WITH back AS (DELETE FROM archive.log_set_aside WHERE tenant_id = $1 RETURNING seq_id)
        INSERT INTO archive.log_inbox (tenant_id, seq_id)
        SELECT $1, e.seq_id FROM back JOIN archive.mt_events e ON e.seq_id = back.seq_id AND e.tenant_id = $1
        ON CONFLICT DO NOTHING
        """,
        ct, transaction.Tenant);

    /// <summary>What is to be said of each; of very many only of the first.</summary>
    public static async Task<IReadOnlyList<LogFinding>> Findings(TenantTransaction transaction, CancellationToken ct) =>
        await transaction.Query(
            $"""
             SELECT {FactRows.Columns}, e.version <= 1 OR EXISTS (
                 SELECT FROM archive.mt_events b
                 WHERE b.tenant_id = $1 AND b.stream_id = e.stream_id AND b.version = e.version - 1)
             FROM archive.log_set_aside a JOIN archive.mt_events e ON e.tenant_id = $1 AND e.seq_id = a.seq_id
             WHERE a.tenant_id = $1 ORDER BY a.seq_id LIMIT $2
             """,
            Finding, ct, transaction.Tenant, LogVerificationResult.MostFindings);

    private static LogFinding Finding(NpgsqlDataReader row)
    {
        var (sequence, id) = (row.GetInt64(0), row.GetGuid(1));
        try
        {
            var fact = FactRows.Read(row);
            var what = row.GetBoolean(FactRows.Count)
                ? Sentences.Of("storage.set-aside-is-fact", sequence, id)
                : Sentences.Of("storage.version-gone", fact.Stream, fact.Tenant, fact.Version - 1);
            return new(LogFindingKind.RowSetAside, what, null, id, fact.Stream, fact.Version);
        }
        catch (FaultException e)
        {
            return new(LogFindingKind.RowSetAside, Sentence.Of(e), null, id);
        }
    }
}
