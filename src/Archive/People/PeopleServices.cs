using Microsoft.Extensions.DependencyInjection;

namespace Archive.People;

/// <summary>Officers, and what they looked at.</summary>
public static class PeopleServices
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<RecentSignIns>();
        services.AddSingleton<Officers>();
        services.AddSingleton<AccessLog>();
        services.AddSingleton<Operators>();
        return services;
    }
}
