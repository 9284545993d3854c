using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.People;

/// <summary>An account as `perishable.officer` has it.</summary>
internal sealed record Account(Officer Officer, PasswordHash Password, bool Active);

/// <summary>The rows of `perishable.officer`: names and password hashes, which facts never hold.</summary>
internal static class OfficerTable
{
    private const string Columns =
        "officer, name, roles, password_iterations, password_salt, password_hash, active";

    public static Task<bool> IsEmpty(TenantTransaction transaction, CancellationToken ct) =>
        transaction.Scalar<bool>("SELECT NOT EXISTS (SELECT FROM perishable.officer)", ct);

    /// <summary>By name, whatever the case of its letters.</summary>
    public static Task<Account?> Find(TenantTransaction transaction, string name, CancellationToken ct) =>
        transaction.QueryFirst(
            $"SELECT {Columns} FROM perishable.officer WHERE lower(name) = lower($1)", Read, ct, name);

    public static Task<Account?> Find(TenantTransaction transaction, Guid officer, CancellationToken ct) =>
        transaction.QueryFirst($"SELECT {Columns} FROM perishable.officer WHERE officer = $1", Read, ct, officer);

    public static Task<IReadOnlyList<Account>> All(TenantTransaction transaction, CancellationToken ct) =>
        transaction.Query($"SELECT {Columns} FROM perishable.officer ORDER BY lower(name)", Read, ct);

    /// <returns>False if the name is taken.</returns>
    public static async Task<bool> Add(
        TenantTransaction transaction, AddOfficer asked, PasswordHash password, DateTimeOffset at,
        CancellationToken ct) =>
        await transaction.Run(
            """
            INSERT INTO perishable.officer
                (tenant_id, officer, name, roles, password_iterations, password_salt, password_hash, created_at, active)
            VALUES (current_setting('archive.tenant'), $1, $2, $3, $4, $5, $6, $7, true)
            ON CONFLICT (tenant_id, lower(name)) DO NOTHING
            """,
            ct,
            asked.Officer, asked.Name, asked.Roles.Select(r => r.ToString()).ToArray(),
            password.Iterations, password.Salt, password.Hash, at.UtcDateTime) == 1;

    public static Task SetPassword(
        TenantTransaction transaction,
        Guid officer,
        PasswordHash password,
        CancellationToken ct) =>
        transaction.Run(
            """
            UPDATE perishable.officer SET password_iterations = $2, password_salt = $3, password_hash = $4
            WHERE officer = $1
            """,
            ct,
            officer, password.Iterations, password.Salt, password.Hash);

    public static Task Deactivate(TenantTransaction transaction, Guid officer, CancellationToken ct) =>
        transaction.Run("UPDATE perishable.officer SET active = false WHERE officer = $1", ct, officer);

    private static Account Read(NpgsqlDataReader row) => new(
        new Officer(
            row.GetGuid(0), row.GetString(1), [.. row.GetFieldValue<string[]>(2).Select(Enum.Parse<Role>)]),
        new PasswordHash(row.GetInt32(3), row.GetFieldValue<byte[]>(4), row.GetFieldValue<byte[]>(5)),
        row.GetBoolean(6));
}
