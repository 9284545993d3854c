using Archive.Evidence.Log;
using Archive.Evidence.Store;
using Archive.Evidence.Vault;
using Archive.Keys;

namespace Archive.IntegrationTests.Keys;

/// <summary>What a host has of keys after it started: its own ring in memory, on the same home and databases as others.</summary>
internal sealed record KeyHost(ArchiveSettings Settings, OpenedKeys Keys, UnitSecrets Units, KeyDesk Desk)
{
    public static async Task<KeyHost> Open(TestDatabase database, string home, string tenant, IKeyStore? store = null)
    {
        var settings = SettingsOf(database, home, tenant);
        var keys = new OpenedKeys(settings, Lost(database, settings, store), database.Perishable, store, TimeProvider.System);
        await keys.Open(default);
        return new(
            settings, keys, new(database.Perishable, settings.TenantName, keys.Ring),
            new(settings, new(database.Facts, settings.TenantName), database.Perishable, keys, new(TimeProvider.System)));
    }

    public static LostKeys Lost(TestDatabase database, ArchiveSettings settings, IKeyStore? store = null) => new(
        settings, database.Facts, database.Perishable, new LogKeys(settings.KeysPath, settings.Name, settings.TenantName),
        new OutsideCheckpoint(Path.Combine(settings.CheckpointPath, $"{settings.Tenant}.checkpoint")), store);

    public static ArchiveSettings SettingsOf(TestDatabase database, string home, string tenant) => new()
    {
        Home = home,
        Tenant = tenant,
        Name = "archive.example",
        Body = "Gemeente Voorbeeldstad",
        Facts = database.ConnectionString("archive_app", Migrations.Facts),
        Perishable = database.ConnectionString("archive_app", Migrations.Perishable),
        Sequencer = database.ConnectionString("archive_sequencer", Migrations.Facts),
        Typst = new("node", "", []),
    };
}
