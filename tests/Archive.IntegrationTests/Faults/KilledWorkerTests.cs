using System.Diagnostics;
using Archive.Capture;
using Archive.Replay.Sample;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>The real worker is killed with SIGKILL while it visits; the next worker finishes what it began.</summary>
public sealed class KilledWorkerTests(ITestOutputHelper output)
{
    /// <summary>Of one archive; then it is finished and the next one begun, so that there is always something new to capture.</summary>
    private static readonly IReadOnlyList<(string State, int Kills)> Round = [("first", 3), ("later", 2)];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Ended = Facts.NameOf(typeof(VisitEnded));
    private static readonly string BrokenOff = Facts.NameOf(typeof(VisitBrokenOff));

    private readonly Random random = Seed.Tell(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Killed_at_eight_random_moments_it_loses_nothing_and_doubles_nothing() => Killed(times: 8);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_at_fifty_random_moments_it_loses_nothing_and_doubles_nothing() => Killed(times: 50);

    private async Task Killed(int times)
    {
        var undisturbed = await Undisturbed();
        var kills = 0;
        while (kills < times)
        {
            await using var archive = await ArchiveUnderTest.Start(new SamplePlatform(rateLimit: int.MaxValue));
            var brokenOff = 0L;
            foreach (var (state, most) in Round)
            {
                archive.Server.Platform.State = state;
                for (var here = 0; here < most && kills < times;)
                {
                    if (!await Kill(archive, undisturbed[state].Requests))
                        continue; // the visit was over by then
                    here++;
                    kills++;
                    brokenOff++;
                }

                await Finish(archive);
                Assert.Equal(undisturbed[state].Story, await archive.Story());
                Assert.Equal(brokenOff, await archive.Count(BrokenOff));
            }

            output.WriteLine($"{watch.Elapsed:mm\\:ss} {kills} kills");
        }
    }

    /// <summary>Another tenant's visits, which nothing disturbs: what every archive has to end up with.</summary>
    private static async Task<Dictionary<string, (IReadOnlyList<string> Story, int Requests)>> Undisturbed()
    {
        await using var archive = await ArchiveUnderTest.Start();
        var undisturbed = new Dictionary<string, (IReadOnlyList<string>, int)>();
        foreach (var (state, _) in Round)
        {
            archive.Server.Platform.State = state;
            await archive.Visit();
            var story = await archive.Story();
            var before = archive.Server.Requests.Count;
            await archive.Visit(); // now without pictures and histories: what a resumed visit asks at least
            undisturbed[state] = (story, archive.Server.Requests.Count - before);
        }

        return undisturbed;
    }

    /// <summary>Starts a worker, lets it ask some questions, and kills it a moment later.</summary>
    /// <returns>Whether that was during a visit.</returns>
    private async Task<bool> Kill(ArchiveUnderTest archive, int questions)
    {
        var (asked, ended) = (archive.Server.Requests.Count, await archive.Count(Ended));
        using var worker = ProductProcess.Worker(archive.Settings);
        asked += random.Next(1, questions + 1);
        await Until(worker, async () => archive.Server.Requests.Count >= asked || await archive.Count(Ended) > ended);
        await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 150));

        var acknowledged = await archive.CommittedFacts();
        worker.Kill();

        var left = await archive.CommittedFacts();
        Assert.All(acknowledged, fact => Assert.Equal(fact.Value, left.GetValueOrDefault(fact.Key)));
        await archive.AssertNothingIsHalf();
        return await archive.Count(Ended) == ended;
    }

    /// <summary>A worker that is left alone completes the visit and clears up.</summary>
    private static async Task Finish(ArchiveUnderTest archive)
    {
        var leftovers = archive.Leftovers();
        foreach (var file in leftovers)
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        var ended = await archive.Count(Ended);
        using (var worker = ProductProcess.Worker(archive.Settings))
        {
            await Until(worker, async () => await archive.Count(Ended) > ended);
            worker.Kill();
        }

        Assert.Equal([], leftovers.Where(File.Exists));
        await archive.BringUpToDate();
        await archive.AssertLogHolds();
        await archive.AssertNothingIsHalf();
    }

    private static async Task Until(ProductProcess worker, Func<Task<bool>> happened)
    {
        var watch = Stopwatch.StartNew();
        while (!await happened())
        {
            worker.AssertRuns();
            Assert.True(watch.Elapsed < Patience, $"It did not happen in {Patience}:\n{worker.Output}");
            await Task.Delay(10);
        }
    }
}
