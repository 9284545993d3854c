using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>Recognises platform ids of what was destroyed lawfully; kept as keyed hashes only.</summary>
public sealed class SuppressedIds(PerishableDatabase perishable, SuppressionKey suppression)
{
    /// <returns>Those of the ids, of things of this source, that are forgotten.</returns>
    public async Task<IReadOnlySet<string>> Among(
        Guid source,
        IReadOnlyCollection<string> platformIds,
        CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await Among(transaction, source, platformIds, ct);
    }

    /// <summary>
    /// Records that the platform's things are known by although they are forgotten. Nobody but who may do anything to
    /// the database can have made them, so neither the key in such a row is believed nor the table of forgotten keys.
    /// </summary>
    /// <param name="destroyed">Keys that the destructions themselves have, in hexadecimal, with their sources.</param>
    public async Task<IReadOnlyList<(Guid Record, Guid Unit)>> KnownAgain(
        IEnumerable<(Guid Source, string Key)> destroyed, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var rows = await transaction.Query(
            "SELECT source, encode(key, 'hex') FROM perishable.forgotten WHERE tenant_id = $1",
            row => (row.GetGuid(0), row.GetString(1)), ct, transaction.Tenant);
        var forgotten = rows.Concat(destroyed).ToHashSet();
        if (forgotten.Count == 0)
            return [];

        var again = new List<(Guid, Guid)>();
        await using var query = transaction.Command(
            """
            SELECT source, platform_id, encode(forget_key, 'hex'), record, unit FROM perishable.identity
            WHERE tenant_id = $1
            """,
            transaction.Tenant);
        await using var known = await query.ExecuteReaderAsync(ct);
        while (await known.ReadAsync(ct))
        {
            var (source, key) = (known.GetGuid(0), Convert.ToHexStringLower(suppression.Of(known.GetString(1))));
            if (forgotten.Contains((source, key)) || forgotten.Contains((source, known.GetString(2))))
                again.Add((known.GetGuid(3), known.GetGuid(4)));
        }

        return again;
    }

    /// <summary>Those of the ids that are suppressed, read in a transaction of the perishable database.</summary>
    internal async Task<HashSet<string>> Among(
        TenantTransaction transaction, Guid source, IReadOnlyCollection<string> platformIds, CancellationToken ct)
    {
        var keys = platformIds.Distinct(StringComparer.Ordinal)
            .ToDictionary(id => Convert.ToHexStringLower(suppression.Of(id)), StringComparer.Ordinal);
        var forgotten = await transaction.Query(
            """
            SELECT encode(key, 'hex') FROM perishable.forgotten
            WHERE tenant_id = $1 AND source = $2 AND key = ANY ($3)
            """,
            row => keys[row.GetString(0)], ct,
            transaction.Tenant, source, keys.Keys.Select(Convert.FromHexString).ToArray());
        return forgotten.ToHashSet(StringComparer.Ordinal);
    }
}
