using Archive.Storage.Postgres;

namespace Archive;

/// <summary>Leaves word of the storage where the status page finds it: the web host is told of no vault.</summary>
public sealed class StorageStatus(PerishableDatabase perishable, ArchiveSettings settings)
{
    public async Task Leave(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            """
            INSERT INTO perishable.storage (tenant_id, mutable) VALUES ($1, $2)
            ON CONFLICT (tenant_id) DO UPDATE SET mutable = excluded.mutable, reported_at = now()
            """,
            ct, settings.Tenant, settings.Vault.AllowMutable);
        await transaction.Commit(ct);
    }
}
