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
