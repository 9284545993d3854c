using System.Diagnostics;
using Archive.Evidence;
using Archive.Keys.Certificates;
using Archive.Storage.Files;
using Archive.Storage.Vault;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The power goes while the product writes objects, checkpoints and journal entries: the file system is stopped as it
/// is, without its journal being flushed, and mounted anew.
/// </summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [RootFact]
    public Task Cut_off_four_times_it_has_all_that_was_acknowledged() => Cut(times: 4, full: false);

    [RootFact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Cut_off_forty_times_it_has_all_that_was_acknowledged() => Cut(times: 40, full: true);

    /// <summary>The database remembers that there is one, so without its files nothing starts any more.</summary>
    [RootFact]
    public void The_certificate_for_trying_out_stands_as_soon_as_it_is_made()
    {
        using var disk = Disk.Ext4(megabytes: 16);
        var directory = Path.Combine(disk.Path, "certificate");
        using var made = SigningCertificate.LoadOrCreateDevelopment(directory, TimeProvider.System);

        disk.CutPower();
        disk.ComeBack();

        using var read = SigningCertificate.Load(directory, TimeProvider.System);
        Assert.Equal(made.Leaf.Thumbprint, read.Leaf.Thumbprint);
    }

    private async Task Cut(int times, bool full)
    {
        using var disk = Disk.Ext4(megabytes: 128);
        var sum = FaultResult.None;
        for (var cut = 0; cut < times; cut++)
            sum += await Cut(disk, few: cut % 4 == 3, withoutSync: false);
        sum.AssertCleanAndNotEmpty();

        // The same with an fsync that does nothing: what it should have kept is gone, so a missing fsync would be seen.
        var lost = FaultResult.None;
        foreach (var few in new[] { false, true })
            lost += await Cut(disk, few, withoutSync: true);
        Assert.True(lost.Lost > 0, "Nothing was lost without fsync: this disk cannot tell.");
        FaultFigures.Write(
            output, "power cut: vault, checkpoint, journal", full, times, sum,
            $"without fsync: {lost.Lost} of {lost.Acknowledged} lost, caught", watch.Elapsed);
    }

    /// <param name="few">Cut right after the third: nothing has had time to reach the disk by itself.</param>
    private async Task<FaultResult> Cut(Disk disk, bool few, bool withoutSync)
    {
        var directory = Directory.CreateDirectory(Path.Combine(disk.Path, $"{Ids.New()}")).FullName;
        DurableFile.SyncDirectory(disk.Path);
        var oracle = new Oracle();
        using (var driver = await DriverProcess.Keeping(oracle))
        {
            using var strace = withoutSync ? await Strace.Attach(driver.Id, "fsync", "retval=0") : null;
            if (few)
            {
                await driver.Keep(directory, 3);
            }
            else
            {
                driver.Ask(directory, int.MaxValue);
                await driver.UntilMore(1);
                await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 400));
            }

            disk.CutPower();
            strace?.Detach();
        }

        disk.ComeBack();
        var counted = await oracle.CountDisk(new FileVault(Path.Combine(directory, "vault"), TestDatabase.Tenant));
        Directory.Delete(directory, recursive: true);
        return counted;
    }
}
