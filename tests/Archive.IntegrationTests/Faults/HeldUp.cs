using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>What a session of ours holds in a database, so that whoever needs it waits until it is let go.</summary>
internal sealed class HeldUp : IAsyncDisposable
{
    private const int Turn = 20_231;

    private readonly NpgsqlDataSource server;
    private readonly NpgsqlConnection connection;
    private bool let;

    private HeldUp(NpgsqlDataSource server, NpgsqlConnection connection) =>
        (this.server, this.connection) = (server, connection);

    public static async Task<HeldUp> By(ArchiveUnderTest archive, string database, string statement)
    {
        var server = NpgsqlDataSource.Create(archive.Database.SuperuserOf(database));
        var connection = await server.OpenConnectionAsync();
        await using var take = new NpgsqlCommand($"BEGIN; {statement}", connection);
        await take.ExecuteNonQueryAsync();
        return new(server, connection);
    }

    /// <summary>Facts of one name wait, from now on, while <see cref="Fact"/> is held; others are let through.</summary>
    public static async Task Facts(ArchiveUnderTest archive, string name)
    {
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Facts));
        await using var trigger = superuser.CreateCommand(
            $"""
             CREATE FUNCTION wait_for_turn() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM pg_advisory_xact_lock_shared({Turn}); RETURN NEW; END $$;
             CREATE TRIGGER wait_for_turn BEFORE INSERT ON archive.mt_events
             FOR EACH ROW WHEN (NEW.type = '{name}') EXECUTE FUNCTION wait_for_turn()
             """);
        await trigger.ExecuteNonQueryAsync();
    }

    public static Task<HeldUp> Fact(ArchiveUnderTest archive) =>
        By(archive, Migrations.Facts, $"SELECT pg_advisory_lock({Turn})");

    public async ValueTask DisposeAsync()
    {
        if (let)
            return;
        let = true;
        // Pooled, it would keep an advisory lock until it is used again.
        await using (var end = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection))
            await end.ExecuteNonQueryAsync();
        await connection.DisposeAsync();
        await server.DisposeAsync();
    }
}
