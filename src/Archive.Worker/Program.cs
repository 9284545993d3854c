using Archive;
using Archive.Evidence;
using Archive.Evidence.Store;
using Archive.Evidence.Vault;
using Archive.Keys;
using Archive.Restore;
using Archive.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

// Visits sources on schedule, gives facts their place in the log, signs checkpoints. Holds platform tokens and keys.
var settings = ArchiveSettings.FromEnvironment();
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddArchive(settings);
builder.Services.AddQuartz(quartz =>
{
    quartz.ScheduleJob<VisitSources>(t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(settings.VisitEvery).RepeatForever()));
    quartz.ScheduleJob<KeepLog>(t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(KeepLog.Every).RepeatForever()));
    quartz.ScheduleJob<KeepAnchor>(t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(KeepAnchor.Every).RepeatForever()));
    quartz.ScheduleJob<ScrubVault>(t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(ScrubVault.Every).RepeatForever()));
    quartz.ScheduleJob<RemoveLocked>(t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(RemoveLocked.Every).RepeatForever()));
    quartz.ScheduleJob<AskWitnesses>(t => t.StartNow().WithSimpleSchedule(s => s.WithInterval(AskWitnesses.Every).RepeatForever()));
});
builder.Services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);

DatabaseHold? hold = null;
builder.Services.AddSingleton(_ => hold!);
builder.Services.AddHostedService<Holding>();

using var host = builder.Build();
try
{
    // Nothing is visited that could not be kept as it must.
    await host.Services.GetRequiredService<IVault>().Check(CancellationToken.None);
    await host.Services.GetRequiredService<OpenedKeys>().Open(CancellationToken.None);
    // These are the databases we served before, and what a worker that died left half-way is finished before all else.
    hold = await host.Services.GetRequiredService<StartCheck>().Begin(CancellationToken.None);
    await host.Services.GetRequiredService<StorageNotice>().Leave(CancellationToken.None);
}
catch (FaultException e)
{
    await Console.Error.WriteLineAsync($"The worker does not start. Fault: {e.Message}");
    return 1;
}

await Leftovers.Sweep(host.Services, CancellationToken.None);
await host.RunAsync();
return Environment.ExitCode;
