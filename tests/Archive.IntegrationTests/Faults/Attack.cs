using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>What whoever may do anything to the database can do to it.</summary>
internal static class Attack
{
    public static Task Tamper(this ArchiveUnderTest archive, string sql, params object[] values) =>
        archive.Database.Tamper(sql, values);

    /// <summary>Runs a statement as a superuser with all triggers off; it changes something for sure.</summary>
    public static async Task Tamper(this TestDatabase database, string sql, params object[] values)
    {
        await using var connection = await database.Superuser.OpenConnectionAsync();
        await using (var off = new NpgsqlCommand("SET session_replication_role = replica", connection))
            await off.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
