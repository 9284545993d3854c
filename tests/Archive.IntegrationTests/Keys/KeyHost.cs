using Archive.Keys;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.IntegrationTests.Keys;

/// <summary>
/// What a host has of keys after it started: its own ring in memory, on the same home and databases as others.
/// </summary>
internal sealed record KeyHost(TestSettings Settings, OpenedKeys Keys, UnitSecrets Units, KeyDesk Desk)
{
    public static async Task<KeyHost> Open(TestDatabase database, string home, string tenant, IKeyStore? store = null)
    {
        var settings = TestSettings.Of(database, home, tenant);
        var perishable = PerishableOf(database, settings);
        var keys = new OpenedKeys(settings, Lost(database, settings, store), perishable, TimeProvider.System, store);
        await keys.Open(default);
        var events = new EventStore(FactsOf(database, settings));
        return new(
            settings, keys, new(perishable, keys.Ring),
            new(settings, events, perishable, keys, new(TimeProvider.System)));
    }

    public static LostKeys Lost(TestDatabase database, TestSettings settings, IKeyStore? store = null) => new(
        settings, FactsOf(database, settings), PerishableOf(database, settings),
        new LogKeys(settings.KeysPath, settings.Name, settings.TenantName),
        new OutsideCheckpoint(Path.Combine(settings.CheckpointPath, $"{settings.Tenant}.checkpoint")), store);

    /// <summary>Keys under which there are secrets, of whatever tenant.</summary>
    public static async Task<IReadOnlyList<string>> KeyIds(TestDatabase database)
    {
        await using var superuser = NpgsqlDataSource.Create(database.SuperuserOf(Migrations.Perishable));
        await using var query = superuser.CreateCommand("SELECT DISTINCT key_id FROM perishable.unit_secret");
        await using var rows = await query.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await rows.ReadAsync())
            ids.Add(rows.GetString(0));
        return ids;
    }

    /// <summary>Every fact of the tenant, in the order they were recorded.</summary>
    public static async Task<IReadOnlyList<IFact>> Recorded(TestDatabase database)
    {
        await using var query = database.Superuser
            .CreateCommand("SELECT stream_id FROM archive.mt_events ORDER BY seq_id");
        await using var rows = await query.ExecuteReaderAsync();
        var facts = new List<IFact>();
        var events = new EventStore(database.Facts);
        while (await rows.ReadAsync())
            facts.AddRange((await events.Read(Guid.Parse(rows.GetString(0)), default)).Select(Facts.Read));
        return facts;
    }

    private static FactsDatabase FactsOf(TestDatabase database, TestSettings settings) =>
        new(database.Facts.Source, settings.TenantName);

    private static PerishableDatabase PerishableOf(TestDatabase database, TestSettings settings) =>
        new(database.Perishable.Source, settings.TenantName);
}
