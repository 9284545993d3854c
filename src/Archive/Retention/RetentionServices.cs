using Archive.Retention.Destruction;
using Archive.Retention.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Retention;

/// <summary>The policy files, and destruction with its journal.</summary>
public static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services, Settings settings)
    {
        var options = RetentionOptions.Checked(settings);
        services.AddSingleton(_ => RetentionPolicies.Load(options.Folder));
        services.AddSingleton(s => new DestructionJournal(s.GetRequiredService<ArchiveHome>().JournalPath));
        services.AddSingleton<LockedObjects>();
        services.AddSingleton<RecordDestruction>();
        services.AddSingleton<DestructionDesk>();
        return services;
    }
}
