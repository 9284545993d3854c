using Archive.Evidence;
using Archive.Integrity;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Security;

/// <summary>
/// A login of one tenant reaches that tenant only, whatever it sets; a login of all tenants reaches whichever it names.
/// </summary>
public sealed class TenantLoginTests(TenantLoginTests.OneTenant of) : IClassFixture<TenantLoginTests.OneTenant>
{
    private static readonly Tenant Neighbour = new("buurstad");

    [Fact]
    public async Task An_archive_works_with_logins_of_its_tenant_only()
    {
        var archive = of.Archive;
        await archive.BringUpToDate();

        Assert.True((await archive.Get<ArchiveVerification>().Run(all: true, progress: null, default)).Holds);
    }

    [Theory]
    [InlineData("archive_app", Migrations.Perishable, "perishable.source")]
    [InlineData("archive_app", Migrations.Facts, "archive.mt_events")]
    [InlineData("archive_sequencer", Migrations.Facts, "archive.log_leaf")]
    [InlineData("archive_web", Migrations.Perishable, "web.source")]
    public async Task What_took_over_a_tenant_s_login_reaches_no_other_tenant(string role, string which, string table)
    {
        var archive = of.Archive;

        Assert.True(await Rows(Own(archive.Database, role, which, TestDatabase.Tenant), table) > 0);
        Assert.Equal(0, await Rows(Own(archive.Database, role, which, Neighbour), table));
        // said plainly in docs/security.md: the login that all tenants share names whom it likes
        Assert.True(await Rows(archive.Database.ConnectionString(role, which), table) > 0);
    }

    [Theory]
    [InlineData("INSERT INTO perishable.forgotten (tenant_id, key) VALUES ('voorbeeldstad', '')")]
    [InlineData("INSERT INTO perishable.visit (tenant_id, visit, source, started_at) "
        + "VALUES ('voorbeeldstad', gen_random_uuid(), gen_random_uuid(), now())")]
    public async Task Nor_does_it_write_for_another(string sql)
    {
        var archive = of.Archive;
        await using var source = NpgsqlDataSource.Create(
            Own(archive.Database, "archive_app", Migrations.Perishable, Neighbour));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => As(source, TestDatabase.Tenant, sql));

        Assert.Contains("row-level security", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Migrations.Facts)]
    [InlineData(Migrations.Perishable)]
    public async Task Every_table_with_a_tenant_holds_logins_to_theirs(string which)
    {
        var archive = of.Archive;
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(which));
        await using var query = superuser.CreateCommand(
            """
            SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
                SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd = '*'))
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = $1::regnamespace
            """);
        query.Parameters.Add(new() { Value = which });
        await using var row = await query.ExecuteReaderAsync();
        await row.ReadAsync();

        Assert.NotEqual(0, row.GetInt64(0));
        Assert.Equal(0, row.GetInt64(1));
    }

    [Fact]
    public async Task What_concerns_all_tenants_of_a_home_is_not_decided_by_a_login_of_one()
    {
        var archive = of.Archive;

        var fault = await Assert.ThrowsAsync<FaultException>(
            () => archive.Get<PerishableDatabase>().BeginFor(Neighbour, default));

        Assert.Contains("buurstad", fault.Message, StringComparison.Ordinal);
    }

    private static string Own(TestDatabase database, string role, string which, Tenant tenant) =>
        database.ConnectionString($"{role}/{tenant}", which);

    /// <returns>Rows of the first tenant that a login sees when it claims to be that tenant.</returns>
    private static async Task<long> Rows(string connectionString, string table)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        return (long)(await As(
            source, TestDatabase.Tenant, $"SELECT count(*) FROM {table} WHERE tenant_id = 'voorbeeldstad'"))!;
    }

    private static async Task<object?> As(NpgsqlDataSource source, Tenant claimed, string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var claim = new NpgsqlCommand("SELECT set_config('archive.tenant', $1, false)", connection);
        claim.Parameters.Add(new() { Value = claimed.ToString() });
        await claim.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>An archive whose logins are its tenant's only, with something in it.</summary>
    public sealed class OneTenant : IAsyncLifetime
    {
        internal ArchiveUnderTest Archive { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            var database = new TestDatabase();
            await TenantLogins.Make(database, TestDatabase.Tenant);
            await TenantLogins.Make(database, Neighbour);
            Archive = await ArchiveUnderTest.Start(on: database, change: settings => settings with
            {
                Facts = Own(database, "archive_app", Migrations.Facts, TestDatabase.Tenant),
                Perishable = Own(database, "archive_app", Migrations.Perishable, TestDatabase.Tenant),
                Sequencer = Own(database, "archive_sequencer", Migrations.Facts, TestDatabase.Tenant),
            });
            await Archive.Visit();
            await Archive.BringUpToDate();
        }

        public async Task DisposeAsync() => await Archive.DisposeAsync();
    }
}
