using Archive.Evidence;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Restore;

/// <summary>
/// What every host and command does before it serves anybody: holds the database, sees that it is not an older one put
/// back, finishes destructions that were interrupted, and takes away what hosts that died left in plain text
/// (docs/decisions/0066).
/// </summary>
public sealed class StartCheck(
    PerishableDatabase perishable, EventStore events, NewLog newLog, OutsideCheckpoint outside,
    UnfinishedRestore unfinished, RecordDestruction destruction, AbandonedWork abandoned)
{
    /// <returns>To be held for as long as the host serves.</returns>
    /// <exception cref="FaultException">These databases are not to be served; the message says what to do.</exception>
    public async Task<ServingLock> Begin(CancellationToken ct)
    {
        var hold = await ServingLock.WithOthers(perishable, ct) ?? throw Sentences.Fault(
            "restore.being-restored", events.Tenant);
        try
        {
            if (unfinished.IsThere)
                throw Sentences.Fault("restore.unfinished", events.Tenant, unfinished.Path);
            if (await newLog.FindLostEnd(ct) is { } lost)
            {
                throw Sentences.Fault(
                    "restore.older-than-signed", outside.Path,
                    lost.Head.Size, lost.Head.Origin, events.Tenant, lost.Left);
            }

            await destruction.FinishInterrupted(ct);
            await abandoned.SweepFiles(ct);
            return hold;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
    }
}
