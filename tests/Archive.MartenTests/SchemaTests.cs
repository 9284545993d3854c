using System.Runtime.CompilerServices;
using Archive.IntegrationTests;
using Archive.Storage.Postgres;
using JasperFx;
using Npgsql;

namespace Archive.MartenTests;

/// <summary>What Marten does to the schema when the owner lets it create and update.</summary>
public sealed class SchemaTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Ours =
        """
        SELECT 'trigger ' || c.relname || ': ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = 'archive'::regnamespace AND NOT t.tgisinternal
        UNION ALL SELECT 'policy ' || p::text FROM pg_policies p WHERE schemaname = 'archive'
        UNION ALL SELECT 'table ' || relname || ' ' || relrowsecurity || relforcerowsecurity
            || coalesce(relacl::text, '')
        FROM pg_class WHERE relnamespace = 'archive'::regnamespace AND relkind IN ('r', 'S')
        UNION ALL SELECT 'column ' || c.relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' '
            || attnotnull || coalesce(attacl::text, '')
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'archive'::regnamespace AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped
        UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'archive'::regnamespace
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'archive'
        UNION ALL SELECT 'function ' || oid::regprocedure || ' ' || md5(prosrc) || prosecdef
            || coalesce(proacl::text, '')
        FROM pg_proc WHERE pronamespace = 'archive'::regnamespace
        """;

    /// <summary>The one thing of ours that Marten drops; docs/operations.md says how it is made again.</summary>
    private const string DroppedIndex = "mt_events_stream_and_type";

    [Fact]
    public async Task It_adds_functions_and_a_foreign_key_drops_an_index_and_leaves_all_else_that_is_there()
    {
        var before = await Schema();
        using (var store = Outsider.Open(
            database, "archive_owner", TestDatabase.Tenant, create: AutoCreate.CreateOrUpdate))
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();

        var after = await Schema();

        Assert.StartsWith(
            $"index CREATE INDEX {DroppedIndex} ", Assert.Single(before.Except(after)), StringComparison.Ordinal);
        await MakeIndexAgain();
        after = await Schema();
        Assert.Equal([], before.Except(after));
        Assert.All(
            after.Except(before),
            added => Assert.True(
                added.StartsWith("function archive.mt_", StringComparison.Ordinal)
                    || added.StartsWith("constraint archive.mt_events fkey_mt_events", StringComparison.Ordinal),
                added));
        Assert.Contains(after, a => a.StartsWith("function archive.mt_quick_append_events", StringComparison.Ordinal));
        foreach (var check in new[] { "stream_is_an_id", "correlation_is_an_id", "headers_are_an_object" })
            Assert.Contains(after, a => a.StartsWith("constraint", StringComparison.Ordinal) && a.Contains(check));
    }

    /// <summary>By the statement in docs/operations.md, as the owner.</summary>
    private async Task MakeIndexAgain()
    {
        var statement = (await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "operations.md")))
            .Split('\n').SkipWhile(l => !l.Contains($"CREATE INDEX {DroppedIndex}", StringComparison.Ordinal)).Take(2);
        await using var owner = NpgsqlDataSource.Create(database.ConnectionString("archive_owner", Migrations.Facts));
        await using var make = owner.CreateCommand(string.Join('\n', statement));
        await make.ExecuteNonQueryAsync();
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private async Task<IReadOnlyList<string>> Schema()
    {
        await using var query = database.Superuser.CreateCommand(Ours);
        await using var rows = await query.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
            found.Add(rows.GetString(0));
        return found;
    }
}
