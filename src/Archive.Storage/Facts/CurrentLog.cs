using Archive.Storage.Postgres;

namespace Archive.Storage.Facts;

/// <summary>Which of a tenant's logs facts go into: 1, or the last one opened after a restore.</summary>
internal static class CurrentLog
{
    /// <summary>Its number, for a query of which $1 is the tenant.</summary>
    public const string Sql = "(SELECT coalesce(max(log), 1) FROM archive.log_opened WHERE tenant_id = $1)";

    public static Task<int> Number(TenantTransaction transaction, CancellationToken ct) =>
        transaction.Scalar<int>($"SELECT {Sql}", ct, transaction.Tenant);
}
