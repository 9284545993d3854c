using Archive;
using Archive.Capture;
using Archive.Evidence;
using Archive.Health;
using Archive.Home;
using Archive.Keys;
using Archive.Restore;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Archive.Worker;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

// Visits sources on schedule, gives facts their place in the log, signs checkpoints. Holds platform tokens and keys.
var builder = Host.CreateApplicationBuilder();
Settings settings;
try
{
    settings = Settings.Of(args);
    builder.Services.AddTelemetry(settings, "archive-worker").AddArchive(settings).AddHealthEndpoint();
}
catch (ValidationException e)
{
    foreach (var problem in e.Errors)
        await Console.Error.WriteLineAsync(problem.ErrorMessage);
    return 1;
}

var capture = CaptureOptions.Read(settings);
builder.Services.AddQuartz(quartz =>
{
    quartz.ScheduleJob<VisitSources>(
        t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(capture.VisitEvery).RepeatForever()));
    quartz.ScheduleJob<CatchUpLog>(
        t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(CatchUpLog.Every).RepeatForever()));
    quartz.ScheduleJob<SetDailyAnchor>(
        t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(SetDailyAnchor.Every).RepeatForever()));
    quartz.ScheduleJob<ScrubVault>(
        t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(ScrubVault.Every).RepeatForever()));
    quartz.ScheduleJob<DeleteUnlockedObjects>(
        t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(DeleteUnlockedObjects.Every).RepeatForever()));
    quartz.ScheduleJob<AskWitnesses>(
        t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(AskWitnesses.Every).RepeatForever()));
});
builder.Services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);

ServingLock? hold = null;
builder.Services.AddSingleton(_ => hold!);
builder.Services.AddHostedService<ServingLockMonitor>();

using var host = builder.Build();
try
{
    // Nothing is visited that could not be kept as it must.
    await host.Services.GetRequiredService<IVault>().Check(CancellationToken.None);
    await host.Services.GetRequiredService<OpenedKeys>().Open(CancellationToken.None);
    // These are the databases we served before, and what a worker that died left half-way is finished before all else.
    hold = await host.Services.GetRequiredService<StartCheck>().Begin(CancellationToken.None);
    await host.Services.GetRequiredService<StorageStatus>().Publish(CancellationToken.None);
}
catch (Exception e) when (e is FaultException or StorageException)
{
    var language = Language.FromEnvironment();
    var why = e is FaultException fault ? fault.In(language) : Sentence.Of(e).In(language);
    var start = new Texts("Archive.Worker.Resources.Start", typeof(CatchUpLog).Assembly);
    await Console.Error.WriteLineAsync(start.In(language, "DoesNotStart", why));
    return 1;
}

await StartupCleanup.Sweep(host.Services, CancellationToken.None);
await host.RunAsync();
return Environment.ExitCode;
