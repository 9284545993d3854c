using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>Recognises platform ids of what was destroyed lawfully; kept as keyed hashes only.</summary>
public sealed class SuppressedIds(PerishableDatabase perishable, SuppressionKey suppression)
{
    /// <summary>
    /// Records that the platform's things are known by although they are forgotten. Nobody but who may do anything to
    /// the database can have made them, so neither the key in such a row is believed nor the table of forgotten keys.
    /// </summary>
    /// <param name="destroyed">Keys that the destructions themselves have, in hexadecimal.</param>
    public async Task<IReadOnlyList<(Guid Record, Guid Unit)>> KnownAgain(
        IEnumerable<string> destroyed, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var rows = await transaction.Query(
            "SELECT encode(key, 'hex') FROM perishable.forgotten WHERE tenant_id = $1",
            row => row.GetString(0), ct, transaction.Tenant);
        var forgotten = rows.Concat(destroyed).ToHashSet();
        if (forgotten.Count == 0)
            return [];

        var again = new List<(Guid, Guid)>();
        await using var query = transaction.Command(
            """
            SELECT platform, space, kind, platform_id, encode(forget_key, 'hex'), record, unit FROM perishable.identity
            WHERE tenant_id = $1
            """,
            transaction.Tenant);
        await using var known = await query.ExecuteReaderAsync(ct);
        while (await known.ReadAsync(ct))
        {
            var key = suppression.Of(
                known.GetString(0), known.GetString(1), known.GetString(2), known.GetString(3));
            if (forgotten.Contains(Convert.ToHexStringLower(key)) || forgotten.Contains(known.GetString(4)))
                again.Add((known.GetGuid(5), known.GetGuid(6)));
        }

        return again;
    }

    /// <summary>Those of the keys that are of something forgotten, both in hexadecimal.</summary>
    internal static Task<IReadOnlyList<string>> Among(
        TenantTransaction transaction, IReadOnlyCollection<string> keys, CancellationToken ct) => transaction.Query(
        "SELECT encode(key, 'hex') FROM perishable.forgotten WHERE tenant_id = $1 AND key = ANY ($2)",
        row => row.GetString(0), ct, transaction.Tenant, keys.Select(Convert.FromHexString).ToArray());
}
