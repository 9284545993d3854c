using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Evidence;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Records;

/// <summary>A version that a fact captured, that nothing destroyed, and that could not be read the last time.</summary>
/// <param name="Object">The first it is read from.</param>
/// <param name="Why">In the words of when it was last tried.</param>
public sealed record UnreadableVersion(
    Guid Record, Guid Version, Guid Source, Digest Object, Sentence Why, DateTimeOffset Since);

/// <summary>The rows of versions that could not be read, in a transaction of the perishable database.</summary>
internal sealed class UnreadableRows(TenantTransaction transaction)
{
    /// <param name="troubled">Captured versions, each with its trouble.</param>
    public static (string, object?[]) Add(Tenant tenant, IReadOnlyList<ReadFact> troubled)
    {
        var facts = troubled.DistinctBy(f => ((VersionCaptured)f.Read).Version).ToList();
        T[] Each<T>(Func<ReadFact, VersionCaptured, T> of) => [.. facts.Select(f => of(f, (VersionCaptured)f.Read))];
        return (
            """
            INSERT INTO perishable.unreadable_version AS u (tenant_id, version, record, source, fact, leaf, object, why)
            SELECT $1, n.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::text[],
                $8::text[]) n (version, record, source, fact, leaf, object, why)
            ON CONFLICT (tenant_id, version) DO UPDATE SET tries = u.tries + 1, why = excluded.why
            """,
            [
                tenant, Each((_, v) => v.Version), Each((_, v) => v.Record), Each((_, v) => v.Source),
                Each((f, _) => f.Fact.Id), Each((f, _) => f.Leaf), Each((_, v) => $"{v.Pieces[0].Object}"),
                Each((f, _) => Write(f.Trouble!)),
            ]);
    }

    /// <returns>Those tried least often, by the leaves of the facts that captured them.</returns>
    public async Task<IReadOnlyDictionary<Guid, long>> Next(int most, CancellationToken ct) =>
        (await transaction.Query(
            """
            SELECT fact, leaf FROM perishable.unreadable_version WHERE tenant_id = $1 ORDER BY tries, leaf LIMIT $2
            """,
            row => (Fact: row.GetGuid(0), Leaf: row.GetInt64(1)), ct, transaction.Tenant, most))
        .DistinctBy(row => row.Fact).ToDictionary(row => row.Fact, row => row.Leaf);

    /// <summary>What can be read again, or was destroyed, or is made anew, is no longer among them.</summary>
    public Task Remove(IReadOnlyCollection<Guid> records, CancellationToken ct) => transaction.Run(
        "DELETE FROM perishable.unreadable_version WHERE tenant_id = $1 AND record = ANY ($2)",
        ct, transaction.Tenant, records.ToArray());

    public Task RemoveAll(CancellationToken ct) => transaction.Run(
        "DELETE FROM perishable.unreadable_version WHERE tenant_id = $1", ct, transaction.Tenant);

    /// <summary>All of them, in the order of the log.</summary>
    public Task<IReadOnlyList<UnreadableVersion>> All(CancellationToken ct) => transaction.Query(
        """
        SELECT record, version, source, object, why, since FROM perishable.unreadable_version
        WHERE tenant_id = $1 ORDER BY leaf
        """,
        Read, ct, transaction.Tenant);

    private static UnreadableVersion Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), Digest.Parse(row.GetString(3)), Said(row.GetString(4)),
        row.GetFieldValue<DateTimeOffset>(5));

    /// <summary>The row keeps the sentence in both languages.</summary>
    private static string Write(Sentence why) =>
        new JsonObject { ["en"] = why.In(Language.En), ["nl"] = why.In(Language.Nl) }.ToJsonString();

    private static Sentence Said(string row)
    {
        var written = JsonNode.Parse(row)!.AsObject();
        return new(language => (string)written[language.Code]!);
    }
}
