using Archive.Evidence;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;

namespace Archive.Retention.Destruction;

/// <summary>
/// Takes bytes away of which the secret is destroyed, and remembers those that the storage does not let go yet. A lock
/// stops no destruction: nothing opens these bytes any more, and they go when the lock ends (docs/decisions/0062).
/// </summary>
public sealed class LockedObjects(PerishableDatabase perishable, IVault vault)
{
    private Tenant Tenant => perishable.Tenant;

    /// <summary>Removes objects, or remembers them as part of the caller's transaction.</summary>
    /// <param name="transaction">Of the perishable database, begun for this tenant.</param>
    internal async Task Remove(TenantTransaction transaction, IReadOnlyList<Digest> objects, CancellationToken ct)
    {
        foreach (var name in objects)
        {
            if (await vault.Delete(name, ct) is { } locked)
            {
                await transaction.Run(
                    """
                    INSERT INTO perishable.locked_object (tenant_id, object, until) VALUES ($1, $2, $3)
                    ON CONFLICT (tenant_id, object) DO UPDATE SET until = excluded.until
                    """,
                    ct, Tenant, name.ToString(), locked.Until?.UtcDateTime);
            }
        }
    }

    /// <summary>Removes an object of what was destroyed, in a transaction of its own.</summary>
    /// <exception cref="IOException">The storage refused for another reason than a lock.</exception>
    public async Task Remove(Digest name, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await Remove(transaction, [name], ct);
        await transaction.Commit(ct);
    }

    /// <returns>Those of the objects that the storage does not let go yet.</returns>
    public async Task<IReadOnlySet<Digest>> Among(IReadOnlyList<Digest> names, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return (await transaction.Query(
            "SELECT object FROM perishable.locked_object WHERE tenant_id = $1 AND object = ANY ($2)",
            row => Digest.Parse(row.GetString(0)), ct, Tenant, names.Select(n => n.ToString()).ToArray())).ToHashSet();
    }

    /// <summary>
    /// Tries all again. Asks the storage, not the clock: a lock may have been lengthened, or a hold ended.
    /// </summary>
    /// <returns>How many are gone now, and how many are locked still.</returns>
    public async Task<(int Gone, int Locked)> TryAgain(CancellationToken ct)
    {
        var (gone, locked) = (0, 0);
        foreach (var name in await All(ct))
        {
            await using var transaction = await perishable.Begin(ct);
            if (await vault.Delete(name, ct) is { } still)
            {
                await transaction.Run(
                    "UPDATE perishable.locked_object SET until = $3 WHERE tenant_id = $1 AND object = $2",
                    ct, Tenant, name.ToString(), still.Until?.UtcDateTime);
                locked++;
            }
            else
            {
                await transaction.Run(
                    "DELETE FROM perishable.locked_object WHERE tenant_id = $1 AND object = $2", ct, Tenant, name
                        .ToString());
                gone++;
            }

            await transaction.Commit(ct);
        }

        return (gone, locked);
    }

    private async Task<IReadOnlyList<Digest>> All(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            "SELECT object FROM perishable.locked_object WHERE tenant_id = $1 ORDER BY object",
            row => Digest.Parse(row.GetString(0)), ct, Tenant);
    }
}
