using System.Globalization;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Home;
using Archive.Keys;

namespace Archive.IntegrationTests;

/// <summary>What an operator would have set for an archive under test.</summary>
public sealed record TestSettings
{
    public required string Home { get; init; }

    public required string Tenant { get; init; }

    public string Name { get; init; } = "archive.example";

    public required string Facts { get; init; }

    public required string Perishable { get; init; }

    public required string Sequencer { get; init; }

    public IReadOnlyList<string> AllowedLoopback { get; init; } = [];

    /// <summary>As ARCHIVE_TIMESTAMP_AUTHORITIES.</summary>
    public string TimeStampAuthorities { get; init; } = "";

    public int TimeStampLeadDays { get; init; } = 90;

    /// <summary>Where objects are kept: a directory in the home unless set.</summary>
    public VaultOptions Vault { get => field with { Home = Home }; init; } = new();

    public Tenant TenantName => new(Tenant);

    public string KeysPath => Place.KeysPath;

    public string JournalPath => Place.JournalPath;

    public string CheckpointPath => Place.CheckpointPath;

    public string ExportsPath => Place.ExportsPath;

    public string TemporaryPath => Place.TemporaryPath;

    public string WitnessesPath => Path.Combine(Home, "witnesses");

    public CaptureOptions Capture => new() { AllowedLoopback = AllowedLoopback };

    /// <summary>By their names, those that are set.</summary>
    public IReadOnlyDictionary<string, string?> Values => new Dictionary<string, string?>
    {
        ["home"] = Home,
        ["tenant"] = Tenant,
        ["name"] = Name,
        ["body"] = "Gemeente Voorbeeldstad",
        ["facts"] = Facts,
        ["perishable"] = Perishable,
        ["sequencer"] = Sequencer,
        ["allowed-loopback"] = string.Join(',', AllowedLoopback),
        ["timestamp-authorities"] = TimeStampAuthorities,
        ["timestamp-lead-days"] = TimeStampLeadDays.ToString(CultureInfo.InvariantCulture),
        ["visit-every"] = "00:01:00",
        ["vault"] = Vault.At,
        ["vault-key"] = Vault.Key,
        ["vault-lock"] = Vault.Lock,
        ["vault-lock-days"] = Vault.LockDays.ToString(CultureInfo.InvariantCulture),
        ["allow-mutable-storage"] = Vault.AllowMutable ? "true" : "",
    };

    private ArchiveHome Place => new(Home, TenantName, Name);

    /// <summary>On a database of the tests.</summary>
    public static TestSettings Of(TestDatabase database, string home, string? tenant = null) => new()
    {
        Home = home,
        Tenant = tenant ?? TestDatabase.Tenant.ToString(),
        Facts = database.ConnectionString("archive_app", Storage.Postgres.Migrations.Facts),
        Perishable = database.ConnectionString("archive_app", Storage.Postgres.Migrations.Perishable),
        Sequencer = database.ConnectionString("archive_sequencer", Storage.Postgres.Migrations.Facts),
    };

    /// <summary>As a host reads them; where Typst is, the environment says.</summary>
    public Settings ForHost() => Settings.Of([]).With(Values);

    public NoteSigner ExportSigner() => Place.ExportSigner();

    public static implicit operator ArchiveHome(TestSettings settings) => settings.Place;
}
