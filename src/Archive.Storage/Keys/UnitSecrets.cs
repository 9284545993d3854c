using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Storage.Keys;

/// <summary>
/// A tenant's unit secrets in the perishable database, sealed with a key-encryption key. A secret is committed here
/// before anything is sealed with it; deleting it destroys the unit, wherever its bytes are.
/// </summary>
public sealed class UnitSecrets(PerishableDatabase perishable, KeyRing keys)
{
    /// <summary>Makes new units, committed when this returns, in the order asked for.</summary>
    public async Task<IReadOnlyList<UnitSecret>> Create(IReadOnlyCollection<UnitKind> kinds, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var units = await Create(transaction, kinds, ct);
        await transaction.Commit(ct);
        return units;
    }

    /// <summary>
    /// Makes secrets as part of a transaction: nothing may be sealed with them before the caller commits it.
    /// </summary>
    /// <param name="transaction">Of the perishable database, begun for this tenant.</param>
    public async Task<IReadOnlyList<UnitSecret>> Create(
        TenantTransaction transaction, IReadOnlyCollection<UnitKind> kinds, CancellationToken ct)
    {
        var secrets = RandomNumberGenerator.GetBytes(kinds.Count * UnitSecret.Length); // each call costs a system call
        var units = kinds
            .Select((kind, i) => new UnitSecret(
                Ids.New(),
                kind,
                secrets[(i * UnitSecret.Length)..((i + 1) * UnitSecret.Length)]))
            .ToList();
        if (units.Count == 0)
            return units;

        await Add(transaction, units, [.. units.Select(u => Word(u.Kind))], ct);
        return units;
    }

    public async Task<UnitSecret> Create(UnitKind kind, CancellationToken ct) => (await Create([kind], ct))[0];

    /// <returns>Secrets by unit. A unit that is not among them is destroyed, or never was.</returns>
    /// <exception cref="FaultException">A row was changed, or sealed with another key-encryption key.</exception>
    public async Task<IReadOnlyDictionary<Guid, byte[]>> Get(IReadOnlyCollection<Guid> units, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await Get(transaction, units, ct);
    }

    /// <summary>Secrets by unit, read in a transaction of the perishable database, begun for this tenant.</summary>
    public async Task<IReadOnlyDictionary<Guid, byte[]>> Get(
        TenantTransaction transaction, IReadOnlyCollection<Guid> units, CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT unit, key_id, sealed FROM perishable.unit_secret WHERE tenant_id = $1 AND unit = ANY($2)",
            transaction.Tenant,
            units.ToArray());
        await using var rows = await query.ExecuteReaderAsync(ct);
        var secrets = new Dictionary<Guid, byte[]>(units.Count);
        var opened = new Dictionary<string, SecretOpener>(StringComparer.Ordinal);
        try
        {
            while (await rows.ReadAsync(ct))
            {
                var (unit, key) = (rows.GetGuid(0), rows.GetString(1));
                if (!opened.TryGetValue(key, out var opener))
                    opened.Add(key, opener = keys.Get(key).Opener(perishable.Tenant));
                secrets.Add(unit, opener.Open(unit, rows.GetFieldValue<byte[]>(2)));
            }
        }
        finally
        {
            foreach (var opener in opened.Values)
                opener.Dispose();
        }

