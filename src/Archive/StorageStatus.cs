using Archive.Storage.Postgres;
using Npgsql;

namespace Archive;

/// <summary>
/// Writes whether storage is immutable to perishable.storage, because the web host has no vault settings.
/// </summary>
public sealed class StorageStatus(NpgsqlDataSource perishable, ArchiveSettings settings)
{
    public async Task Leave(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(settings.TenantName, ct);
        await transaction.Run(
            """
            INSERT INTO perishable.storage (tenant_id, mutable) VALUES ($1, $2)
            ON CONFLICT (tenant_id) DO UPDATE SET mutable = excluded.mutable, reported_at = now()
            """,
            ct, settings.Tenant, settings.Vault.AllowMutable);
        await transaction.Commit(ct);
    }
}
