using Archive.Anchoring;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Integrity;
using Archive.Records;
using Archive.Restore;
using Archive.Retention.Destruction;
using Archive.Sources;
using Archive.Storage.Witnesses;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Archive.Worker;

// Jobs look at the state of things, not at the clock: one that fires late or twice does no harm.

/// <summary>Visits every source, one after another.</summary>
[DisallowConcurrentExecution]
internal sealed class VisitSources(SourceDesk sources, SourceVisits visits, ILogger<VisitSources> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        foreach (var source in await sources.All(cancellationToken))
        {
            try
            {
                await visits.Visit(source, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // One source in trouble does not keep the others waiting, not even where something is broken or
                // tampered with; the next visit records how this one ended.
                Log.VisitFailed(logger, source.Id, e);
            }
        }
    }
}

/// <summary>Facts into the log, a checkpoint over them, records readable; what is no fact becomes a finding.</summary>
[DisallowConcurrentExecution]
internal sealed class CatchUpLog(LogCatchUp log, SetAsideCheck setAside) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        await log.BringUpToDate(cancellationToken);
        await setAside.Look(cancellationToken);
    }
}

/// <summary>Reads back what the vault keeps, a portion at a time.</summary>
[DisallowConcurrentExecution]
internal sealed class ScrubVault(Scrub scrub) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await scrub.RunSlice(cancellationToken);
}

/// <summary>
/// The newest checkpoint to each witness. A contradiction is logged as critical, and the job
/// does not fail because of it.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class AskWitnesses(Witnessing witnesses, ILogger<AskWitnesses> logger) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await witnesses.Ask(cancellationToken);
        }
        catch (FaultException e)
        {
            Log.WitnessContradicts(logger, e);
        }
    }
}

/// <summary>The day's checkpoint into the anchor log, and time-stamps over that; nothing waits for it.</summary>
[DisallowConcurrentExecution]
internal sealed class SetDailyAnchor(DailyAnchor anchor, ILogger<SetDailyAnchor> logger) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await anchor.Run(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Tried again in a minute; what matters of it is on the status page as overdue.
            Log.AnchorFailed(logger, e);
        }
    }
}

/// <summary>What other hosts were writing when they died, in plain text too.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepAbandonedWork(AbandonedWork abandoned) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await abandoned.Sweep(cancellationToken);
}

/// <summary>Bytes of what was destroyed, which the storage held on to when it was.</summary>
[DisallowConcurrentExecution]
internal sealed class DeleteUnlockedObjects(LockedObjects objects, ILogger<DeleteUnlockedObjects> logger) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var (gone, locked) = await objects.TryAgain(cancellationToken);
        if (gone + locked > 0)
            Log.Removed(logger, gone, locked);
    }
}

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "The visit to source {Source} failed")]
    public static partial void VisitFailed(ILogger logger, Guid source, Exception e);

    [LoggerMessage(
        4020,
        LogLevel.Information,
        "Of destroyed content, {Gone} objects are removed that were locked before; {Locked} are locked still")]
    public static partial void Removed(ILogger logger, int gone, int locked);

    [LoggerMessage(4011, LogLevel.Warning, "The database is away; it is checked when it is back")]
    public static partial void DatabaseAway(ILogger logger, Exception e);

    [LoggerMessage(4012, LogLevel.Critical, "The database that came back is not to be served; the worker ends")]
    public static partial void NotToBeServed(ILogger logger, Exception e);

    [LoggerMessage(4002, LogLevel.Critical, "Fault: the witnesses")]
    public static partial void WitnessContradicts(ILogger logger, Exception e);

    [LoggerMessage(4003, LogLevel.Error, "The log could not be anchored or time-stamped")]
    public static partial void AnchorFailed(ILogger logger, Exception e);
}
