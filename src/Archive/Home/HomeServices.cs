using Archive.Evidence;
using Archive.Storage.Facts;
using Archive.Storage.Log;
using Archive.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Home;

/// <summary>Databases, facts, log and vault of one tenant.</summary>
public static class HomeServices
{
    public static IServiceCollection AddHome(this IServiceCollection services, Settings settings)
    {
        var options = settings.Checked(HomeOptions.Read(settings), language => new HomeOptions.Rules(language));
        var vault = settings.Checked(VaultOptions.Read(settings), language => new VaultOptions.Rules(language));
        services.AddSingleton(vault);
        services.AddSingleton(_ => new ArchiveHome(options.Home, new Tenant(options.Tenant), options.Name));
        services.AddDatabase(options.Facts, (source, tenant) => new FactsDatabase(source, tenant));
        services.AddDatabase(options.Perishable, (source, tenant) => new PerishableDatabase(source, tenant));
        services.AddDatabase(options.Sequencer, (source, tenant) => new SequencerDatabase(source, tenant));
#if MARTEN
        services.AddSingleton(s => Marten.MartenStore.Open(s.GetRequiredService<FactsDatabase>().Source));
        services.AddSingleton<IFactWriter, Marten.MartenWriter>();
#else
        services.AddSingleton<IFactWriter, CopyWriter>();
#endif
        services.AddSingleton<EventStore>();
        services.AddSingleton<Sequencer>();
        services.AddSingleton<Checkpoints>();
        services.AddSingleton<NewLog>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<LogPublication>();
        services.AddSingleton(s => OutsideOf(s.GetRequiredService<ArchiveHome>()));
        services.AddSingleton(s => s.GetRequiredService<VaultOptions>().Open(
            s.GetRequiredService<ArchiveHome>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StorageStatus>();
        return services;
    }

    private static OutsideCheckpoint OutsideOf(ArchiveHome home) =>
        new(Path.Combine(home.CheckpointPath, $"{home.Tenant}.checkpoint"));

    private static void AddDatabase<T>(
        this IServiceCollection services, string connection, Func<Npgsql.NpgsqlDataSource, Tenant, T> open)
        where T : TenantDatabase =>
        services.AddSingleton(
            s => open(TenantDatabase.Open(connection), s.GetRequiredService<ArchiveHome>().Tenant));
}
