using Archive.Storage.Postgres;

namespace Archive.Home;

/// <summary>Tells of the storage: exports say it, and the status page, whose host is told of no vault.</summary>
public sealed class StorageStatus(PerishableDatabase perishable, VaultOptions vault)
{
    /// <summary>Storage is taken as it is, without a trial.</summary>
    public bool IsMutable => vault.AllowMutable;

    /// <summary>Writes it down for the status page.</summary>
    public async Task Publish(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            """
            INSERT INTO perishable.storage (tenant_id, mutable) VALUES ($1, $2)
            ON CONFLICT (tenant_id) DO UPDATE SET mutable = excluded.mutable, reported_at = now()
            """,
            ct, transaction.Tenant, vault.AllowMutable);
        await transaction.Commit(ct);
    }
}
