using System.Diagnostics;
using Archive.Storage.Vault;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The power of the whole machine goes: vault, checkpoint and both databases are on the disk that stops.
/// </summary>
public sealed class WholePowerCutTests(ITestOutputHelper output)
{
    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [RootFact]
    public Task Cut_off_once_the_whole_archive_is_there() => Cut(times: 1, full: false);

    [RootFact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Cut_off_ten_times_the_whole_archive_is_there() => Cut(times: 10, full: true);

    private async Task Cut(int times, bool full)
    {
        var sum = await Cut(times, []);
        sum.AssertCleanAndNotEmpty();

        // A PostgreSQL that does not wait for its disk loses what it acknowledged, or does not even start again.
        string control;
        try
        {
            var lost = await Cut(1, ["fsync=off"]);
            Assert.True(lost.Lost > 0, "Nothing was lost without fsync: this disk cannot tell.");
            control = $"fsync=off: {lost.Lost} of {lost.Acknowledged} lost, caught";
        }
        catch (PostgresDoesNotStartException)
        {
            control = "fsync=off: PostgreSQL does not start again, caught";
        }

        FaultFigures.Write(output, "power cut: everything", full, times, sum, control, watch.Elapsed);
    }

    private async Task<FaultResult> Cut(int times, string[] settings)
    {
        using var disk = Disk.Ext4(megabytes: 512);
        using var postgres = new PrivatePostgres(Path.Combine(disk.Path, "pg"), wal: null, settings);
        await using var archive = await ArchiveUnderTest.Start(
            on: new TestDatabase { Server = postgres.Server }, home: Path.Combine(disk.Path, "home"));
        var oracle = new Oracle();
        for (var cut = 0; cut < times; cut++)
        {
            using (var driver = DriverProcess.Recording(oracle, archive.Settings))
            {
                await driver.UntilMore(40);
                await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 800));
                disk.CutPower();
            }

            postgres.StopImmediately();
            disk.ComeBack();
            postgres.Start();
            archive.ForgetConnections();
        }

        var sum = await oracle.CountDatabase(archive) + await oracle.CountDisk(archive.Get<IVault>());
        if (settings.Length == 0)
        {
            await archive.BringUpToDate();
            await archive.AssertNothingIsHalf();
            await archive.AssertLogHolds();
        }

        return sum;
    }
}
