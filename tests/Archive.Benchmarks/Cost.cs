using System.Diagnostics;
using static Archive.Benchmarks.Measured;

namespace Archive.Benchmarks;

/// <summary>What some items cost: by the clock, and in processor time of this process alone.</summary>
/// <param name="Rate">Items per second.</param>
/// <param name="Processor">Seconds of processor time for one item, on all cores together.</param>
internal sealed record Cost(double Rate, double Processor)
{
    /// <summary>Items per second of one core that does nothing else.</summary>
    public double PerCore => 1 / Processor;

    public static async Task<Cost> Of(long items, Func<Task> work)
    {
        var before = Passed();
        var seconds = await Seconds(work);
        return new(items / seconds, (Passed() - before) / items);
    }

    public static Cost Median(IEnumerable<Cost> costs)
    {
        var all = costs.ToList();
        return new(Measured.Median(all.Select(c => c.Rate)), Measured.Median(all.Select(c => c.Processor)));
    }

    public override string ToString() => $"{Say(Rate)} | {Say(Processor * 1e6)}";

    private static double Passed()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }
}
