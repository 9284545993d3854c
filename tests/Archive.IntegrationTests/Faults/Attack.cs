using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>What whoever may do anything to the database can do to it.</summary>
internal static class Attack
{
    public static Task Tamper(this ArchiveUnderTest archive, string sql, params object[] values) =>
        archive.Database.Tamper(sql, values);

    /// <summary>
    /// Runs a statement as a superuser with all triggers and checks off; it changes something for sure.
    /// </summary>
    public static async Task Tamper(this TestDatabase database, string sql, params object[] values)
    {
        await using var checks = await WithoutChecks(database);
        await using var connection = await database.Superuser.OpenConnectionAsync();
        await using (var off = new NpgsqlCommand("SET session_replication_role = replica", connection))
            await off.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Takes the check constraints off facts and streams; disposed, it puts them back.</summary>
    public static async Task<IAsyncDisposable> WithoutChecks(TestDatabase database)
    {
        var checks = new List<(string Table, string Name, string Rule)>();
        await using (var query = database.Superuser.CreateCommand(
            """
            SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'c' AND conrelid IN ('archive.mt_events'::regclass, 'archive.mt_streams'::regclass)
            """))
        await using (var rows = await query.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
                checks.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        }

        await Run(database, checks.Select(c => $"ALTER TABLE {c.Table} DROP CONSTRAINT {c.Name}"));
        return new Checks(database, checks);
    }

    private static async Task Run(TestDatabase database, IEnumerable<string> statements)
    {
        await using var command = database.Superuser.CreateCommand(string.Join("; ", statements));
        if (command.CommandText.Length > 0)
            await command.ExecuteNonQueryAsync();
    }

    private sealed class Checks(TestDatabase database, List<(string Table, string Name, string Rule)> checks)
        : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Run(
            database, checks.Select(c => $"ALTER TABLE {c.Table} ADD CONSTRAINT {c.Name} {c.Rule}"));
    }
}
