using System.Diagnostics;
using Archive.Capture;
using Archive.Evidence.Facts;
using Archive.Replay.Sample;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The worker, and `archive collect`, are killed with SIGKILL while they visit; whichever host comes next finishes what
/// was begun.
/// </summary>
public sealed class KilledCaptureTests(ITestOutputHelper output)
{
    /// <summary>
    /// Of one archive; then it is finished and the next one begun, so that there is always something new to capture.
    /// </summary>
    private static readonly IReadOnlyList<(string State, int Kills)> Round = [("first", 3), ("later", 2)];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Ended = Facts.NameOf(typeof(VisitEnded));
    private static readonly string BrokenOff = Facts.NameOf(typeof(VisitInterrupted));

    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Killed_at_five_random_moments_they_lose_nothing_and_double_nothing() => Killed(times: 5, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_at_a_hundred_and_forty_random_moments_they_lose_nothing_and_double_nothing() =>
        Killed(times: 140, full: true);

    private async Task Killed(int times, bool full)
    {
        var undisturbed = await Undisturbed();
        var (kills, sum, control) = (0, FaultResult.None, "");
        while (kills < times)
        {
            await using var archive = await ArchiveUnderTest.Start(new SamplePlatform(rateLimit: int.MaxValue));
            var (oracle, brokenOff) = (new Oracle(), 0L);
            foreach (var (state, most) in Round)
            {
                archive.Server.Platform.State = state;
                for (var here = 0; here < most && kills < times;)
                {
                    if (!await Kill(archive, oracle, undisturbed[state].Requests))
                        continue; // the visit was over by then
                    here++;
                    kills++;
                    brokenOff++;
                }

                await Finish(archive);
                sum += ExpectedRecords.Of(undisturbed[state].Story, await archive.Story());
                Assert.Equal(brokenOff, await archive.Count(BrokenOff));
            }

            sum += await oracle.CountDatabase(archive);
            sum.AssertClean();
            if (control.Length == 0)
                control = await Control(archive, oracle);
            output.WriteLine($"{watch.Elapsed:mm\\:ss} {kills} kills");
        }

        FaultFigures.Write(output, "kill -9 of worker and collect", full, kills, sum, control, watch.Elapsed);
    }

    /// <summary>The same counted, after an acknowledged fact was taken away and a record was put in twice.</summary>
    private static async Task<string> Control(ArchiveUnderTest archive, Oracle oracle)
    {
        var story = await archive.Story();
        var doubled = ExpectedRecords.Of(story, [.. story, story[0]]);
        await archive.Tamper(
            "DELETE FROM archive.mt_events WHERE seq_id = (SELECT max(seq_id) - 3 FROM archive.mt_events)");
        var robbed = await oracle.CountDatabase(archive);
        Assert.True(robbed.Lost > 0 && robbed.Undetected == 0, string.Join('\n', robbed.Says));
        Assert.Equal(1, doubled.Duplicated);
        return "a fact deleted, a record doubled: caught";
    }

    /// <summary>Another tenant's visits, which nothing disturbs.</summary>
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

    /// <summary>Starts a host, lets it ask some questions, and kills it a moment later.</summary>
    /// <returns>Whether that was during a visit.</returns>
    private async Task<bool> Kill(ArchiveUnderTest archive, Oracle oracle, int questions)
    {
        var (asked, ended) = (archive.Server.Requests.Count, await archive.Count(Ended));
        using var host = random.Next(3) == 0
            ? ProductProcess.Cli(
                archive.Settings,
                ["collect", "mastodon", SamplePlatform.Handle, "--server", $"{archive.Server.Address}"])
            : ProductProcess.Worker(archive.Settings);
        asked += random.Next(1, questions + 1);
        await Until(host, async () => archive.Server.Requests.Count >= asked || await archive.Count(Ended) > ended);
        await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 150));

        await oracle.Look(archive);
        host.Kill();

        await archive.AssertNothingIsHalf();
        return await archive.Count(Ended) == ended;
    }

    /// <summary>A worker that is left alone completes the visit and clears up.</summary>
    private static async Task Finish(ArchiveUnderTest archive)
    {
        var (leftovers, rooms) = (archive.Leftovers(), Rooms(archive));
        foreach (var file in leftovers)
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        var ended = await archive.Count(Ended);
        using (var worker = ProductProcess.Worker(archive.Settings))
        {
            await Until(worker, async () => await archive.Count(Ended) > ended);
            worker.Kill();
        }

        Assert.Equal([], leftovers.Where(File.Exists));
        Assert.Equal([], rooms.Where(Directory.Exists));
        await archive.BringUpToDate();
        await archive.AssertLogHolds();
        await archive.AssertNothingIsHalf();
    }

    private static IReadOnlyList<string> Rooms(ArchiveUnderTest archive) =>
        Directory.Exists(archive.Settings.TemporaryPath)
            ? Directory.GetDirectories(archive.Settings.TemporaryPath)
            : [];

    private static async Task Until(ProductProcess host, Func<Task<bool>> happened)
    {
        var watch = Stopwatch.StartNew();
        while (!await happened())
        {
            if (host.HasEnded && await happened())
                return;
            host.AssertRuns();
            Assert.True(watch.Elapsed < Patience, $"It did not happen in {Patience}:\n{host.Output}");
            await Task.Delay(10);
        }
    }
}
