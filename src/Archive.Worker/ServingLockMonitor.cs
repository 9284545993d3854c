using Archive.Evidence;
using Archive.Restore;
using Archive.Storage.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Archive.Worker;

/// <summary>
/// Holds the database while the worker works. If the database goes away it is checked like at the start when it is
/// back: it may be an older one that was put in its place. Then the worker ends.
/// </summary>
internal sealed class ServingLockMonitor(
    ServingLock held, StartCheck check, IHostApplicationLifetime host,
    ILogger<ServingLockMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hold = held;
        try
        {
            while (true)
            {
                await Task.Delay(Pause, stoppingToken);
                if (await hold.Stands(stoppingToken))
                    continue;
                await hold.DisposeAsync();
                hold = await Again(stoppingToken);
            }
        }
        catch (FaultException e)
        {
            Log.NotToBeServed(logger, e);
            Environment.ExitCode = 1;
            host.StopApplication();
        }
        finally
        {
            await hold.DisposeAsync();
        }
    }

    private async Task<ServingLock> Again(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await check.Begin(ct);
            }
            catch (NpgsqlException e)
            {
                Log.DatabaseAway(logger, e);
                await Task.Delay(Pause, ct);
            }
        }
    }
}
