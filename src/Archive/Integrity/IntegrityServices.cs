using Archive.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Integrity;

/// <summary>Whether everything is as it was captured.</summary>
public static class IntegrityServices
{
    public static IServiceCollection AddIntegrity(this IServiceCollection services)
    {
        services.AddSingleton<DestructionCheck>();
        services.AddSingleton<ExpectedObjects>();
        services.AddSingleton<CheckContext>();
        services.AddSingleton<VersionCheck>();
        services.AddSingleton<AnswerDigests>();
        services.AddSingleton<ObjectCheck>();
        services.AddSingleton<Findings>();
        services.AddSingleton<Scrub>();
        services.AddSingleton<CheckObjects>(s => (objects, ct) =>
            objects.Count == 0 ? Task.CompletedTask : s.GetRequiredService<Scrub>().Check(objects, ct));
        services.AddSingleton<WholePasses>();
        services.AddSingleton<LogProgress>();
        services.AddSingleton<PartialLogCheck>();
        services.AddSingleton<SetAsideCheck>();
        services.AddSingleton<ArchiveVerification>();
        return services;
    }
}
