using Archive.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Archive.Worker;

/// <summary>
/// Answers `/healthz/live` (this process runs) and `/healthz/ready` (it can do its work now) to whatever watches it,
/// once the worker has started. Nothing of the archive is told.
/// </summary>
internal sealed class HealthEndpoint(HealthCheckService checks, HealthOptions options) : IHostedService
{
    private WebApplication? site;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Url.Length == 0)
            return;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Url).ConfigureKestrel(server => server.AddServerHeader = false);
        site = builder.Build();
        site.MapGet("/healthz/live", () => Results.Text("ok\n"));
        site.MapGet("/healthz/ready", Ready);
        await site.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (site is not null)
            await site.DisposeAsync();
    }

    private async Task<IResult> Ready(CancellationToken ct)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(HealthServices.Ready), ct);
        if (report.Status == HealthStatus.Healthy)
            return Results.Text("ok\n");
        var amiss = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy);
        return Results.Text(
            string.Concat(amiss.Select(e => $"{e.Key}: {e.Value.Description}\n")),
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
