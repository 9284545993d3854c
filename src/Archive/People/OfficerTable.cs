using Archive.Storage.Postgres;

namespace Archive.People;

/// <summary>An account as `perishable.officer` has it.</summary>
internal sealed record Account(Officer Officer, PasswordHash Password, bool Active);

/// <summary>The rows of `perishable.officer`: names and password hashes, which facts never hold.</summary>
internal static class OfficerTable
{
    private const string Columns =
        "officer, name, roles, password_iterations, password_salt, password_hash, active";

    public static async Task<bool> IsEmpty(TenantTransaction transaction, CancellationToken ct)
    {
        await using var any = transaction.Command("SELECT NOT EXISTS (SELECT FROM perishable.officer)");
        return (bool)(await any.ExecuteScalarAsync(ct))!;
    }

    /// <summary>By name, whatever the case of its letters.</summary>
    public static Task<Account?> Find(TenantTransaction transaction, string name, CancellationToken ct) =>
        One(transaction, $"SELECT {Columns} FROM perishable.officer WHERE lower(name) = lower($1)", name, ct);

    public static Task<Account?> Find(TenantTransaction transaction, Guid officer, CancellationToken ct) =>
        One(transaction, $"SELECT {Columns} FROM perishable.officer WHERE officer = $1", officer, ct);

    public static async Task<IReadOnlyList<Account>> All(TenantTransaction transaction, CancellationToken ct)
    {
        await using var query = transaction.Command($"SELECT {Columns} FROM perishable.officer ORDER BY lower(name)");
        return await Read(query, ct);
    }

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

    private static async Task<Account?> One(TenantTransaction transaction, string sql, object key, CancellationToken ct)
    {
        await using var query = transaction.Command(sql, key);
        return (await Read(query, ct)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<Account>> Read(Npgsql.NpgsqlCommand query, CancellationToken ct)
    {
        await using var rows = await query.ExecuteReaderAsync(ct);
        var accounts = new List<Account>();
        while (await rows.ReadAsync(ct))
        {
            accounts.Add(new Account(
                new Officer(
                    rows.GetGuid(0),
                    rows.GetString(1),
                    [.. rows.GetFieldValue<string[]>(2).Select(Enum.Parse<Role>)]),
                new PasswordHash(rows.GetInt32(3), rows.GetFieldValue<byte[]>(4), rows.GetFieldValue<byte[]>(5)),
                rows.GetBoolean(6)));
        }

        return accounts;
    }
}
