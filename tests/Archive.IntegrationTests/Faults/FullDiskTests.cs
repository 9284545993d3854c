using System.Diagnostics;
using Archive.Evidence;
using Archive.Storage.Files;
using Archive.Storage.Vault;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The disk of the vault, and that of the database, fills up: what is there is read, nothing is half, and it goes on by
/// itself.
/// </summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [RootFact]
    public Task The_disk_of_the_vault_is_full() => Vault(times: 2, full: false);

    [RootFact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task The_disk_of_the_vault_is_full_twenty_times() => Vault(times: 20, full: true);

    [RootFact]
    public Task The_disk_of_the_database_is_full() => Database(times: 1, full: false);

    [RootFact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task The_disk_of_the_database_is_full_ten_times() => Database(times: 10, full: true);

    private async Task Vault(int times, bool full)
    {
        using var disk = Disk.Memory(megabytes: 16);
        var oracle = new Oracle();
        using var driver = await DriverProcess.Keeping(oracle);
        var vault = Path.Combine(disk.Path, "vault");
        for (var time = 0; time < times; time++)
        {
            var filler = disk.Fill(leave: random.Next(1 << 14, 1 << 19));
            var refused = Refused(driver);
            driver.Ask(disk.Path, 200);
            await driver.Until(() => Refused(driver) > refused);
            await driver.Until(() => driver.Lines[^1] == "done");
            Assert.True(Refused(driver) > refused, "The disk was never full.");
            (await oracle.CountDisk(new FileVault(vault, TestDatabase.Tenant))).AssertClean(); // full as it is

            File.Delete(filler);
            var before = driver.Acknowledgements;
            await driver.Keep(disk.Path, 1);
            Assert.Equal(before + 3, driver.Acknowledgements);
        }

        var sum = await oracle.CountDisk(new FileVault(vault, TestDatabase.Tenant));
        sum.AssertCleanAndNotEmpty();
        Assert.Empty(Directory.EnumerateFiles(disk.Path, $"*{NewFile.Extension}", SearchOption.AllDirectories));

        oracle.Hear($"file {Path.Combine(disk.Path, "journal", $"{Guid.Empty}.json")} {new string('0', 64)}");
        Assert.Equal(1, (await oracle.CountDisk(new FileVault(vault, TestDatabase.Tenant))).Lost);
        FaultFigures.Write(
            output,
            "disk full: vault",
            full,
            times,
            sum,
            "an entry that was refused, taken for acknowledged: caught",
            watch.Elapsed);
    }

    private async Task Database(int times, bool full)
    {
        using var disk = Disk.Ext4(megabytes: 192);
        using var room = new TemporaryDirectory();
        Machine.Run("chmod", "711", room.Path);
        using var postgres = new PrivatePostgres(Path.Combine(disk.Path, "pg"), wal: Path.Combine(room.Path, "wal"));
        await using var archive = await ArchiveUnderTest.Start(on: new TestDatabase { Server = postgres.Server });
        var oracle = new Oracle();
        using var driver = DriverProcess.Recording(oracle, archive.Settings);
        for (var time = 0; time < times; time++)
        {
            await driver.UntilMore(50);
            var refused = Refused(driver);
            var filler = disk.Fill(leave: random.Next(0, 1 << 17));
            await driver.Until(() => Refused(driver) > refused + 5);
            driver.AssertRuns();
            (await oracle.CountDatabase(archive)).AssertClean(); // everything is read, though nothing can be written

            File.Delete(filler);
            await driver.UntilMore(50); // nobody started anything anew
        }

        driver.Kill();
        var sum = await oracle.CountDatabase(archive) + await oracle.CountDisk(archive.Get<IVault>());
        sum.AssertCleanAndNotEmpty();
        await archive.BringUpToDate();
        await archive.AssertLogHolds();
        await archive.AssertNothingIsHalf();

        oracle.Hear($"fact {Ids.New()} {new string('0', 64)}");
        Assert.Equal(1, (await oracle.CountDatabase(archive)).Lost);
        FaultFigures.Write(
            output,
            "disk full: database",
            full,
            times,
            sum,
            "a fact that was refused, taken for acknowledged: caught",
            watch.Elapsed);
    }

    private static int Refused(DriverProcess driver) =>
        driver.Lines.Count(line => line.StartsWith("refused", StringComparison.Ordinal));
}
