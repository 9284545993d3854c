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
        var hold = await ServingLock.WithOthers(perishable, ct) ?? throw new FaultException(
            $"The archive of {events.Tenant} is being restored; nothing is served until `archive restore` has ended.");
        try
        {
            if (await newLog.FindLostEnd(ct) is { } lost)
            {
                throw new FaultException(
                    $"The checkpoint in {outside.Path} was signed at {lost.Head.Size} leaves of {lost.Head.Origin}, "
                        + "but the database of "
                    + $"{events.Tenant} has {lost.Left} of them: it is older than it was. If it was put back from a "
                    + "back-up, run "
                    + "`archive restore`; if not, find out who set it back.");
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
