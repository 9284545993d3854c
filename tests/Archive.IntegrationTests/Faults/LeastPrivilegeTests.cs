using Archive.Evidence.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>What each role of the product may do, as PostgreSQL itself tells and shows.</summary>
public sealed class LeastPrivilegeTests(SignedVisit visit) : IClassFixture<SignedVisit>
{
    private static readonly string[] Roles = ["archive_app", "archive_sequencer", "archive_web", "archive_reader"];

    private TestDatabase Database => visit.Archive.Database;

    public static TheoryData<string, string> EachRoleAndChange()
    {
        var each = new TheoryData<string, string>();
        foreach (var role in Roles)
        {
            foreach (var (table, column) in new[]
                     {
                         ("mt_events", "data"), ("mt_streams", "id"), ("log_inbox", "seq_id"), ("log_leaf",
                         "commitment"),
                         ("log_tile", "hashes"), ("log_checkpoint", "note"), ("log_cosignature", "line"), ("log_opened",
                         "before"),
                         ("log_set_aside", "seq_id"), ("anchor_leaf", "commitment"),
                         ("anchor_checkpoint", "note"), ("anchor_note", "note"),
                         ("anchor_token", "token"), ("anchor_revocation", "crl"), ("anchor_stream", "stream"),
                     })
            {
                each.Add(role, $"UPDATE archive.{table} SET {column} = {column}");
                each.Add(role, $"TRUNCATE archive.{table}");
                // What waits, and what was set aside: the one who numbers facts takes them out.
                if (role != "archive_sequencer" || table is not ("log_inbox" or "log_set_aside"))
                    each.Add(role, $"DELETE FROM archive.{table}");
            }
        }

        return each;
    }

    [Theory]
    [MemberData(nameof(EachRoleAndChange))]
    public async Task Facts_and_log_are_changed_by_nobody(string role, string sql)
    {
        await using var database = new FactsDatabase(
            TenantDatabase.Open(Database.ConnectionString(role, Migrations.Facts)), TestDatabase.Tenant);
        await using var transaction = await database.Begin(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => transaction.Run(sql, default));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("UPDATE archive.mt_events SET data = data")]
    [InlineData("DELETE FROM archive.mt_events")]
    [InlineData("TRUNCATE archive.mt_events")]
    [InlineData("DELETE FROM archive.mt_streams")]
    [InlineData("TRUNCATE archive.mt_streams")]
    public async Task Nor_by_the_owner_while_the_triggers_stand(string sql)
    {
        await using var database = NpgsqlDataSource.Create(
            Database.ConnectionString("archive_owner", Migrations.Facts));
        await using var command = database.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("only ever added to", refused.MessageText);
    }

    [Theory]
    [InlineData(Migrations.Facts)]
    [InlineData(Migrations.Perishable)]
    public async Task The_web_changes_nothing(string database)
    {
        var allowed = await Ask(
            database,
            """
            SELECT format('%s on %I.%I', p, n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
              AND c.relkind IN ('r', 'p', 'v', 'm')
              AND (has_table_privilege('archive_web', c.oid, p)
                   OR (p IN ('INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege('archive_web', c.oid, p)))
            """);
        Assert.Equal([], allowed);
        Assert.Equal([], await Ask(
            database,
            """
            SELECT sequencename::text FROM pg_sequences
            WHERE has_sequence_privilege('archive_web', format('%I.%I', schemaname, sequencename), 'USAGE, UPDATE')
            """));
    }

    [Theory]
    [InlineData("unit_secret")] // what everything kept is sealed with
    [InlineData("identity")]
    [InlineData("forgotten")]
    [InlineData("medium")]
    [InlineData("sign_in_failure")]
    public async Task The_web_does_not_read(string table)
    {
        await using var database = new PerishableDatabase(
            TenantDatabase.Open(Database.ConnectionString("archive_web", Migrations.Perishable)), TestDatabase.Tenant);
        await using var transaction = await database.Begin(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => transaction.Run($"SELECT FROM perishable.{table}", default));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("archive_app")]
    [InlineData("archive_sequencer")]
    [InlineData("archive_web")]
    [InlineData("archive_reader")]
    [InlineData("archive_owner")]
    public async Task No_role_of_the_product_goes_round_the_tenants_wall(string role) => Assert.Equal(
        [], await Ask(Migrations.Facts,
            $"""
             SELECT rolname::text FROM pg_roles WHERE rolname = '{role}'
             AND (rolsuper OR rolbypassrls OR rolcreaterole)
             """));

