using Archive.Capture;
using Archive.Evidence;
using Archive.Health;
using Archive.Home;
using Archive.Keys;
using Archive.Restore;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Archive.Worker;

/// <summary>The worker put together: by itself, or inside a program that adds what it answers on its channel.</summary>
public static class WorkerHost
{
    /// <summary>Works until a signal ends it.</summary>
    /// <param name="arguments">Settings, as `--name=value`.</param>
    /// <param name="error">Where it says why it does not start.</param>
    /// <param name="more">What else the host is made of, such as <see cref="ChannelRoutes"/>.</param>
    /// <returns>The exit code: 1 if it could not start, or had to end.</returns>
    public static async Task<int> Run(
        string[] arguments, TextWriter error, Action<HostApplicationBuilder>? more = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.AddFilter("Quartz", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        Settings settings;
        try
        {
            settings = Settings.Of(arguments);
            builder.Services.AddTelemetry(settings, "archive-worker").AddArchive(settings).AddHealthEndpoint();
        }
        catch (ValidationException e)
        {
            foreach (var problem in e.Errors)
                await error.WriteLineAsync(problem.ErrorMessage);
            return 1;
        }

        AddJobs(builder.Services, settings);
        ServingLock? hold = null;
        builder.Services.AddSingleton(_ => hold!);
        builder.Services.AddHostedService<ServingLockMonitor>();
        builder.Services.AddSingleton<Channel>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Channel>());
        more?.Invoke(builder);

        using var host = builder.Build();
        try
        {
            await host.Services.GetRequiredService<Channel>().Prepare(CancellationToken.None);
            hold = await PatientStart.Until(
                () => Open(host.Services, error, CancellationToken.None), why => Say(error, "Waits", why));
        }
        catch (Exception e) when (PatientStart.Why(e) is { } why)
        {
            await Say(error, "DoesNotStart", why);
            return 1;
        }

        await host.RunAsync();
        return Environment.ExitCode;
    }

    private static Task Say(TextWriter error, string key, Sentence what)
    {
        var language = Language.FromEnvironment();
        var start = new Texts("Archive.Worker.Resources.Start", typeof(WorkerHost).Assembly);
        return error.WriteLineAsync(start.In(language, key, what));
    }

    private static async Task<ServingLock> Open(IServiceProvider services, TextWriter error, CancellationToken ct)
    {
        // Nothing is visited that could not be kept as it must.
        await services.GetRequiredService<IVault>().Check(ct);
        await services.GetRequiredService<OpenedKeys>().Open(ct);
        // These are the databases we served before, and what a worker that died left half-way is finished before all.
        var hold = await services.GetRequiredService<StartCheck>().Begin(ct);
        try
        {
            await services.GetRequiredService<StorageStatus>().Publish(ct);
            if (await services.GetRequiredService<ClockCheck>().Warns(ct) is { } clock)
                await Say(error, "Warning", clock);
            return hold;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
    }

    private static void AddJobs(IServiceCollection services, Settings settings)
    {
        services.AddQuartz(quartz =>
        {
            // The town of a demonstration is there for as long as that lasts: nobody is left to visit.
            if (!HomeOptions.Read(settings).IsPractice)
            {
                var every = CaptureOptions.Read(settings).VisitEvery;
                quartz.ScheduleJob<VisitSources>(
                    t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(every).RepeatForever()));
            }

            quartz.ScheduleJob<CatchUpLog>(
                t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(CatchUpLog.Every).RepeatForever()));
            quartz.ScheduleJob<SetDailyAnchor>(
                t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(SetDailyAnchor.Every).RepeatForever()));
            quartz.ScheduleJob<ScrubVault>(
                t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(ScrubVault.Every).RepeatForever()));
            quartz.ScheduleJob<DeleteUnlockedObjects>(
                t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(DeleteUnlockedObjects.Every).RepeatForever()));
            quartz.ScheduleJob<SweepAbandonedWork>(
                t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(SweepAbandonedWork.Every).RepeatForever()));
            quartz.ScheduleJob<AskWitnesses>(
                t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(AskWitnesses.Every).RepeatForever()));
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
    }
}
