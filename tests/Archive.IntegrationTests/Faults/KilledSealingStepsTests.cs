using System.Diagnostics;
using Archive.Evidence.Sets;
using Archive.Exports;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// `archive request export` is killed right after each of its steps: what it had made is seen in its room, and the fact
/// is held up until the set is in place. Whoever comes next settles it, and the next export of the request gives a set.
/// </summary>
public sealed class KilledSealingStepsTests(ITestOutputHelper output)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>Steps of an export that are done when it is killed.</summary>
    private enum Step
    {
        Room,
        Documents,
        Pages,
        Volume,
        Manifest,
        Zip,
        InPlace,
        Fact,
    }

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_three_times_after_each_step_the_next_export_gives_a_whole_set() =>
        Killed(Enum.GetValues<Step>(), times: 3);

    /// <summary>With volumes that can be used again, and with a set that is to be recorded or taken away.</summary>
    [Fact]
    public Task Killed_after_a_step_that_leaves_something_the_next_export_gives_a_whole_set() =>
        Killed([Step.Volume, Step.InPlace], times: 1);

    private async Task Killed(Step[] steps, int times)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await HeldUp.Facts(archive, SetsMade.Name);
        var whole = await archive.Disclose("from:henk1958");
        var request = await archive.Decided("from:henk1958");
        var number = $"{(await archive.Request(request)).Number}";
        var sum = FaultResult.None;
        var kills = 0;
        foreach (var step in steps)
        {
            var acknowledged = new List<string>();
            for (var (done, tried) = (0, 0); done < times; tried++)
            {
                Assert.True(tried < times * 4, $"It is never caught after {step}.");
                done += await KillAfter(archive, step, request, number, acknowledged) ? 1 : 0;
                // As every host does when it starts; here while no fact is held up.
                await archive.Get<UnrecordedSets>().Settle(DateTimeOffset.MinValue, default);
            }

            kills += times;
            acknowledged.AddRange(await Made(archive, number));
            await SetsMade.AssertSettled(archive, request, number);
            sum += await SetsMade.Count(archive, whole, request, number, acknowledged);
            sum.AssertClean();
        }

        await archive.AssertNothingIsHalf();
        await archive.BringUpToDate();
        await archive.AssertLogHolds();
        var last = Directory.GetFiles(archive.Settings.ExportsPath, $"{number}-*.zip").Order().Last();
        await using (var file = File.OpenWrite(last))
            file.SetLength(file.Length - 1);
        Assert.Equal(1, (await SetsMade.Count(archive, whole, request, number, [last])).Lost);
        FaultFigures.Write(
            output, "kill -9 of request export, after each step", full: times > 1, kills, sum,
            "a set cut short by a byte: caught", watch.Elapsed);
    }

    private static async Task<IEnumerable<string>> Made(ArchiveUnderTest archive, string number)
    {
        using var export = Export(archive, number);
        Assert.True(await export.Ended(TimeSpan.FromMinutes(5)) == 0, export.Output);
        return SetsMade.Named(export);
    }

    private static ProductProcess Export(ArchiveUnderTest archive, string number) => ProductProcess.Cli(
        archive.Settings,
        ["request", "export", number, "--officer", "Anna"],
        ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));

    /// <returns>Whether it was killed; else it was done before.</returns>
    private static async Task<bool> KillAfter(
        ArchiveUnderTest archive, Step step, Guid request, string number, List<string> acknowledged)
    {
        await using var fact = step == Step.Fact ? null : await HeldUp.Fact(archive);
        var (rooms, sets) = (SetsMade.Rooms(archive), (await SetsMade.Recorded(archive, request)).Count);
        using var export = Export(archive, number);
        var place = Path.Combine(archive.Settings.ExportsPath, $"{number}-{sets + 1}");
        for (var limit = Stopwatch.StartNew(); !export.HasEnded; await Task.Delay(1))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2), export.Output);
            var done = step switch
            {
                Step.InPlace => File.Exists($"{place}.zip"),
                Step.Fact => (await SetsMade.Recorded(archive, request)).Count > sets,
                Step.Volume => SetsMade.SignedVolumes(archive).Any(),
                _ => SetsMade.Rooms(archive).Except(rooms).Any(room => Has(room, step)),
            };
            // It may be done with a step before anybody looks, and then waits with its set in place.
            var tooLate = step < Step.InPlace && !done && File.Exists($"{place}.zip");
            if (!done && !tooLate)
                continue;
            export.Kill();
            return done;
        }

        Assert.True(await export.Ended(TimeSpan.FromMinutes(1)) == 0, export.Output);
        acknowledged.AddRange(SetsMade.Named(export));
        return false;
    }

    /// <summary>What a step leaves in the room where the set is made.</summary>
    private static bool Has(string room, Step step)
    {
        try
        {
            return step == Step.Room || Directory.EnumerateFiles(room, "*", SearchOption.AllDirectories).Any(
                file => step switch
                {
                    Step.Pages => file.EndsWith(".pdf", StringComparison.Ordinal),
                    Step.Manifest => Path.GetFileName(file) == ExportManifest.FileName,
                    Step.Zip => file.EndsWith(".zip", StringComparison.Ordinal),
                    _ => Path.GetDirectoryName(file) != room,
                });
        }
        catch (IOException)
        {
            return false; // moved into place meanwhile
        }
    }
}
