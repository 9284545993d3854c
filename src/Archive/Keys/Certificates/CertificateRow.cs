using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.Keys.Certificates;

/// <summary>
/// The row of `perishable.signing_certificate`: which certificate signs for a tenant, for who does not see the file.
/// </summary>
internal static class CertificateRow
{
    public static async Task<Digest?> Read(TenantTransaction transaction, CancellationToken ct)
    {
        var fingerprint = await transaction.Scalar<byte[]>(
            "SELECT fingerprint FROM perishable.signing_certificate WHERE tenant_id = $1", ct, transaction.Tenant);
        return fingerprint is null ? null : Digest.From(fingerprint);
    }

    public static Task Write(
        TenantTransaction transaction,
        CertificateStatus status,
        CancellationToken ct) => transaction.Run(
        """
        INSERT INTO perishable.signing_certificate AS now (tenant_id, fingerprint, not_after, development) VALUES ($1,
            $2, $3, $4)
        ON CONFLICT (tenant_id) DO UPDATE SET fingerprint = $2, not_after = $3, development = $4
          WHERE now.fingerprint <> $2
        """,
        ct,
        transaction.Tenant, status.Fingerprint.ToBytes(), status.NotAfter.UtcDateTime, status.IsDevelopment);
}
