using Archive.Evidence.Notes;
using Archive.Health;
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
        var checkpoint = await Sequence(ct);
        using var work = Telemetry.Begin(Telemetry.Project);
        Telemetry.Projected.Add(await projection.CatchUp(ct));
        work.Done();
        return checkpoint;
    }

    private async Task<SignedNote?> Sequence(CancellationToken ct)
    {
        using var work = Telemetry.Begin(Telemetry.Sequence);
        Telemetry.Leaves.Add(await sequencer.Drain(ct));
        var checkpoint = await checkpoints.Sign(ct);
        work.Done();
        return checkpoint;
    }
}
