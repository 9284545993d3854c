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

namespace Archive;

/// <summary>What every host that holds keys is made of.</summary>
public static class ArchiveServices
{
    public static IServiceCollection AddArchive(this IServiceCollection services, ArchiveSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(s => new OfficeTime(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new FactsDatabase(TenantDatabase.Open(settings.Facts), settings.TenantName));
        services.AddSingleton(
            _ => new PerishableDatabase(TenantDatabase.Open(settings.Perishable), settings.TenantName));
        services.AddSingleton(_ => new SequencerDatabase(TenantDatabase.Open(settings.Sequencer), settings.TenantName));
        return services.AddEvidence(settings).AddCapabilities(settings);
    }

    private static IServiceCollection AddEvidence(this IServiceCollection services, ArchiveSettings settings)
    {
        var tenant = settings.TenantName;
        services.AddSingleton<StorageStatus>();
#if MARTEN
        services.AddSingleton(s => Marten.MartenStore.Open(s.GetRequiredService<FactsDatabase>().Source));
        services.AddSingleton<IFactWriter, Marten.MartenWriter>();
#else
        services.AddSingleton<IFactWriter, CopyWriter>();
#endif
        services.AddSingleton<EventStore>();
        services.AddSingleton(s => settings.Vault.Open(tenant, s.GetRequiredService<TimeProvider>()));
        if (settings.KeyStore is { } store)
            services.AddSingleton<IKeyStore>(
                _ => new AzureKeyVault(store, new HttpClient { Timeout = TimeSpan.FromSeconds(30) }));
        services.AddSingleton(s => new LostKeys(
            settings, s.GetRequiredService<FactsDatabase>(), s.GetRequiredService<PerishableDatabase>(),
            s.GetRequiredService<LogKeys>(),
            s.GetRequiredService<OutsideCheckpoint>(), s.GetService<IKeyStore>()));
        services.AddSingleton(s => new OpenedKeys(
            settings, s.GetRequiredService<LostKeys>(), s.GetRequiredService<PerishableDatabase>(),
            s.GetService<IKeyStore>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Ring);
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Suppression);
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Medium);
        services.AddSingleton<UnitSecrets>();
        services.AddSingleton<Sequencer>();
        services.AddSingleton(_ => new LogKeys(settings.KeysPath, settings.Name, tenant));
        services.AddSingleton(
            _ => new OutsideCheckpoint(Path.Combine(settings.CheckpointPath, $"{tenant}.checkpoint")));
        services.AddSingleton<Checkpoints>();
        services.AddSingleton<NewLog>();
        services.AddSingleton(s => new Witnessing(
            s.GetRequiredService<SequencerDatabase>(), s.GetRequiredService<LogKeys>(), settings.WitnessesPath, settings
                .ContradictionsPath,
            Witnessing.Client(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LogPublication>();
        services.AddSingleton<LogReader>();
        services.AddSingleton(s => new AnchorLog(
            s.GetRequiredService<SequencerDatabase>(), settings.AnchorSigner(),
            new OutsideAnchor(settings.CheckpointPath),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new AnchorVerification(
            s.GetRequiredService<FactsDatabase>(), settings.AnchorSigner().Key,
            new OutsideAnchor(settings.CheckpointPath)));
        services.AddSingleton<TimeStampStore>();
        return services;
    }

    private static IServiceCollection AddCapabilities(this IServiceCollection services, ArchiveSettings settings)
    {
        var tenant = settings.TenantName;
        services.AddPlatforms();
        services.AddSingleton<SourceDesk>();
        services.AddSingleton(s => new PoliteClient(settings.Polite, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuthorityClient>();
        services.AddSingleton(
            s => new RevocationFetch(settings.Polite, settings.TemporaryPath, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TimeStamping>();
        services.AddSingleton<TimeStampRenewal>();
        services.AddSingleton<TimeStampState>();
        services.AddSingleton<DailyAnchor>();
        services.AddSingleton(s => new MediaStore(
            s.GetRequiredService<PerishableDatabase>(), s.GetRequiredService<IVault>(),
            s.GetRequiredService<UnitSecrets>(),
            s.GetRequiredService<MediumKey>(), s.GetRequiredService<PoliteClient>(), settings.TemporaryPath));
        services.AddSingleton<SourceVisits>();
        services.AddSingleton<RecordProjection>();
        services.AddSingleton<RecordSearch>();
        services.AddSingleton<RecordVersions>();
        services.AddSingleton<Officers>();
        services.AddSingleton<AccessLog>();
        services.AddSingleton<RequestRegister>();
        services.AddRequestKinds(typeof(IRequestKind).Assembly);
        services.AddSingleton<SealedTexts>();
        services.AddSingleton(OfficialDays.Dutch);
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<RequestQueries>();
        services.AddSingleton<ScopeSearch>();
        services.AddSingleton(_ => new DestructionJournal(settings.JournalPath));
        services.AddSingleton<LockedObjects>();
        services.AddSingleton<RecordDestruction>();
        services.AddSingleton<DestructionCheck>();
        services.AddSingleton<ExpectedObjects>();
        services.AddSingleton<CheckContext>();
        services.AddSingleton<VersionCheck>();
        services.AddSingleton<ObjectCheck>();
        services.AddSingleton<Findings>();
        services.AddSingleton<Scrub>();
        services.AddSingleton<WholePasses>();
        services.AddSingleton<LogProgress>();
        services.AddSingleton<PartialLogCheck>();
        services.AddSingleton<ArchiveVerification>();
        services.AddSingleton<IPageRenderer>(_ => new TypstRenderer(settings.Typst));
        services.AddSingleton<SuppressedIds>();
        services.AddSingleton<DestroyedVersions>();
        services.AddSingleton<ExportReader>();
        services.AddExportParts();
        services.AddSingleton<SealExport>();
        services.AddSingleton<LogCatchUp>();
        services.AddSingleton<SigningKeyDesk>();
        services.AddSingleton<LostSecrets>();
        services.AddSingleton<StartCheck>();
        services.AddSingleton<ArchiveRestore>();
        services.AddSingleton<KeyDesk>();
        services.AddSingleton<CertificateDesk>();
        services.AddSingleton(s => new KeyList(
            settings, s.GetRequiredService<PerishableDatabase>(), s.GetRequiredService<LogKeys>(),
            s.GetService<IKeyStore>(), s
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
}