        return secrets;
    }

    /// <returns>
    /// Secrets by unit, and of those whose row does not open why. One by one only if a row among them was changed.
    /// </returns>
    public async Task<(IReadOnlyDictionary<Guid, byte[]> Secrets, IReadOnlyDictionary<Guid, Sentence> Altered)>
        GetOrTell(IReadOnlyCollection<Guid> units, CancellationToken ct)
    {
        try
        {
            return (await Get(units, ct), new Dictionary<Guid, Sentence>());
        }
        catch (FaultException)
        {
            var (secrets, altered) = (new Dictionary<Guid, byte[]>(), new Dictionary<Guid, Sentence>());
            foreach (var unit in units)
            {
                try
                {
                    if (await Get(unit, ct) is { } secret)
                        secrets.Add(unit, secret);
                }
                catch (FaultException e)
                {
                    altered.Add(unit, Sentence.Of(e));
                }
            }

            return (secrets, altered);
        }
    }

    /// <returns>Null if the unit is destroyed, or never was.</returns>
    /// <exception cref="FaultException">The row was changed, or sealed with another key-encryption key.</exception>
    public async Task<byte[]?> Get(Guid unit, CancellationToken ct) =>
        (await Get([unit], ct)).TryGetValue(unit, out var secret) ? secret : null;

    /// <summary>
    /// Destroys units, once the caller commits: what is sealed or committed to under them can never be opened again.
    /// </summary>
    /// <param name="transaction">Of the perishable database, begun for this tenant.</param>
    /// <returns>How many had a secret still.</returns>
    public Task<int> Delete(TenantTransaction transaction, IReadOnlyCollection<Guid> units, CancellationToken ct) =>
        transaction.Run(
            "DELETE FROM perishable.unit_secret WHERE tenant_id = $1 AND unit = ANY($2)", ct, perishable.Tenant, units
                .ToArray());

    /// <summary>Deletes secrets in a transaction of its own, committed when this returns.</summary>
    public async Task<int> Delete(IReadOnlyCollection<Guid> units, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var deleted = await Delete(transaction, units, ct);
        await transaction.Commit(ct);
        return deleted;
    }

    /// <summary>
    /// The secret by which a tenant's media are recognised: one for ever, sealed as a unit's is, so that a change of
    /// key-encryption key leaves it alone (docs/decisions/0096).
    /// </summary>
    /// <param name="first">Makes it where there is none yet.</param>
    internal async Task<byte[]> MediumKey(Func<byte[]> first, CancellationToken ct)
    {
        const string Kind = "medium-key";
        for (;;)
        {
            await using var transaction = await perishable.Begin(ct);
            var there = await transaction.QueryFirst(
                $"SELECT unit, key_id, sealed FROM perishable.unit_secret WHERE tenant_id = $1 AND kind = '{Kind}'",
                row => Open(row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2)), ct, transaction.Tenant);
            if (there is not null)
                return there;

            try
            {
                await Add(transaction, [new(Ids.New(), UnitKind.Medium, first())], [Kind], ct);
                await transaction.Commit(ct);
            }
            catch (PostgresException e) when (e.ConstraintName == "unit_secret_one_medium_key")
            {
                // Another host was first; its secret is taken in the next round.
            }
        }
    }

    /// <summary>
    /// Seals under the newest key. Where that is closed to new secrets, another host made a newer one; where the
    /// database does not know it, this is the first secret under it.
    /// </summary>
    private async Task Add(TenantTransaction transaction, List<UnitSecret> units, string[] words, CancellationToken ct)
    {
        for (var key = keys.Newest; ; key = keys.Newest)
        {
            if (await Insert(transaction, key, units, words, ct))
                return;
            if (keys.Reload().Newest.Id != key.Id)
                continue;
            await WrappingKeys.Register(transaction, key.Id, ct);
            if (await Insert(transaction, key, units, words, ct))
                return;
            if (keys.Reload().Newest.Id == key.Id)
            {
                throw Sentences.Fault("storage.newer-key-gone", key.Id);
            }
        }
    }

    private async Task<bool> Insert(
        TenantTransaction transaction, KeyEncryptionKey key, List<UnitSecret> units, string[] words,
        CancellationToken ct) =>
        await transaction.Run(
            $"""
             {WrappingKeys.WithOpen}
             INSERT INTO perishable.unit_secret (tenant_id, unit, kind, key_id, sealed)
             SELECT $1, unit, kind, $2, sealed FROM open, unnest($3::uuid[], $4::text[], $5::bytea[]) AS new (unit,
               kind, sealed)
             """,
            ct,
            transaction.Tenant, key.Id, units.Select(u => u.Unit).ToArray(), words,
            key.Seal(perishable.Tenant, units)) == units
                .Count;

    private byte[] Open(Guid unit, string keyId, byte[] row) =>
        keys.Get(keyId).Open(perishable.Tenant, unit, keyId, row);

    private static string Word(UnitKind kind) => kind switch
    {
        UnitKind.Record => "record",
        UnitKind.Medium => "medium",
        UnitKind.Frame => "frame",
        UnitKind.RequestDetails => "request-details",
        UnitKind.Note => "note",
    };
}
