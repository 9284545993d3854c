using System.Diagnostics;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The disk of PostgreSQL's write-ahead log is full, which ends PostgreSQL: who is asked says which disk it is, and
/// nothing acknowledged is lost.
/// </summary>
public sealed class FullLogDiskTests(ITestOutputHelper output)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [RootFact]
    [Trait("Category", "Faults")]
    public async Task The_disk_of_the_write_ahead_log_is_named_and_nothing_acknowledged_is_lost()
    {
        using var disk = Disk.Ext4(megabytes: 96);
        using var room = new TemporaryDirectory();
        Machine.Run("chmod", "711", room.Path);
        using var postgres = new PrivatePostgres(
            Path.Combine(room.Path, "pg"), wal: Path.Combine(disk.Path, "wal"), "max_wal_size=32MB");
        await using var archive = await ArchiveUnderTest.Start(on: new TestDatabase { Server = postgres.Server });
        await archive.Officers();
        var oracle = new Oracle();
        using var driver = DriverProcess.Recording(oracle, archive.Settings);
        await driver.UntilMore(50);
        var filler = disk.Fill(leave: 1 << 16);
        var (refused, since) = (0, Stopwatch.StartNew());
        while (postgres.Runs)
        {
            Assert.True(since.Elapsed < TimeSpan.FromMinutes(3), "PostgreSQL goes on without room for its log.");
            refused = driver.Lines.Count;
            await Task.Delay(100);
        }

        driver.Kill();
        archive.ForgetConnections();
        using (var search = ProductProcess.Cli(
            archive.Settings, ["search", "iets", "--officer", "Anna"], ("ARCHIVE_DATABASE_DIRECTORY", postgres.Data),
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password)))
        {
            Assert.Equal(1, await search.Ended(TimeSpan.FromMinutes(2)));
            Assert.Contains("The disk of the write-ahead log", search.Output);
            Assert.Contains(disk.Path, search.Output);
        }

        using (var worker = ProductProcess.Worker(
            archive.Settings, ("ARCHIVE_DATABASE_DIRECTORY", postgres.Data)))
        {
            for (var waited = 0; !worker.Output.Contains("The disk of the write-ahead log", StringComparison.Ordinal);
                waited++)
            {
                worker.AssertRuns(); // it waits
                Assert.True(waited < 600, worker.Output);
                await Task.Delay(100);
            }

            worker.Kill();
        }

        File.Delete(filler);
        postgres.StopImmediately();
        postgres.Start();
        var sum = await oracle.CountDatabase(archive) + await oracle.CountDisk(
            archive.Get<Storage.Vault.IVault>());
        sum.AssertCleanAndNotEmpty();
        await archive.BringUpToDate();
        await archive.AssertLogHolds();
        oracle.Hear($"fact {Evidence.Ids.New()} {new string('0', 64)}");
        Assert.Equal(1, (await oracle.CountDatabase(archive)).Lost);
        FaultFigures.Write(
            output, "disk full: write-ahead log", full: true, 1, sum,
            "a fact that was refused, taken for acknowledged: caught", watch.Elapsed);
    }
}
