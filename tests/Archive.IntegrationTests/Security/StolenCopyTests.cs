using System.Text;
using Archive.IntegrationTests.Keys;
using Archive.Keys;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Security;

/// <summary>What a copy gives away that was taken without the rest: of a database, of the vault, of keys.</summary>
public sealed class StolenCopyTests
{
    /// <summary>Of a post and of a citizen of the sample municipality.</summary>
    private static readonly string[] Words = ["kerkstraat", "voorbeeldstad.example", "gemeente@"];

    [Fact]
    public async Task Facts_and_vault_hold_no_word_and_no_name_and_the_readable_records_do()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.BringUpToDate();
        await archive.Officers();

        Assert.Equal([], await TablesWithAWord(archive, Migrations.Facts));
        Assert.Equal([], FilesWithAWord(Path.Combine(archive.Settings.Home, "vault")));
        Assert.Contains("record_version", await TablesWithAWord(archive, Migrations.Perishable));
    }

    [Fact]
    public async Task A_back_up_of_keys_has_those_of_every_tenant_of_its_home_and_of_no_other_home()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        var (shared, own) = (Directory.CreateTempSubdirectory(), Directory.CreateTempSubdirectory());
        foreach (var (home, tenant) in new[] { (shared, "buurstad"), (shared, "elders"), (own, "verderop") })
            await KeyHost.Open(database, home.FullName, tenant);

        var (ofShared, ofOwn) = (Keys(database, shared, "buurstad"), Keys(database, own, "verderop"));

        Assert.Contains(ofShared, key => key.Contains("buurstad", StringComparison.Ordinal));
        Assert.Contains(ofShared, key => key.Contains("elders", StringComparison.Ordinal));
        Assert.DoesNotContain(ofShared, key => key.Contains("verderop", StringComparison.Ordinal));
        Assert.Contains(ofOwn, key => key.Contains("verderop", StringComparison.Ordinal));
        Assert.DoesNotContain(ofOwn, key => key.Contains("stad", StringComparison.Ordinal));
        foreach (var home in new[] { shared, own })
            home.Delete(recursive: true);
        await database.DisposeAsync();
    }

    private static IReadOnlyList<string> Keys(TestDatabase database, DirectoryInfo home, string tenant) =>
        [.. KeyBackup.Collect(TestSettings.Of(database, home.FullName, tenant).KeysPath).Select(f => f.Path)];

    private static async Task<IReadOnlyList<string>> TablesWithAWord(ArchiveUnderTest archive, string which)
    {
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(which));
        var tables = new List<string>();
        await using (var query = superuser.CreateCommand(
            "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = $1::regnamespace ORDER BY 1"))
        {
            query.Parameters.Add(new() { Value = which });
            await using var rows = await query.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                tables.Add(rows.GetString(0));
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var search = superuser.CreateCommand(
                $"SELECT EXISTS (SELECT FROM {which}.{table} t WHERE t::text ILIKE ANY ($1))");
            search.Parameters.Add(new() { Value = Words.Select(w => $"%{w}%").ToArray() });
            if (await search.ExecuteScalarAsync() is true)
                found.Add(table);
        }

        return found;
    }

    private static IEnumerable<string> FilesWithAWord(string directory)
    {
        var files = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        return files.Where(file => Words.Any(word =>
            Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
