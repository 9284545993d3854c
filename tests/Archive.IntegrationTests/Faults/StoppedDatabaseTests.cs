using System.Diagnostics;
using Archive.Capture;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// PostgreSQL is stopped on the spot while facts, log and checkpoints are written; whoever writes goes on by itself
/// once it is back.
/// </summary>
public sealed class StoppedDatabaseTests(ITestOutputHelper output)
{
    private static readonly string Ended = Facts.NameOf(typeof(VisitEnded));

    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Stopped_three_times_it_has_all_that_was_acknowledged() => Stopped(times: 3, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Stopped_twenty_times_it_has_all_that_was_acknowledged() => Stopped(times: 20, full: true);

    private async Task Stopped(int times, bool full)
    {
        var (sum, _) = await Stop(times, worker: full, []);
        sum.AssertCleanAndNotEmpty();

        var (lost, said) = await Stop(full ? 3 : 1, worker: false, ["synchronous_commit=off", "wal_writer_delay=10s"]);
        Assert.True(lost.Lost > 0, "Nothing was lost without synchronous commit: this test cannot tell.");
        FaultFigures.Write(
            output, "PostgreSQL stopped immediately", full, times, sum,
            $"synchronous_commit=off: {lost.Lost} of {lost.Acknowledged} lost, "
                + $"caught{(said ? ", and the product says so itself" : "")}", watch.Elapsed);
    }

    /// <param name="worker">Whether the real worker is at work in the same archive.</param>
    /// <returns>What came of it, and whether the product itself found that its database had gone back.</returns>
    private async Task<(FaultResult Sum, bool Said)> Stop(int times, bool worker, string[] settings)
    {
        using var room = new TemporaryDirectory();
        Machine.Run("chmod", "711", room.Path);
        using var postgres = new PrivatePostgres(Path.Combine(room.Path, "pg"), wal: null, settings);
        await using var archive = await ArchiveUnderTest.Start(on: new TestDatabase { Server = postgres.Server });
        var oracle = new Oracle();
        var story = worker ? await Undisturbed() : [];
        using var host = worker ? ProductProcess.Worker(archive.Settings) : null;
        using var driver = DriverProcess.Recording(oracle, archive.Settings);
        for (var stop = 0; stop < times; stop++)
        {
            // In the control it may notice by itself that its database has gone back, and end.
            if (settings.Length == 0)
                await driver.UntilMore(20);
            else if (!await driver.GetsOn(20))
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 700));
            postgres.StopImmediately();
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 500));
            postgres.Start();
        }

        // the control: what was acknowledged between the last checkpoint of WAL and the stop is gone
        if (settings.Length > 0)
        {
            driver.Kill();
            archive.ForgetConnections();
            return (await oracle.CountDatabase(archive), driver.Lines
                .Any(line => line.StartsWith("fault", StringComparison.Ordinal)));
        }

        await driver.UntilMore(20); // it goes on by itself
        driver.AssertRuns();
        driver.Kill();
        archive.ForgetConnections();
        if (host is not null)
            await Ends(archive, host);

        var sum = await oracle.CountDatabase(archive) + await oracle.CountDisk(archive.Get<IVault>());
        await archive.BringUpToDate();
        await archive.AssertNothingIsHalf();
        await archive.AssertLogHolds();
        return (host is null ? sum : sum + ExpectedRecords.Of(story, await archive.Story()), false);
    }

    private static async Task<IReadOnlyList<string>> Undisturbed()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        return await archive.Story();
    }

    /// <summary>The worker, which nobody started anew, completes a visit.</summary>
    private static async Task Ends(ArchiveUnderTest archive, ProductProcess worker)
    {
        var (ended, watch) = (await archive.Count(Ended), Stopwatch.StartNew());
        while (await archive.Count(Ended) == ended)
        {
            worker.AssertRuns();
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(4), worker.Output);
            await Task.Delay(200);
        }

        worker.Kill();
    }
}
