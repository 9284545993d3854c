using Archive.Retention.Destruction;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Retention;

/// <summary>Destruction, with its journal.</summary>
public static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddSingleton(s => new DestructionJournal(s.GetRequiredService<ArchiveHome>().JournalPath));
        services.AddSingleton<LockedObjects>();
        services.AddSingleton<RecordDestruction>();
        return services;
    }
}
