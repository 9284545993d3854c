using Archive.IntegrationTests;

namespace Archive.Benchmarks;

/// <summary>
/// What one more fact costs as the archive grows: an archive of its own, with nothing else in its databases.
/// </summary>
internal sealed class GrowthBenchmark(TestDatabase database, string directory)
{
    private const int Drains = 5;
    private const int FactsPerDrain = 10_000;

    private readonly CaptureBenchmark capture = new(database, directory);
    private readonly LogBenchmark log = new(database, directory);
    private int size;

    /// <param name="Commit">Seconds a fact: the median of 50 commits of 1,000.</param>
    /// <param name="Sequence">Seconds a fact: the median of 5 drains of 10,000.</param>
    /// <param name="Proof">Seconds a proof of a leaf anywhere in the log.</param>
    internal sealed record At(double Commit, double Sequence, double Proof);

    /// <summary>Fills the archive up to a size; the last 50,000 facts are measured.</summary>
    public async Task<At> GrowTo(int target)
    {
        while (size < target - Drains * FactsPerDrain)
            await CommitAndDrain();
        var (commits, drains) = (new List<double>(), new List<double>());
        while (size < target)
        {
            var (committed, leaves) = await CommitAndDrain();
            commits.AddRange(committed.Select(seconds => seconds / CaptureBenchmark.Batch));
            drains.Add(1 / leaves);
        }

        return new(Measured.Median(commits), Measured.Median(drains), await log.Prove());
    }

    private async Task<(List<double> Commits, double Leaves)> CommitAndDrain()
    {
        var commits = new List<double>();
        for (var i = 0; i < FactsPerDrain / CaptureBenchmark.Batch; i++)
            commits.Add(await capture.Commit());
        size += FactsPerDrain;
        return (commits, await log.Drain(FactsPerDrain));
    }
}
