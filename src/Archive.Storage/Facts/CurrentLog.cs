using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.Storage.Facts;

/// <summary>Which of a tenant's logs facts go into: 1, or the last one opened after a restore.</summary>
internal static class CurrentLog
{
    /// <summary>Its number, for a query of which $1 is the tenant.</summary>
    public const string Sql = "(SELECT coalesce(max(log), 1) FROM archive.log_opened WHERE tenant_id = $1)";

    public static async Task<int> Number(TenantTransaction transaction, Tenant tenant, CancellationToken ct)
    {
        await using var query = transaction.Command($"SELECT {Sql}", tenant.ToString());
        return (int)(await query.ExecuteScalarAsync(ct))!;
    }
}
