using Archive.Evidence.Notes;
using Archive.Storage.Log;

namespace Archive.Records;

/// <summary>
/// What follows recording: facts get their place in the log, a checkpoint is signed, records become readable.
/// </summary>
public sealed class LogCatchUp(Sequencer sequencer, Checkpoints checkpoints, RecordProjection projection)
{
    /// <returns>The newest checkpoint; null while nothing was ever recorded.</returns>
    public async Task<SignedNote?> BringUpToDate(CancellationToken ct)
    {
        await sequencer.Drain(ct);
        var checkpoint = await checkpoints.Sign(ct);
        await projection.CatchUp(ct);
        return checkpoint;
    }
}