    [Theory]
    [InlineData(Migrations.Facts)]
    [InlineData(Migrations.Perishable)]
    public async Task Every_table_with_a_tenant_has_the_wall(string database)
    {
        Assert.NotEmpty(await TenantTables(database));
        var open = await Ask(
            database,
            """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('archive', 'perishable')
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy
                WHERE polrelid = c.oid))
            """);
        // The inbox does not bind its owner, as whom the trigger fills it (0002_log.sql says why); the owner runs
        // migrations only.
        Assert.Equal(database == Migrations.Facts ? ["archive.log_inbox"] : [], open);
    }

    [Theory]
    [InlineData("archive_app", Migrations.Facts)]
    [InlineData("archive_sequencer", Migrations.Facts)]
    [InlineData("archive_web", Migrations.Facts)]
    [InlineData("archive_app", Migrations.Perishable)]
    [InlineData("archive_web", Migrations.Perishable)]
    [InlineData("archive_reader", Migrations.Facts)]
    [InlineData("archive_owner", Migrations.Perishable)]
    public async Task A_tenant_sees_no_row_of_another(string role, string which)
    {
        await AddWitness(); // all that the web sees of the facts' database
        await using var database = TenantDatabase.Open(Database.ConnectionString(role, which));
        var seen = 0L;
        foreach (var table in await TenantTables(which))
        {
            if ((await Ask(
                which,
                $"""
                 SELECT 'x' WHERE has_schema_privilege('{role}', split_part('{table}', '.', 1), 'USAGE')
                 AND has_table_privilege('{role}', '{table}', 'SELECT')
                 """)).Count == 0)
                continue;
            seen += await Rows(database, table, TestDatabase.Tenant.ToString());
            Assert.Equal((table, 0L), (table, await Rows(database, table, "elders")));
            Assert.Equal((table, 0L), (table, await Rows(database, table, "")));
        }

        Assert.True(seen > 0, "There was nothing to see at all.");
    }

    [Fact]
    public async Task Nor_writes_one_for_another()
    {
        await using var transaction = await Database.Perishable.Begin(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => transaction.Run(
            """
            INSERT INTO perishable.visit (tenant_id, visit, source, started_at)
            VALUES ('elders', gen_random_uuid(), gen_random_uuid(), now())
            """,
            default));

        Assert.Contains("row-level security", refused.MessageText);
    }

    private async Task AddWitness()
    {
        await using var database = NpgsqlDataSource.Create(Database.SuperuserOf(Migrations.Facts));
        await using var add = database.CreateCommand(
            "INSERT INTO archive.log_witness VALUES ($1, 'een getuige', now()) ON CONFLICT DO NOTHING");
        add.Parameters.Add(new() { Value = TestDatabase.Tenant.ToString() });
        await add.ExecuteNonQueryAsync();
    }

    private static async Task<long> Rows(NpgsqlDataSource database, string table, string tenant)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var count = new NpgsqlCommand(
            $"SELECT set_config('archive.tenant', '{tenant}', true); SELECT count(*) FROM {table}", connection);
        await using var rows = await count.ExecuteReaderAsync();
        await rows.NextResultAsync();
        await rows.ReadAsync();
        return rows.GetInt64(0);
    }

    private Task<IReadOnlyList<string>> TenantTables(string which) => Ask(
        which,
        """
        SELECT format('%I.%I', table_schema, table_name) FROM information_schema.columns
        WHERE column_name = 'tenant_id' AND table_schema = ANY ('{archive,perishable,web}')
        """);

    private async Task<IReadOnlyList<string>> Ask(string which, string sql)
    {
        await using var database = NpgsqlDataSource.Create(Database.SuperuserOf(which));
        await using var query = database.CreateCommand(sql);
        await using var rows = await query.ExecuteReaderAsync();
        var answers = new List<string>();
        while (await rows.ReadAsync())
            answers.Add(rows.GetString(0));
        return answers;
    }
}
