using System.Diagnostics;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// `archive request export` is killed while it makes a set: there is a whole set that proves itself, or none.
/// </summary>
public sealed class KilledSealingTests(ITestOutputHelper output)
{
    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Killed_twice_it_leaves_no_half_a_set() => Killed(times: 2, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_at_twenty_random_moments_it_leaves_no_half_a_set() => Killed(times: 20, full: true);

    private async Task Killed(int times, bool full)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var pages = Directory.GetDirectories(Path.GetTempPath(), "archive-pages-*");
        var whole = await archive.Disclose("from:henk1958"); // which also says what keys to trust
        var request = await archive.Decided("from:henk1958");
        var number = $"{(await archive.Request(request)).Number}";
        var acknowledged = new List<string>();
        await Export(archive, number, acknowledged, killAfter: null);
        var took = await Export(archive, number, acknowledged, killAfter: null);

        for (var (kills, tried) = (0, 0); kills < times; tried++)
        {
            Assert.True(tried < times * 4, "It is never caught at work.");
            // Every other one for sure while it makes something, the last among them.
            var late = kills % 2 == 1;
            var rooms = SetsMade.Rooms(archive);
            var ran = await Export(
                archive,
                number,
                acknowledged,
                took * random.NextDouble() * (late ? 0.2 : 0.9),
                late);
            if (ran == TimeSpan.Zero && (!late || SetsMade.Rooms(archive).Except(rooms).Any()))
                kills++;
            else if (ran > TimeSpan.Zero)
                took = ran; // how busy the machine is changes
            (await SetsMade.Count(archive, whole, request, number, acknowledged)).AssertClean();
        }

        Assert.NotEmpty(SetsMade.Rooms(archive)); // the last that was killed left its own
        Assert.Equal(pages, Directory.GetDirectories(Path.GetTempPath(), "archive-pages-*"));

        await Export(archive, number, acknowledged, killAfter: null);
        await SetsMade.AssertSettled(archive, request, number);
        var sum = await SetsMade.Count(archive, whole, request, number, acknowledged);
        sum.AssertClean();
        await archive.AssertNothingIsHalf();
        await archive.BringUpToDate();
        await archive.AssertLogHolds();

        await using (var file = File.OpenWrite(acknowledged[^1]))
            file.SetLength(file.Length - 1);
        Assert.Equal(1, (await SetsMade.Count(archive, whole, request, number, acknowledged)).Lost);
        FaultFigures.Write(
            output,
            "kill -9 of request export",
            full,
            times,
            sum,
            "a set cut short by a byte: caught",
            watch.Elapsed);
    }

    /// <returns>How long it took; nothing if it was killed at work.</returns>
    private static async Task<TimeSpan> Export(
        ArchiveUnderTest archive, string number, List<string> acknowledged, TimeSpan? killAfter, bool late = false)
    {
        var (watch, rooms) = (Stopwatch.StartNew(), SetsMade.Rooms(archive));
        using var export = ProductProcess.Cli(
            archive.Settings, ["request", "export", number, "--officer", "Anna"], ("ARCHIVE_OFFICER_PASSWORD",
            ArchiveUnderTest.Password));
        while (late && !SetsMade.Rooms(archive).Except(rooms).Any() && !export.HasEnded)
            await Task.Delay(5);
        if (killAfter is { } moment)
            await Task.WhenAny(Task.Delay(moment), export.Ended(TimeSpan.FromMinutes(5)));
        var killed = killAfter is not null && !export.HasEnded;
        if (killed)
            export.Kill();
        else
            Assert.True(await export.Ended(TimeSpan.FromMinutes(5)) == 0, export.Output);
        acknowledged.AddRange(SetsMade.Named(export));
        return killed ? TimeSpan.Zero : watch.Elapsed;
    }
}
