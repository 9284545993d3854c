using Archive.Evidence.Notes;
using Archive.IntegrationTests;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.Benchmarks;

/// <summary>Facts to leaves, and proofs of leaves, at the size the log has.</summary>
internal sealed class LogBenchmark(TestDatabase database, string directory)
{
    private const int Proofs = 200;

    private readonly LogKeys keys = new(directory, "archive.example", TestDatabase.Tenant);

    /// <returns>Leaves per second.</returns>
    public async Task<double> Drain(long expected)
    {
        var leaves = 0L;
        var seconds = await Measured.Seconds(async () =>
            leaves = await new Sequencer(database.Sequencer).Drain(default));
        Assert.Equal(expected, leaves);
        return leaves / seconds;
    }

    /// <returns>Seconds for one proof of a leaf anywhere in the log, found from the database.</returns>
    public async Task<double> Prove()
    {
        keys.Of(1).Make();
        var outside = new OutsideCheckpoint(Path.Combine(directory, "checkpoint"));
        var checkpoint = await new Checkpoints(
            database.Sequencer, keys, outside, TimeProvider.System).Sign(default);
        var size = (long)Checkpoint.Parse(checkpoint!.Text).Size;
        var reader = new LogReader(database.Facts, keys);
        var times = new List<double>();
        for (var i = 0L; i < Proofs; i++)
            times.Add(
                await Measured.Seconds(
                    () => reader.Proof((ulong)(i * (size - 1) / (Proofs - 1)), checkpoint, default)));
        return Measured.Median(times);
    }
}
