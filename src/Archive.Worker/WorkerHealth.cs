using Archive.Health;
using Archive.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Worker;

internal static class WorkerHealth
{
    public static void AddWorkerHealth(this IServiceCollection services, HealthOptions options)
    {
        var checks = services.AddHealthChecks();
        checks.AddDatabase<FactsDatabase>("facts");
        checks.AddDatabase<PerishableDatabase>("perishable");
        checks.AddDatabase<SequencerDatabase>("sequencer");
        services.AddSingleton(options);
        services.AddHostedService<HealthEndpoint>();
    }
}
