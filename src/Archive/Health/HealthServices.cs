using Archive.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Archive.Health;

public static class HealthServices
{
    /// <summary>Of checks that say whether work can be done now. That a host answers at all is that it lives.</summary>
    public const string Ready = "ready";

    /// <summary>A database without which this host can do nothing.</summary>
    public static IHealthChecksBuilder AddDatabase<T>(this IHealthChecksBuilder checks, string name)
        where T : TenantDatabase => checks.Add(new(
            name,
            s => new DatabaseCheck(
                s.GetRequiredService<T>().Source, s.GetService<HealthOptions>()?.DatabaseDirectory),
            HealthStatus.Unhealthy,
            [Ready]));

    /// <summary>Sends what is measured while the host runs, if a collector is named.</summary>
    /// <param name="service">What this host is called there.</param>
    public static IServiceCollection AddTelemetry(
        this IServiceCollection services, Settings settings, string service) =>
        services.AddTelemetry(HealthOptions.Checked(settings, service));

    public static IServiceCollection AddTelemetry(this IServiceCollection services, HealthOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<TelemetryExport>();
        services.AddHostedService<TelemetrySender>();
        return services;
    }

    /// <summary>Has it made before the others begin; it is disposed with the container.</summary>
    private sealed class TelemetrySender(TelemetryExport export) : IHostedService
    {
        public TelemetryExport Export => export;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
