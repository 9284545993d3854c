using Archive.Health;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Archive.Web;

/// <summary>Whether pages can be served.</summary>
internal sealed class ServingCheck(ReadinessGate served, StatusReader status) : IHealthCheck
{
    /// <summary>For machines that watch this one: 200 `ok`, or 503 and why.</summary>
    public static HealthCheckOptions Answer(Func<HealthCheckRegistration, bool> which) => new()
    {
        Predicate = which,
        ResponseWriter = (context, report) =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            var amiss = report.Entries.Values.FirstOrDefault(e => e.Status != HealthStatus.Healthy).Description;
            return context.Response.WriteAsync($"{amiss ?? "ok"}\n");
        },
    };

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (!await served.MayBe(cancellationToken))
                return HealthCheckResult.Unhealthy("the archive was not found fit to be served");
            await status.Leaf(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (DatabaseCheck.IsDown(e))
        {
            return HealthCheckResult.Unhealthy("the database does not answer");
        }
    }
}
