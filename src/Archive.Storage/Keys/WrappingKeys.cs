using Archive.Storage.Postgres;

namespace Archive.Storage.Keys;

/// <summary>What the database knows of one key-encryption key and one tenant.</summary>
/// <param name="ClosedAt">From then on nothing new is sealed under it.</param>
/// <param name="EmptiedAt">From then on nothing of this tenant needs it.</param>
public sealed record WrappingKey(string Id, DateTimeOffset Since, DateTimeOffset? ClosedAt, DateTimeOffset? EmptiedAt);

/// <summary>
/// The rows of `perishable.wrapping_key`. Who seals takes a share lock on the row of an open key, in the transaction
/// that adds the secrets; who closes a key waits for them. So once a key is closed, no host adds a secret under it,
/// however old the keys are that it has in memory.
/// </summary>
public static class WrappingKeys
{
    /// <summary>
    /// To stand before an INSERT that reads from `open`: no row if the key `$2` of tenant `$1` is closed or unknown.
    /// </summary>
    internal const string WithOpen =
        """
        WITH open AS (SELECT FROM perishable.wrapping_key WHERE tenant_id = $1 AND key_id = $2
        AND closed_at IS NULL FOR SHARE)
        """;

    /// <summary>Writes down that a tenant's secrets are sealed under a key from now on.</summary>
    internal static Task Register(TenantTransaction transaction, string keyId, CancellationToken ct) => transaction.Run(
        "INSERT INTO perishable.wrapping_key (tenant_id, key_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        ct, transaction.Tenant, keyId);

    /// <summary>Closes all keys of a tenant but one.</summary>
    internal static Task CloseOthers(
        TenantTransaction transaction,
        string keyId,
        CancellationToken ct) => transaction.Run(
        """
        UPDATE perishable.wrapping_key SET closed_at = now() WHERE tenant_id = $1 AND key_id <> $2
        AND closed_at IS NULL
        """,
        ct, transaction.Tenant, keyId);

    internal static Task MarkEmptied(
        TenantTransaction transaction,
        string keyId,
        CancellationToken ct) => transaction.Run(
        """
        UPDATE perishable.wrapping_key SET emptied_at = now() WHERE tenant_id = $1 AND key_id = $2
        AND emptied_at IS NULL
        """,
        ct, transaction.Tenant, keyId);

    /// <summary>
    /// Units of which the secret is under a key. Of the medium key, which no fact names, none is counted.
    /// </summary>
    public static Task<IReadOnlyList<Guid>> UnitsUnder(
        TenantTransaction transaction, string keyId, CancellationToken ct) => transaction.Query(
        """
        SELECT unit FROM perishable.unit_secret WHERE tenant_id = $1 AND key_id = $2 AND kind <> 'medium-key'
        ORDER BY unit
        """,
        row => row.GetGuid(0), ct, transaction.Tenant, keyId);

    /// <summary>
    /// Removes every secret under a key that is lost: nothing opens them. With the medium key among them, media are no
    /// longer recognised: those that come again are kept once more.
    /// </summary>
    public static Task GiveUp(TenantTransaction transaction, string keyId, CancellationToken ct) => transaction.Run(
        ct,
        ("DELETE FROM perishable.unit_secret WHERE tenant_id = $1 AND key_id = $2", [transaction.Tenant, keyId]),
        ("""
         UPDATE perishable.wrapping_key SET closed_at = coalesce(closed_at, now()), emptied_at = now()
         WHERE tenant_id = $1 AND key_id = $2 AND emptied_at IS NULL
         """, [transaction.Tenant, keyId]));

    /// <summary>Keys that were ever used for a tenant, oldest first.</summary>
    public static Task<IReadOnlyList<WrappingKey>> All(
        TenantTransaction transaction,
        CancellationToken ct) => transaction.Query(
        """
        SELECT key_id, since, closed_at, emptied_at FROM perishable.wrapping_key WHERE tenant_id = $1
        ORDER BY since, key_id
        """,
        row => new WrappingKey(
            row.GetString(0), row.GetFieldValue<DateTimeOffset>(1),
            row.ValueOrNull<DateTimeOffset>(2),
            row.ValueOrNull<DateTimeOffset>(3)),
        ct, transaction.Tenant);

    /// <returns>How many secrets of the transaction's tenant are sealed under a key, and how many there are.</returns>
    public static Task<(long Under, long Of)> Count(
        TenantTransaction transaction,
        string keyId,
        CancellationToken ct) => transaction.QueryFirst(
        "SELECT count(*) FILTER (WHERE key_id = $2), count(*) FROM perishable.unit_secret WHERE tenant_id = $1",
        row => (row.GetInt64(0), row.GetInt64(1)), ct, transaction.Tenant, keyId);
}
