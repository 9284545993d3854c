using Archive.Health;
using Archive.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Worker;

internal static class WorkerHealth
{
    public static IServiceCollection AddHealthEndpoint(this IServiceCollection services)
    {
        var checks = services.AddHealthChecks();
        checks.AddDatabase<FactsDatabase>("facts");
        checks.AddDatabase<PerishableDatabase>("perishable");
        checks.AddDatabase<SequencerDatabase>("sequencer");
        return services.AddHostedService<HealthEndpoint>();
    }
}
