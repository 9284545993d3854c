using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.Keys.Certificates;

/// <summary>
/// The row of `perishable.signing_certificate`: which certificate signs for a tenant, for who does not see the file.
/// </summary>
internal static class CertificateRow
{
    public static async Task<Digest?> Read(TenantTransaction transaction, Tenant tenant, CancellationToken ct)
    {
        await using var query = transaction.Command(
            "SELECT fingerprint FROM perishable.signing_certificate WHERE tenant_id = $1", tenant.ToString());
        return await query.ExecuteScalarAsync(ct) is byte[] fingerprint ? Digest.From(fingerprint) : null;
    }

    public static Task Write(
        TenantTransaction transaction,
        Tenant tenant,
        CertificateStatus status,
        CancellationToken ct) => transaction.Run(
        """
        INSERT INTO perishable.signing_certificate AS now (tenant_id, fingerprint, not_after, development)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id) DO UPDATE SET fingerprint = $2, not_after = $3, development = $4
          WHERE now.fingerprint <> $2
        """,
        ct,
        tenant.ToString(), status.Fingerprint.ToBytes(), status.NotAfter.UtcDateTime, status.IsDevelopment);
}
