using System.Diagnostics;
using System.Globalization;

namespace Archive.Benchmarks;

/// <summary>
/// Times of something and of the plain way to do it, taken in turns so that both meet the same machine.
/// </summary>
internal sealed class Measured
{
    private readonly List<(double Ours, double Plain)> rounds = [];

    /// <summary>Seconds, the median of all rounds.</summary>
    public double Ours => Median(rounds.Select(r => r.Ours));

    public double Plain => Median(rounds.Select(r => r.Plain));

    /// <summary>
    /// How fast ours is beside plain: 1 is as fast, 0.5 takes twice as long. The median of the rounds' own ratios.
    /// </summary>
    public double Ratio => Median(rounds.Select(r => r.Plain / r.Ours));

    public async Task Round(Func<Task> ours, Func<Task> plain)
    {
        var first = await Seconds(ours);
        rounds.Add((first, await Seconds(plain)));
    }

    public static async Task<double> Seconds(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public static string Say(double value) => value.ToString(value < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);
}
