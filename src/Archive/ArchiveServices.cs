using Archive.Anchoring;
using Archive.Capture.Http;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Evidence.Notes;
using Archive.Exports;
using Archive.Exports.Content;
using Archive.Exports.Pages;
using Archive.Integrity;
using Archive.Keys;
using Archive.Keys.Certificates;
using Archive.Law;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Restore;
using Archive.Retention.Destruction;
using Archive.Sources;
using Archive.Storage.Anchor;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Archive.Storage.Witnesses;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Archive;

/// <summary>Names the two databases and the sequencer's own way in, which are all data sources.</summary>
public enum Databases
{
    Facts,
    Perishable,
    Sequencer,
}

/// <summary>What every host that holds keys is made of.</summary>
public static class ArchiveServices
{
    public static IServiceCollection AddArchive(this IServiceCollection services, ArchiveSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(s => new OfficeTime(s.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(Databases.Facts, (_, _) => Database.Open(settings.Facts));
        services.AddKeyedSingleton(Databases.Perishable, (_, _) => Database.Open(settings.Perishable));
        services.AddKeyedSingleton(Databases.Sequencer, (_, _) => Database.Open(settings.Sequencer));
        return services.AddEvidence(settings).AddCapabilities(settings);
    }

    private static IServiceCollection AddEvidence(this IServiceCollection services, ArchiveSettings settings)
    {
        var tenant = settings.TenantName;
        services.AddSingleton(s => new StorageStatus(s.Of(Databases.Perishable), settings));
#if MARTEN
        services.AddSingleton(s => Marten.MartenStore.Open(s.Of(Databases.Facts)));
        services.AddSingleton<IFactWriter, Marten.MartenWriter>();
#else
        services.AddSingleton<IFactWriter, CopyWriter>();
#endif
        services.AddSingleton(s => new EventStore(s.Of(Databases.Facts), tenant, s.GetRequiredService<IFactWriter>()));
        services.AddSingleton(s => settings.Vault.Open(tenant, s.GetRequiredService<TimeProvider>()));
        if (settings.KeyStore is { } store)
            services.AddSingleton<IKeyStore>(
                _ => new AzureKeyVault(store, new HttpClient { Timeout = TimeSpan.FromSeconds(30) }));
        services.AddSingleton(s => new LostKeys(
            settings, s.Of(Databases.Facts), s.Of(Databases.Perishable), s.GetRequiredService<LogKeys>(),
            s.GetRequiredService<OutsideCheckpoint>(), s.GetService<IKeyStore>()));
        services.AddSingleton(s => new OpenedKeys(
            settings, s.GetRequiredService<LostKeys>(), s.Of(Databases.Perishable), s.GetService<IKeyStore>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Ring);
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Suppression);
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Medium);
        services.AddSingleton(
            s => new UnitSecrets(s.Of(Databases.Perishable), tenant, s.GetRequiredService<KeyRing>()));
        services.AddSingleton(s => new Sequencer(s.Of(Databases.Sequencer), tenant));
        services.AddSingleton(_ => new LogKeys(settings.KeysPath, settings.Name, tenant));
        services.AddSingleton(
            _ => new OutsideCheckpoint(Path.Combine(settings.CheckpointPath, $"{tenant}.checkpoint")));
        services.AddSingleton(s => new Checkpoints(
            s.Of(Databases.Sequencer), tenant, s.GetRequiredService<LogKeys>(), s
                .GetRequiredService<OutsideCheckpoint>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new NewLog(
            s.Of(Databases.Sequencer), tenant, s.GetRequiredService<LogKeys>(), s
                .GetRequiredService<OutsideCheckpoint>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new Witnessing(
            s.Of(Databases.Sequencer), tenant, s.GetRequiredService<LogKeys>(), settings.WitnessesPath, settings
                .ContradictionsPath,
            Witnessing.Client(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new LogPublication(s.Of(Databases.Facts), tenant, s.GetRequiredService<LogKeys>()));
        services.AddSingleton(s => new LogReader(s.Of(Databases.Facts), tenant, s.GetRequiredService<LogKeys>()));
        services.AddSingleton(s => new AnchorLog(
            s.Of(Databases.Sequencer), tenant, settings.AnchorSigner(), new OutsideAnchor(settings.CheckpointPath),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new AnchorVerification(
            s.Of(Databases.Facts), tenant, settings.AnchorSigner().Key, new OutsideAnchor(settings.CheckpointPath)));
        services.AddSingleton(
            s => new TimeStampStore(s.Of(Databases.Sequencer), tenant, s.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddCapabilities(this IServiceCollection services, ArchiveSettings settings)
    {
        var tenant = settings.TenantName;
        services.AddPlatforms();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<SourceDesk>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(s => new PoliteClient(settings.Polite, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuthorityClient>();
        services.AddSingleton(
            s => new RevocationFetch(settings.Polite, settings.TemporaryPath, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TimeStamping>();
        services.AddSingleton<TimeStampRenewal>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<TimeStampState>(s, s.Of(Databases.Perishable)));
        services.AddSingleton<DailyAnchor>();
        services.AddSingleton(s => new MediaStore(
            s.Of(Databases.Perishable), s.GetRequiredService<IVault>(), s.GetRequiredService<UnitSecrets>(),
            s.GetRequiredService<MediumKey>(), s.GetRequiredService<PoliteClient>(), settings.TemporaryPath));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<SourceVisits>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<RecordProjection>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(
            s => ActivatorUtilities.CreateInstance<RecordSearch>(s, s.Of(Databases.Perishable), tenant));
        services.AddSingleton(s => new RecordVersions(s.Of(Databases.Perishable), tenant));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<Officers>(s, s.Of(Databases.Perishable)));
        services.AddSingleton<AccessLog>();
        services.AddSingleton(s => new RequestRegister(s.Of(Databases.Perishable), tenant));
        services.AddRequestKinds(typeof(IRequestKind).Assembly);
        services.AddSingleton<SealedTexts>();
        services.AddSingleton(OfficialDays.Dutch);
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<RequestQueries>();
        services.AddSingleton<ScopeSearch>();
        services.AddSingleton(_ => new DestructionJournal(settings.JournalPath));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<LockedObjects>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<RecordDestruction>(s, s.Of(Databases.Perishable)));
        services.AddSingleton<DestructionCheck>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<ExpectedObjects>(s, s.Of(Databases.Perishable)));
        services.AddSingleton<CheckContext>();
        services.AddSingleton<VersionCheck>();
        services.AddSingleton<ObjectCheck>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<Findings>(s, s.Of(Databases.Perishable)));
        services.AddSingleton<Scrub>();
        services.AddSingleton(s => new WholePasses(s.Of(Databases.Perishable), tenant));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<LogProgress>(s, s.Of(Databases.Perishable)));
        services.AddSingleton<PartialLogCheck>();
        services.AddSingleton<ArchiveVerification>();
        services.AddSingleton<IPageRenderer>(_ => new TypstRenderer(settings.Typst));
        services.AddSingleton(
            s => ActivatorUtilities.CreateInstance<SuppressedIds>(s, s.Of(Databases.Perishable), tenant));
        services.AddSingleton<DestroyedVersions>();
        services.AddSingleton<ExportReader>();
        services.AddExportParts();
        services.AddSingleton<SealExport>();
        services.AddSingleton<LogCatchUp>();
        services.AddSingleton<SigningKeyDesk>();
        services.AddSingleton<LostSecrets>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<StartCheck>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<ArchiveRestore>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<KeyDesk>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<CertificateDesk>(s, s.Of(Databases.Perishable)));
        services.AddSingleton(s => new KeyList(
            settings, s.Of(Databases.Perishable), s.GetRequiredService<LogKeys>(), s.GetService<IKeyStore>(), s
                .GetRequiredService<TimeProvider>()));
        services.AddSingleton<BackupDesk>();
        return services;
    }

    /// <summary>
    /// Of the anchor log, which all tenants share. Made on first use; one made anew is refused by what the old one
    /// signed.
    /// </summary>
    public static NoteSigner AnchorSigner(this ArchiveSettings settings) => SignerFile.OpenOrCreate(
        Path.Combine(settings.KeysPath, "anchor.key"), $"{settings.Name}/anchor");

    public static NoteSigner ExportSigner(this ArchiveSettings settings) =>
        SignerFile.Open(KeyPaths.Export(settings), settings.ExportSignerName());

    /// <summary>The keys that manifests of exports are signed with, one after another.</summary>
    public static SigningKeys ExportKeys(this ArchiveSettings settings) =>
        new(KeyPaths.Export(settings), settings.ExportSignerName());

    internal static string ExportSignerName(this ArchiveSettings settings) =>
        $"{settings.Name}/export/{settings.Tenant}";

    private static NpgsqlDataSource Of(this IServiceProvider services, Databases which) =>
        services.GetRequiredKeyedService<NpgsqlDataSource>(which);
}
