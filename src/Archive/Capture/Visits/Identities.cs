using System.Security.Cryptography;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Evidence;
using Archive.Sources;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>Which record a thing of the platform is, and in which unit it is kept.</summary>
/// <param name="Forgotten">It was destroyed lawfully: it is not kept again, and no fact is recorded of it.</param>
/// <param name="Sighted">A fact says that this source showed it, by the way of this visit.</param>
/// <param name="New">It was made just now: no fact is of it, unless another visit is very fast.</param>
internal sealed record Identity(
    Guid Record, Guid Unit, byte[] Secret, bool Forgotten = false, bool Sighted = false, bool New = false);

/// <summary>
/// Identity is unique: what a platform calls by one id is one record, however often, through whichever visit and by
/// whichever source it is seen. New ones are committed with their secrets before anything is kept or recorded.
/// </summary>
/// <param name="source">Whose visit it is.</param>
/// <param name="space">Of the source (<see cref="IPlatform.Space"/>).</param>
/// <param name="way">By which it shows what it shows.</param>
internal sealed class Identities(
    PerishableDatabase perishable, UnitSecrets units, SuppressionKey suppression, Source source, string space,
    SightedBy way = SightedBy.Api)
{
    private const string Named = "i.tenant_id = $1 AND i.platform = $2 AND i.space = $3";

    private readonly string platform = source.Platform.ToString();

    public SightedBy Way => way;

    /// <summary>
    /// What an answer is kept under, committed when this returns: a new frame, and whose its items are.
    /// </summary>
    public async Task<(UnitSecret Frame, Dictionary<ItemId, Identity> Items)> ForAnswer(
        IReadOnlyCollection<ItemId> items, CancellationToken ct)
    {
        await using var transaction = await IdentityLock.BeginToAsk(perishable, ct);
        var (frame, known) = await Of(transaction, items, [UnitKind.Frame], ct);
        await transaction.Commit(ct);
        return (frame[0], known);
    }

    /// <summary>Whose these items are, committed when this returns; without a frame.</summary>
    public async Task<Dictionary<ItemId, Identity>> Of(IReadOnlyCollection<ItemId> items, CancellationToken ct)
    {
        if (items.Count == 0)
            return [];
        await using var transaction = await IdentityLock.BeginToAsk(perishable, ct);
        var (_, known) = await Of(transaction, items, [], ct);
        await transaction.Commit(ct);
        return known;
    }

    /// <param name="also">Units that are made with those of new items.</param>
    private async Task<(IReadOnlyList<UnitSecret> Made, Dictionary<ItemId, Identity> Items)> Of(
        TenantTransaction transaction, IReadOnlyCollection<ItemId> items, UnitKind[] also, CancellationToken ct)
    {
        if (items.Count == 0)
            return (await units.Create(transaction, also, ct), []);
        var forgotten = await Forgotten(transaction, items, ct);
        var wanted = items.Where(id => !forgotten.Contains(id)).Distinct().ToList();
        var found = await Find(transaction, wanted, ct);

        var missing = wanted.Where(id => !found.ContainsKey(id)).ToList();
        var created = await units.Create(
            transaction, [.. also, .. Enumerable.Repeat(UnitKind.Record, missing.Count)], ct);
        var made = missing.Count > 0
            ? await Make(transaction, missing, created.Skip(also.Length), found, ct)
            : 0;
        if (made < missing.Count)
            found = await Find(transaction, wanted, ct); // another visit made some of them first
        var areNew = made < missing.Count ? [] : missing.ToHashSet();

        var secrets = created.ToDictionary(c => c.Unit, c => c.Secret);
        var kept = found.Values.Select(f => f.Unit).Where(unit => !secrets.ContainsKey(unit)).ToList();
        if (kept.Count > 0)
        {
            foreach (var (unit, secret) in await units.Get(transaction, kept, ct))
                secrets[unit] = secret;
        }

        var sighted = await Sight(transaction, [.. found.Values.Select(f => f.Record)], ct);
        var identities = found.ToDictionary(
            f => f.Key,
            f => new Identity(
                f.Value.Record,
                f.Value.Unit,
                secrets.TryGetValue(f.Value.Unit, out var secret)
                    ? secret
                    : throw Sentences.Fault("capture.secret-gone", f.Value.Unit, f.Value.Record),
                Sighted: sighted.Contains(f.Value.Record),
                New: areNew.Contains(f.Key)));
        foreach (var id in forgotten)
            identities[id] = new Identity(default, Ids.New(), RandomNumberGenerator.GetBytes(32), Forgotten: true);
        return (created, identities);
    }

    /// <summary>Those of the things that are records here, without making any.</summary>
    public async Task<Dictionary<ItemId, Guid>> Known(IReadOnlyCollection<ItemId> items, CancellationToken ct)
    {
        if (items.Count == 0)
            return [];
        await using var transaction = await perishable.Begin(ct);
        return (await Find(transaction, items, ct)).ToDictionary(f => f.Key, f => f.Value.Record);
    }

    /// <summary>Records that this source shows and that have a fact, or may have one soon.</summary>
    public async Task<IReadOnlyList<(ItemId Id, Guid Record)>> Known(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        // The LIMIT makes it a look-up, whatever the planner's statistics are.
        return await transaction.Query(
            """
            SELECT i.kind, i.platform_id, i.record FROM perishable.sighting s CROSS JOIN LATERAL (
                SELECT * FROM perishable.identity WHERE tenant_id = $1 AND record = s.record LIMIT 1) i
            WHERE s.tenant_id = $1 AND s.source = $2 AND s.way = $3 AND i.platform = $4 AND i.space = $5
            """,
            row => (new ItemId(row.GetString(0), row.GetString(1)), row.GetGuid(2)),
            ct, transaction.Tenant, source.Id, way.ToString(), source.Platform.ToString(), space);
    }

    /// <summary>Notes that a fact says so of these records; of those destroyed meanwhile nothing is noted.</summary>
    public (string Sql, object?[] Values) NoteSighted(IReadOnlyCollection<Guid> records) => (
        """
        UPDATE perishable.sighting SET recorded = true
        WHERE tenant_id = $1 AND record = ANY ($2) AND source = $3 AND way = $4
        """,
        [perishable.Tenant, records.ToArray(), source.Id, way.ToString()]);

    /// <summary>Those of the records that are not destroyed; a destruction that is under way is waited for.</summary>
    public async Task<HashSet<Guid>> Kept(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        await using var transaction = await IdentityLock.BeginToAsk(perishable, ct);
        return await Known(transaction, records, ct);
    }

    /// <returns>Those of the records that something is known as: not those that were destroyed.</returns>
    public static async Task<HashSet<Guid>> Known(
        TenantTransaction transaction, IReadOnlyCollection<Guid> records, CancellationToken ct) =>
        [.. await transaction.Query(
            "SELECT record FROM perishable.identity WHERE tenant_id = $1 AND record = ANY ($2)",
            row => row.GetGuid(0), ct, transaction.Tenant, records.ToArray())];

    private async Task<HashSet<ItemId>> Forgotten(
        TenantTransaction transaction, IReadOnlyCollection<ItemId> items, CancellationToken ct)
    {
        var keys = items.Distinct().ToDictionary(id => Convert.ToHexStringLower(KeyOf(id)), StringComparer.Ordinal);
        var forgotten = await SuppressedIds.Among(transaction, keys.Keys, ct);
        return [.. forgotten.Select(key => keys[key])];
    }

    private byte[] KeyOf(ItemId id) => suppression.Of(platform, space, id.Kind, id.Id);

    private async Task<Dictionary<ItemId, (Guid Record, Guid Unit)>> Find(
        TenantTransaction transaction, IReadOnlyCollection<ItemId> items, CancellationToken ct)
    {
        // The LIMIT makes it a look-up, whatever the planner's statistics are.
        var found = await transaction.Query(
            $"""
             SELECT i.kind, i.platform_id, i.record, i.unit
             FROM unnest($4::text[], $5::text[]) n (kind, id) CROSS JOIN LATERAL (
                 SELECT * FROM perishable.identity i
                 WHERE {Named} AND i.kind = n.kind AND i.platform_id = n.id LIMIT 1) i
             """,
            row => (Id: new ItemId(row.GetString(0), row.GetString(1)), Record: row.GetGuid(2), Unit: row.GetGuid(3)),
            ct, transaction.Tenant, platform, space, items.Distinct().Select(i => i.Kind).ToArray(),
            items.Distinct().Select(i => i.Id).ToArray());
        return found.ToDictionary(f => f.Id, f => (f.Record, f.Unit));
    }

    /// <summary>Adds to <paramref name="found"/> what is made.</summary>
    /// <returns>How many; the others were there already.</returns>
    private async Task<int> Make(
        TenantTransaction transaction, IReadOnlyList<ItemId> items, IEnumerable<UnitSecret> secrets,
        Dictionary<ItemId, (Guid Record, Guid Unit)> found, CancellationToken ct)
    {
        var made = items.Zip(secrets, (id, secret) => (id, record: Ids.New(), unit: secret.Unit)).ToList();
        // In one order, so that two visits that see the same things wait for each other and for nothing else.
        var count = await transaction.Run(
            """
            INSERT INTO perishable.identity (tenant_id, platform, space, kind, platform_id, record, unit, forget_key)
            SELECT $1, $2, $3, n.* FROM unnest($4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::bytea[])
                n (kind, id, record, unit, key) ORDER BY n.kind, n.id
            ON CONFLICT DO NOTHING
            """,
            ct,
            transaction.Tenant, platform, space, made.Select(m => m.id.Kind).ToArray(),
            made.Select(m => m.id.Id).ToArray(), made.Select(m => m.record).ToArray(),
            made.Select(m => m.unit).ToArray(), made.Select(m => KeyOf(m.id)).ToArray());
        foreach (var (id, record, unit) in made)
            found[id] = (record, unit);
        return count;
    }

    /// <returns>Records of which a fact says already that this source showed them in this way.</returns>
    private async Task<HashSet<Guid>> Sight(
        TenantTransaction transaction, Guid[] records, CancellationToken ct)
    {
        object?[] values = [transaction.Tenant, records, source.Id, way.ToString()];
        await using var batch = transaction.Batch(
            ("""
             INSERT INTO perishable.sighting (tenant_id, record, source, way)
             SELECT $1, r, $3, $4 FROM unnest($2::uuid[]) r ORDER BY r
             ON CONFLICT DO NOTHING
             """, values),
            ("""
             SELECT record FROM perishable.sighting
             WHERE tenant_id = $1 AND record = ANY ($2) AND source = $3 AND way = $4 AND recorded
             """, values));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var sighted = new HashSet<Guid>();
        while (await rows.ReadAsync(ct))
            sighted.Add(rows.GetGuid(0));
        return sighted;
    }
}
