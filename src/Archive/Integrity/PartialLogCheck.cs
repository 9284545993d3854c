using Archive.Storage.Log;

namespace Archive.Integrity;

/// <summary>Looks at the log alone: needs no key but the log's own, and writes nothing but how far it came.</summary>
public sealed class PartialLogCheck(LogReader log, OutsideCheckpoint outside, LogProgress progress, TimeProvider clock)
{
    /// <param name="all">Every leaf; else what is new and a share of the rest.</param>
    public async Task<LogVerificationResult> Look(bool all, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var passedBy = all ? null : await progress.Next(now, ct);
        var verdict = await log.Verify(outside.Read(), ct, passedBy);
        await progress.Done(verdict, passedBy, now, ct);
        return verdict;
    }
}
