using Archive.Evidence;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests;

/// <summary>
/// The two databases of an archive of its own on the real PostgreSQL that ARCHIVE_TEST_SERVER names (a superuser's
/// connection string; `./archive test` starts one). Dropped when done. Roles are the cluster's, made once.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private const string Password = "only-for-tests";

    private readonly string suffix = Ids.New().ToString("N")[..12];

    /// <summary>A superuser's connection string.</summary>
    public string Server { get; init; } = OfAllTests;

    private static string OfAllTests => Environment.GetEnvironmentVariable("ARCHIVE_TEST_SERVER")
        ?? throw new InvalidOperationException(
            "These tests need a real PostgreSQL: run ./archive test, or set ARCHIVE_TEST_SERVER to a superuser's connection string.");

    public static Tenant Tenant { get; } = new("voorbeeldstad");

    public NpgsqlDataSource Superuser { get; private set; } = null!;

    /// <summary>The `archive` database as the application role.</summary>
    public NpgsqlDataSource Facts { get; private set; } = null!;

    /// <summary>The `archive` database as the sequencer's role.</summary>
    public NpgsqlDataSource Sequencer { get; private set; } = null!;

    /// <summary>The `perishable` database as the application role.</summary>
    public NpgsqlDataSource Perishable { get; private set; } = null!;

    public string ConnectionString(string role, string database) =>
        new NpgsqlConnectionStringBuilder(Server)
        {
            Username = role,
            Password = Password,
            Database = $"{database}_{suffix}",
            IncludeErrorDetail = true,
        }.ConnectionString;

    /// <summary>The `archive` database as a superuser: what an attacker with all rights could do.</summary>
    public string SuperuserOf(string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = $"{database}_{suffix}" }.ConnectionString;

    public async Task InitializeAsync()
    {
        await using (var server = NpgsqlDataSource.Create(Server))
        {
            foreach (var role in new[] { "archive_owner", "archive_app", "archive_sequencer", "archive_web" })
            {
                await Run(server, $"""
                    DO $$ BEGIN
                        PERFORM pg_advisory_xact_lock(hashtext('archive.test.roles'));
                        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                            CREATE ROLE {role} LOGIN PASSWORD '{Password}';
                        END IF;
                    END $$
                    """);
            }

            foreach (var name in new[] { Migrations.Facts, Migrations.Perishable })
                await Run(server, $"CREATE DATABASE {name}_{suffix} OWNER archive_owner");
        }

        foreach (var name in new[] { Migrations.Facts, Migrations.Perishable })
            await Migrations.Apply(ConnectionString("archive_owner", name), name, default);

        Superuser = NpgsqlDataSource.Create(SuperuserOf(Migrations.Facts));
        Facts = Database.Open(ConnectionString("archive_app", Migrations.Facts));
        Sequencer = Database.Open(ConnectionString("archive_sequencer", Migrations.Facts));
        Perishable = Database.Open(ConnectionString("archive_app", Migrations.Perishable));
    }

    /// <summary>After the server was stopped: connections of before are dead.</summary>
    public void ForgetConnections()
    {
        foreach (var source in new[] { Superuser, Facts, Sequencer, Perishable })
            source.Clear();
    }

    public async Task DisposeAsync()
    {
        foreach (var source in new[] { Superuser, Facts, Sequencer, Perishable })
            await source.DisposeAsync();
        if (Server != OfAllTests)
            return; // goes with its server, which may not even run
        await using var server = NpgsqlDataSource.Create(Server);
        foreach (var name in new[] { Migrations.Facts, Migrations.Perishable })
            await Run(server, $"DROP DATABASE IF EXISTS {name}_{suffix} WITH (FORCE)");
    }

    private static async Task Run(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
