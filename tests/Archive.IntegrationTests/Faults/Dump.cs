using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// All rows of the `archive` database at one moment, to be put into another one: what a restored back-up is.
/// </summary>
internal sealed class Dump
{
    private static readonly string[] Tables =
        ["mt_streams", "mt_events", "log_inbox", "log_leaf", "log_tile", "log_checkpoint", "log_opened"];

    private readonly Dictionary<string, byte[]> rows = [];

    public static async Task<Dump> Of(TestDatabase database)
    {
        var dump = new Dump();
        await using var connection = await database.Superuser.OpenConnectionAsync();
        foreach (var table in Tables)
        {
            using var bytes = new MemoryStream();
            await using (var copy = await connection.BeginRawBinaryCopyAsync(
                $"COPY archive.{table} TO STDOUT (FORMAT binary)"))
                await copy.CopyToAsync(bytes);
            dump.rows[table] = bytes.ToArray();
        }

        return dump;
    }

    /// <returns>A database with these rows, as the superuser who restored it leaves it.</returns>
    public async Task<TestDatabase> Restore()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        await using var connection = await database.Superuser.OpenConnectionAsync();
        await Run(connection, "SET session_replication_role = replica");
        foreach (var table in Tables)
        {
            if (table == "log_inbox") // that trigger fires for replicas too, and put every fact into it
                await Run(connection, "DELETE FROM archive.log_inbox");
            await using var copy = await connection.BeginRawBinaryCopyAsync(
                $"COPY archive.{table} FROM STDIN (FORMAT binary)");
            await copy.WriteAsync(rows[table]);
        }

        await Run(
            connection,
            "SELECT setval('archive.mt_events_sequence', (SELECT max(seq_id) FROM archive.mt_events))");
        return database;
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
