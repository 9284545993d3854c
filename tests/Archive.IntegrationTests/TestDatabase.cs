using Archive.Evidence;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests;

/// <summary>
/// The two databases of an archive of its own on the real PostgreSQL that ARCHIVE_TEST_SERVER names (a superuser's
/// connection string; `./archive test` starts one). Dropped when done. Roles are the cluster's, made once. On another
/// server, which goes with its test, nothing is copied or dropped.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    internal const string Password = "only-for-tests";

    private static readonly string[] Names = [Migrations.Facts, Migrations.Perishable];

    private static readonly string[] Roles =
        ["archive_owner", "archive_app", "archive_sequencer", "archive_web", "archive_reader"];

    /// <summary>
    /// The suffix of the two databases that the others of this run are copies of: applying the schema takes longer than
    /// many a test, copying it does not.
    /// </summary>
    private static readonly Lazy<Task<string>> Template = new(MakeTemplate);

    /// <summary>Holds a lock on the template for as long as this run lasts; the next run drops it.</summary>
    private static NpgsqlConnection? inUse;

    private readonly string suffix = NewSuffix();

    /// <summary>A superuser's connection string.</summary>
    public string Server { get; init; } = OfAllTests;

    private static string OfAllTests => Environment.GetEnvironmentVariable("ARCHIVE_TEST_SERVER")
        ?? throw new InvalidOperationException(
            "These tests need a real PostgreSQL: run ./archive test, or set ARCHIVE_TEST_SERVER to a superuser's "
                + "connection string.");

    public static Tenant Tenant { get; } = new("voorbeeldstad");

    public NpgsqlDataSource Superuser { get; private set; } = null!;

    /// <summary>The `archive` database as the application role.</summary>
    public FactsDatabase Facts { get; private set; } = null!;

    /// <summary>The `archive` database as the sequencer's role.</summary>
    public SequencerDatabase Sequencer { get; private set; } = null!;

    /// <summary>The `perishable` database as the application role.</summary>
    public PerishableDatabase Perishable { get; private set; } = null!;

    public string ConnectionString(string role, string database) =>
        ConnectionString(Server, role, $"{database}_{suffix}");

    /// <summary>The `archive` database as a superuser: what an attacker with all rights could do.</summary>
    public string SuperuserOf(string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = $"{database}_{suffix}" }.ConnectionString;

    public async Task InitializeAsync()
    {
        if (Server == OfAllTests)
        {
            var template = await Template.Value;
            await using var server = NpgsqlDataSource.Create(Server);
            foreach (var name in Names)
                await Copy(server, $"{name}_{template}", $"{name}_{suffix}");
        }
        else
        {
            await Make(Server, suffix);
        }

        Superuser = NpgsqlDataSource.Create(SuperuserOf(Migrations.Facts));
        Facts = new(TenantDatabase.Open(ConnectionString("archive_app", Migrations.Facts)), Tenant);
        Sequencer = new(TenantDatabase.Open(ConnectionString("archive_sequencer", Migrations.Facts)), Tenant);
        Perishable = new(TenantDatabase.Open(ConnectionString("archive_app", Migrations.Perishable)), Tenant);
    }

    /// <summary>After the server was stopped: connections of before are dead.</summary>
    public void ForgetConnections()
    {
        foreach (var source in new[] { Superuser, Facts.Source, Sequencer.Source, Perishable.Source })
            source.Clear();
    }

    public async Task DisposeAsync()
    {
        foreach (var source in new[] { Superuser, Facts.Source, Sequencer.Source, Perishable.Source })
            await source.DisposeAsync();
        if (Server != OfAllTests)
            return; // goes with its server, which may not even run
        await using var server = NpgsqlDataSource.Create(Server);
        foreach (var name in Names)
            await Run(server, $"DROP DATABASE IF EXISTS {name}_{suffix} WITH (FORCE)");
    }

    private static async Task<string> MakeTemplate()
    {
        var suffix = $"template_{NewSuffix()}";
        inUse = new NpgsqlConnection(OfAllTests);
        await inUse.OpenAsync();
        await Run(inUse, $"SELECT pg_advisory_lock(hashtext('{suffix}'))");
        await DropUnusedTemplates(inUse);
        await Make(OfAllTests, suffix);
        return suffix;
    }

    private static async Task Make(string server, string suffix)
    {
        await using var database = NpgsqlDataSource.Create(server);
        foreach (var role in Roles)
        {
            await Run(database, $"""
                DO $$ BEGIN
                    PERFORM pg_advisory_xact_lock(hashtext('archive.test.roles'));
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                        CREATE ROLE {role} LOGIN PASSWORD '{Password}';
                    END IF;
                END $$
                """);
        }

        foreach (var name in Names)
        {
            await Run(database, $"CREATE DATABASE {name}_{suffix} OWNER archive_owner");
            await Migrations.Apply(
                ConnectionString(server, "archive_owner", $"{name}_{suffix}"), name, typeof(ArchiveServices).Assembly,
                default);
        }
    }

    /// <summary>PostgreSQL copies all but what was granted on the database itself.</summary>
    private static async Task Copy(NpgsqlDataSource server, string template, string name)
    {
        await Run(server, $"CREATE DATABASE {name} TEMPLATE {template} OWNER archive_owner");
        await Run(server, $"""
            DO $$ DECLARE granted record; BEGIN
                FOR granted IN
                    SELECT g.privilege_type, g.grantee::regrole AS grantee
                    FROM pg_database d, aclexplode(d.datacl) g WHERE d.datname = '{template}' AND g.grantee <> 0
                LOOP
                    EXECUTE format('GRANT %s ON DATABASE {name} TO %s', granted.privilege_type, granted.grantee);
                END LOOP;
            END $$
            """);
    }

    private static async Task DropUnusedTemplates(NpgsqlConnection server)
    {
        var templates = new List<string>();
        await using (var query = new NpgsqlCommand(
            "SELECT datname FROM pg_database WHERE datname ~ '_template_'",
            server))
        await using (var rows = await query.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
                templates.Add(rows.GetString(0));
        }

        foreach (var template in templates)
        {
            var suffix = template[template.IndexOf("template_", StringComparison.Ordinal)..];
            await using var free = new NpgsqlCommand($"SELECT pg_try_advisory_lock(hashtext('{suffix}'))", server);
            if ((bool)(await free.ExecuteScalarAsync())!)
                await Run(server, $"DROP DATABASE IF EXISTS {template}");
        }
    }

    private static string NewSuffix() => Ids.New().ToString("N")[..12];

    private static string ConnectionString(string server, string role, string database) =>
        new NpgsqlConnectionStringBuilder(server)
        {
            Username = role,
            Password = Password,
            Database = database,
            IncludeErrorDetail = true,
        }.ConnectionString;

    private static async Task Run(NpgsqlDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        await Run(connection, sql);
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
