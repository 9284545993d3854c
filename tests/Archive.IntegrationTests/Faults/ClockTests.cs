using System.Diagnostics;
using Archive.Capture;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Storage.Log;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The clock of the host jumps, forward and back. Moments in facts may be wrong then; what happened after what is not,
/// and no checkpoint goes back.
/// </summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(3), TimeSpan.FromHours(-3), TimeSpan.FromDays(
        -400), TimeSpan.Zero];
    private static readonly string Ended = Facts.NameOf(typeof(VisitEnded));
    private static readonly string? FakeTime = Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*")
        .Select(d => Path.Combine(d, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists);

    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    [Trait("Category", "Faults")]
    public async Task A_clock_that_jumps_between_visits_changes_no_order_no_checkpoint_and_no_term()
    {
        var clock = new JumpingClock();
        await using var archive = await ArchiveUnderTest.Start(clock: clock);
        await using var other = await ArchiveUnderTest.Start();
        var oracle = new Oracle();
        var request = Guid.Empty;
        DateOnly? due = null;
        var sum = FaultResult.None;
        foreach (var (jump, i) in Jumps.Select((jump, i) => (jump, i)))
        {
            clock.Offset = jump;
            archive.Server.Platform.State = other.Server.Platform.State = i == 0 ? "first" : "later";
            await archive.Visit();
            await other.Visit();
            if (request == Guid.Empty)
                request = await archive.Decided("from:henk1958");
            var deadline = (await archive.Request(request)).DecideBy;
            Assert.Equal(due ?? deadline, deadline);
            due = deadline;
            await oracle.Look(archive);
            sum = await oracle.CountDatabase(archive);
            sum.AssertClean();
        }

        sum += ExpectedRecords.Of(await other.Story(), await archive.Story());
        sum.AssertClean();
        await archive.AssertNothingIsHalf();
        await archive.AssertLogHolds();
        var moments = (await archive.FactRows()).Select(f => f.At).ToList();
        Assert.True(moments.Max() - moments.Min() > TimeSpan.FromDays(399), "The clock never jumped.");

        var control = await WentBack(archive, oracle);
        FaultFigures.Write(output, "clock jumps, in the process", full: true, Jumps.Length, sum, control,
            watch.Elapsed);
    }

    [Fact]
    public Task A_worker_whose_clock_is_wrong_visits_and_signs() => Worker(Jumps[..1], full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task A_worker_whose_clock_jumps_again_and_again_visits_and_signs() =>
        Worker([.. Enumerable.Repeat(Jumps, 3).SelectMany(j => j)], full: true);

    private async Task Worker(TimeSpan[] jumps, bool full)
    {
        Assert.True(FakeTime is not null, "libfaketime is not installed: run ./archive install test as root.");
        await using var archive = await ArchiveUnderTest.Start();
        await using var other = await ArchiveUnderTest.Start();
        var (oracle, sum) = (new Oracle(), FaultResult.None);
        foreach (var (jump, i) in jumps.Select((jump, i) => (jump, i)))
        {
            archive.Server.Platform.State = other.Server.Platform.State = i == 0 ? "first" : "later";
            await other.Visit();
            var ended = await archive.Count(Ended);
            var signed = Size(archive);
            using var worker = ProductProcess.Worker(
                archive.Settings, ("LD_PRELOAD", FakeTime), ("FAKETIME",
                $"{(jump < TimeSpan.Zero ? "" : "+")}{(long)jump.TotalSeconds}"),
                ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
            for (var waited = 0; await archive.Count(Ended) == ended || Size(archive) == signed; waited++)
            {
                worker.AssertRuns();
                Assert.True(waited < 1200, worker.Output);
                await Task.Delay(100);
            }

            await oracle.Look(archive);
            worker.Kill();
            var newest = (await archive.FactRows()).Where(f => f.Type == Ended).MaxBy(f => f.Sequence)!;
            Assert.InRange(
                newest.At,
                TimeProvider.System.GetUtcNow() + jump - TimeSpan.FromMinutes(5),
                TimeProvider.System.GetUtcNow() + jump);
            sum = await oracle.CountDatabase(archive);
            sum.AssertClean();
        }

        await archive.BringUpToDate();
        sum += ExpectedRecords.Of(await other.Story(), await archive.Story());
        sum.AssertClean();
        await archive.AssertLogHolds();
        await archive.AssertNothingIsHalf();
        FaultFigures.Write(
            output,
            "clock jumps, the worker",
            full,
            jumps.Length,
            sum,
            await WentBack(archive, oracle),
            watch.Elapsed);
    }

    /// <summary>The same counted, with the checkpoint outside set back to an earlier one.</summary>
    private static async Task<string> WentBack(ArchiveUnderTest archive, Oracle oracle)
    {
        await using var query = archive.Database.Superuser
            .CreateCommand("SELECT note FROM archive.log_checkpoint ORDER BY size LIMIT 1");
        await File.WriteAllBytesAsync(
            archive.Get<OutsideCheckpoint>().Path,
            (byte[])(await query.ExecuteScalarAsync())!);
        Assert.True((await oracle.CountDatabase(archive)).Lost > 0);
        return "a checkpoint set back: caught";
    }

    private static ulong Size(ArchiveUnderTest archive) =>
        archive.Get<OutsideCheckpoint>().Read() is { } note ? Checkpoint.Parse(note.Text).Size : 0;

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
