using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.CommandLine;

/// <summary>Holds up every sign-in for as long as it lasts, so that a command stays half-way.</summary>
internal sealed class HeldAccounts(NpgsqlConnection connection) : IAsyncDisposable
{
    public static async Task<HeldAccounts> Take(TestDatabase database)
    {
        var connection = new NpgsqlConnection(database.SuperuserOf(Migrations.Perishable));
        await connection.OpenAsync();
        await using var take = new NpgsqlCommand(
            "BEGIN; LOCK TABLE perishable.sign_in_failure IN ACCESS EXCLUSIVE MODE", connection);
        await take.ExecuteNonQueryAsync();
        return new(connection);
    }

    /// <summary>Until so many others wait for it.</summary>
    public async Task Waits(long count)
    {
        for (var tries = 0; ; tries++)
        {
            await using var ask = new NpgsqlCommand(
                """
                SELECT count(*) FROM pg_locks
                WHERE NOT granted AND relation = 'perishable.sign_in_failure'::regclass
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """, connection);
            var waiting = (long)(await ask.ExecuteScalarAsync())!;
            if (waiting == count)
                return;
            Assert.True(tries < 1200, $"{waiting} wait for it, not {count}.");
            await Task.Delay(100);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
