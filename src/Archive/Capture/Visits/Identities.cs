using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>Which record a thing of the platform is, and in which unit it is kept.</summary>
/// <param name="Forgotten">It was destroyed lawfully: it is not kept again, and no fact is recorded of it.</param>
internal sealed record Identity(Guid Record, Guid Unit, byte[] Secret, bool Forgotten = false);

/// <summary>
/// Identity is unique: (source, platform id) is one record, however often and through whichever visit it is seen. New
/// ones are committed with their secrets before anything is kept or recorded.
/// </summary>
internal sealed class Identities(
    PerishableDatabase perishable,
    UnitSecrets units,
    SuppressionKey suppression)
{
    private readonly SuppressedIds forgottenIds = new(perishable, suppression);

    /// <summary>
    /// What an answer is kept under, committed when this returns: a new frame, and whose its items are.
    /// </summary>
    public async Task<(UnitSecret Frame, Dictionary<string, Identity> Items)> ForAnswer(
        Guid source, IReadOnlyCollection<string> platformIds, CancellationToken ct)
    {
        await using var transaction = await SourceLock.BeginToAsk(perishable, source, ct);
        var (frame, items) = await Of(transaction, source, platformIds, ct);
        await transaction.Commit(ct);
        return (frame, items);
    }

    private async Task<(UnitSecret Frame, Dictionary<string, Identity> Items)> Of(
        TenantTransaction transaction, Guid source, IReadOnlyCollection<string> platformIds, CancellationToken ct)
    {
        if (platformIds.Count == 0)
            return ((await units.Create(transaction, [UnitKind.Frame], ct))[0], []);
        var forgotten = await forgottenIds.Among(transaction, source, platformIds, ct);
        var wanted = platformIds.Where(id => !forgotten.Contains(id)).Distinct(StringComparer.Ordinal).ToList();
        var found = await Find(transaction, source, wanted, ct);

        var missing = wanted.Where(id => !found.ContainsKey(id)).ToList();
        var created = await units.Create(
            transaction, [UnitKind.Frame, .. Enumerable.Repeat(UnitKind.Record, missing.Count)], ct);
        if (missing.Count > 0 && await Make(transaction, source, missing, created.Skip(1), found, ct) < missing.Count)
            found = await Find(transaction, source, wanted, ct); // another visit made some of them first

        var secrets = created.ToDictionary(c => c.Unit, c => c.Secret);
        var kept = found.Values.Select(f => f.Unit).Where(unit => !secrets.ContainsKey(unit)).ToList();
        if (kept.Count > 0)
        {
            foreach (var (unit, secret) in await units.Get(transaction, kept, ct))
                secrets[unit] = secret;
        }

        var identities = found.ToDictionary(
            f => f.Key,
            f => new Identity(f.Value.Record, f.Value.Unit, secrets.TryGetValue(f.Value.Unit, out var secret)
                ? secret
                : throw Sentences.Fault("capture.secret-gone", f.Value.Unit, f.Value.Record)),
            StringComparer.Ordinal);
        foreach (var id in forgotten)
            identities[id] = new Identity(default, Ids.New(), RandomNumberGenerator.GetBytes(32), Forgotten: true);
        return (created[0], identities);
    }

    /// <summary>Records of a source that have a fact, or may have one soon: (platform id, record).</summary>
    public async Task<IReadOnlyList<(string PlatformId, Guid Record)>> Known(Guid source, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            "SELECT platform_id, record FROM perishable.identity WHERE tenant_id = $1 AND source = $2",
            row => (row.GetString(0), row.GetGuid(1)), ct, transaction.Tenant, source);
    }

    /// <returns>Those of the records that something is known as: not those that were destroyed.</returns>
    public static async Task<HashSet<Guid>> Known(
        TenantTransaction transaction, IReadOnlyCollection<Guid> records, CancellationToken ct) =>
        [.. await transaction.Query(
            "SELECT record FROM perishable.identity WHERE tenant_id = $1 AND record = ANY ($2)",
            row => row.GetGuid(0), ct, transaction.Tenant, records.ToArray())];

    private static async Task<Dictionary<string, (Guid Record, Guid Unit)>> Find(
        TenantTransaction transaction, Guid source, IReadOnlyCollection<string> platformIds, CancellationToken ct)
    {
        var found = await transaction.Query(
            """
            SELECT platform_id, record, unit FROM perishable.identity
            WHERE tenant_id = $1 AND source = $2 AND platform_id = ANY ($3)
            """,
            row => (Id: row.GetString(0), Record: row.GetGuid(1), Unit: row.GetGuid(2)),
            ct, transaction.Tenant, source, platformIds.ToArray());
        return found.ToDictionary(f => f.Id, f => (f.Record, f.Unit), StringComparer.Ordinal);
    }

    /// <summary>Adds to <paramref name="found"/> what is made.</summary>
    /// <returns>How many; the others were there already.</returns>
    private async Task<int> Make(
        TenantTransaction transaction, Guid source, IReadOnlyList<string> platformIds, IEnumerable<UnitSecret> secrets,
        Dictionary<string, (Guid Record, Guid Unit)> found, CancellationToken ct)
    {
        var made = platformIds.Zip(secrets, (id, secret) => (id, record: Ids.New(), unit: secret.Unit)).ToList();
        var count = await transaction.Run(
            """
            INSERT INTO perishable.identity (tenant_id, source, platform_id, record, unit, forget_key)
            SELECT $1, $2, n.id, n.record, n.unit, n.key FROM unnest($3, $4, $5, $6) n(id, record, unit, key)
            ON CONFLICT DO NOTHING
            """,
            ct,
            transaction.Tenant, source, made.Select(m => m.id).ToArray(), made.Select(m => m.record).ToArray(),
            made.Select(m => m.unit).ToArray(), made.Select(m => suppression.Of(m.id)).ToArray());
        foreach (var (id, record, unit) in made)
            found[id] = (record, unit);
        return count;
    }
}
