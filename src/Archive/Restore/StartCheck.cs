using Archive.Evidence;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Restore;

/// <summary>
/// What every host and command does before it serves anybody: holds the database, sees that it is not an older one put
/// back, and finishes destructions that were interrupted (docs/decisions/0066).
/// </summary>
public sealed class StartCheck(
    PerishableDatabase perishable, EventStore events, NewLog newLog, OutsideCheckpoint outside,
    RecordDestruction destruction)
{
    /// <returns>To be held for as long as the host serves.</returns>
    /// <exception cref="FaultException">These databases are not to be served; the message says what to do.</exception>
    public async Task<ServingLock> Begin(CancellationToken ct)
    {
        var hold = await ServingLock.WithOthers(perishable, ct) ?? throw Sentences.Fault(
            "restore.being-restored", events.Tenant);
        try
        {
            if (await newLog.FindLostEnd(ct) is { } lost)
            {
                throw Sentences.Fault(
                    "restore.older-than-signed", outside.Path,
                    lost.Head.Size, lost.Head.Origin, events.Tenant, lost.Left);
            }

            await destruction.FinishInterrupted(ct);
            return hold;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
    }
}
