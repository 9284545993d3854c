using System.Text;
using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.People;

/// <summary>
/// Wrong passwords in a row per name asked for, in `perishable.sign_in_failure`. Kept under a digest of the name, also
/// for names no account has, so that neither an answer nor this table tells which accounts exist.
/// </summary>
internal static class FailureTable
{
    /// <summary>
    /// Locks the row for this transaction: guesses at one name are checked one after another, never side by side.
    /// </summary>
    public static async Task<(int Failures, DateTimeOffset? Until)> Lock(
        TenantTransaction transaction, string name, CancellationToken ct)
    {
        await transaction.Run(
            """
            INSERT INTO perishable.sign_in_failure (tenant_id, name_digest, failures)
            VALUES (current_setting('archive.tenant'), $1, 0) ON CONFLICT DO NOTHING
            """,
            ct,
            Key(name));
        return await transaction.QueryFirst(
            "SELECT failures, until FROM perishable.sign_in_failure WHERE name_digest = $1 FOR UPDATE",
            row => (row.GetInt32(0), row.ValueOrNull<DateTimeOffset>(1)), ct, Key(name));
    }

    public static Task Set(
        TenantTransaction transaction, string name, int failures, DateTimeOffset? until, CancellationToken ct) =>
        transaction.Run(
            "UPDATE perishable.sign_in_failure SET failures = $2, until = $3 WHERE name_digest = $1",
            ct,
            Key(name), failures, until?.UtcDateTime);

    public static Task Forget(TenantTransaction transaction, string name, CancellationToken ct) =>
        transaction.Run("DELETE FROM perishable.sign_in_failure WHERE name_digest = $1", ct, Key(name));

    private static byte[] Key(string name) => Digest.Of(Encoding.UTF8.GetBytes(name.ToLowerInvariant())).ToBytes();
}
