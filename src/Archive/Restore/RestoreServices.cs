using Microsoft.Extensions.DependencyInjection;

namespace Archive.Restore;

/// <summary>What is done before an archive is served, and after it was put back from a back-up.</summary>
public static class RestoreServices
{
    public static IServiceCollection AddRestore(this IServiceCollection services)
    {
        services.AddSingleton<LostSecrets>();
        services.AddSingleton<UnfinishedRestore>();
        services.AddSingleton<AbandonedWork>();
        services.AddSingleton<ClockCheck>();
        services.AddSingleton<StartCheck>();
        services.AddSingleton<ArchiveRestore>();
        return services;
    }
}
