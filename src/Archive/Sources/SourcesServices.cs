using Microsoft.Extensions.DependencyInjection;

namespace Archive.Sources;

/// <summary>Accounts that are watched.</summary>
public static class SourcesServices
{
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddSingleton<SourceDesk>();
        return services;
    }
}
