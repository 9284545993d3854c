using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Security;

/// <summary>
/// What the roles that only read can read, as PostgreSQL itself tells. To widen it is to change it here.
/// </summary>
public sealed class ReadingRolesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_web_reads_of_what_can_be_destroyed_what_its_page_shows_and_no_more() => Assert.Equal(
        [
            "web.findings: tenant_id, kind, findings, first_at",
            "web.gaps: tenant_id, source, cause, gaps, last_at",
            "web.projection: tenant_id, name, leaf",
            "web.records: tenant_id, source, records, versions, gone",
            "web.signing_certificate: tenant_id, not_after, development",
            "web.source: tenant_id, source, platform, handle, watched_at",
            "web.storage: tenant_id, mutable",
            "web.time_stamp: tenant_id, authority, last_at, overdue_since",
            "web.visits: tenant_id, source, visits, last_at, under_way",
        ],
        await Readable("archive_web", Migrations.Perishable));

    [Fact]
    public async Task The_web_reads_no_fact_and_no_log() => Assert.Equal(
        ["web.witness: tenant_id, witness, cosigned_size, cosigned_at, waiting_since, trouble"],
        await Readable("archive_web", Migrations.Facts));

    [Theory]
    [InlineData(Migrations.Facts)]
    [InlineData(Migrations.Perishable)]
    public async Task The_web_enters_no_schema_but_its_own(string which) => Assert.Equal(
        ["web"], await Ask(which, Schemas("archive_web")));

    [Fact]
    public async Task An_outside_reader_reads_facts_and_streams_whole_and_no_more()
    {
        Assert.Equal(["archive"], await Ask(Migrations.Facts, Schemas("archive_reader")));
        Assert.Equal(
            ["archive.mt_events", "archive.mt_streams"],
            (await Readable("archive_reader", Migrations.Facts)).Select(r => r.Split(':')[0]));
        Assert.Empty(await Ask(Migrations.Perishable, Schemas("archive_reader")));
        Assert.Empty(await Ask(
            Migrations.Facts,
            """
            SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'archive' AND c.relkind IN ('r', 'p', 'v')
              AND has_any_column_privilege('archive_reader', c.oid, 'INSERT, UPDATE')
            """));
    }

    private static string Schemas(string role) =>
        $"""
         SELECT nspname::text FROM pg_namespace
         WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'public')
           AND has_schema_privilege('{role}', oid, 'USAGE') ORDER BY 1
         """;

    /// <summary>Every table and view with the columns of it that a role may select, by whatever grant.</summary>
    private Task<IReadOnlyList<string>> Readable(string role, string which) => Ask(
        which,
        $"""
         SELECT format('%s.%s: %s', n.nspname, c.relname, string_agg(a.attname, ', ' ORDER BY a.attnum))
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
             AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND has_column_privilege('{role}', c.oid, a.attnum, 'SELECT')
         GROUP BY n.nspname, c.relname ORDER BY 1
         """);

    private async Task<IReadOnlyList<string>> Ask(string which, string sql)
    {
        await using var server = NpgsqlDataSource.Create(database.SuperuserOf(which));
        await using var query = server.CreateCommand(sql);
        await using var rows = await query.ExecuteReaderAsync();
        var answers = new List<string>();
        while (await rows.ReadAsync())
            answers.Add(rows.GetString(0));
        return answers;
    }
}
