using Archive.Keys.Certificates;
using Archive.Storage.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Keys;

/// <summary>Keys: opened, listed, changed and backed up.</summary>
public static class KeysServices
{
    public static IServiceCollection AddKeys(this IServiceCollection services, Settings settings)
    {
        var options = settings.Checked(KeysOptions.Read(settings), language => new KeysOptions.Rules(language));
        if (options.Store is { } store)
        {
            services.AddSingleton<IKeyStore>(
                _ => new AzureKeyVault(store, new HttpClient { Timeout = TimeSpan.FromSeconds(30) }));
        }

        services.AddSingleton(s => s.GetRequiredService<ArchiveHome>().LogKeys());
        services.AddSingleton<LostKeys>();
        services.AddSingleton<OpenedKeys>();
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Ring);
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Suppression);
        services.AddSingleton(s => s.GetRequiredService<OpenedKeys>().Medium);
        services.AddSingleton<UnitSecrets>();
        services.AddSingleton<KeyDesk>();
        services.AddSingleton<KeyList>();
        services.AddSingleton<SigningKeyDesk>();
        services.AddSingleton<CertificateDesk>();
        services.AddSingleton<BackupDesk>();
        services.AddSingleton<GiveUpKey>();
        return services;
    }
}
