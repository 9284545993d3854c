using System.Diagnostics;
using Archive.Storage.Vault;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Every call with which the product writes a file fails once, at each place where it is made, or its caller dies
/// there: what was acknowledged is there, and there are no halves.
/// </summary>
public sealed class SpoiltCallsTests(ITestOutputHelper output)
{
    private static readonly string[] Calls =
        ["openat", "mkdir", "fallocate", "pwrite64", "fsync", "fchmod", "renameat2", "unlink"];
    private static readonly string[] Faults = ["error=EIO", "error=ENOSPC", "signal=KILL"];

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int runs;
    private FaultResult sum = FaultResult.None;

    [RootFact]
    public Task The_first_calls_of_each_kind_are_spoilt() => Sweep(upTo: 2, count: 1, full: false);

    [RootFact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Every_call_of_each_kind_is_spoilt() => Sweep(upTo: 200, count: 2, full: true);

    private async Task Sweep(int upTo, int count, bool full)
    {
        foreach (var fault in Faults)
        {
            foreach (var call in Calls)
            {
                var at = await Sweep(call, fault, upTo, count);
                Assert.True(at > 0, $"Nobody calls {call}.");
                output.WriteLine($"{watch.Elapsed:mm\\:ss} {call} {fault}: {at} places");
            }
        }

        sum.AssertCleanAndNotEmpty();
        var control = await LyingWrite();
        FaultFigures.Write(output, "spoilt system calls", full, runs, sum, control, watch.Elapsed);
    }

    /// <returns>At how many places the call is made, in each thread.</returns>
    private async Task<int> Sweep(string call, string fault, int upTo, int count)
    {
        DriverProcess? driver = null;
        var (places, missed) = (0, 0);
        try
        {
            for (var n = 1; n <= upTo && missed < 2; n++)
            {
                using var directory = new TemporaryDirectory();
                var oracle = new Oracle();
                driver ??= await DriverProcess.Keeping(oracle);
                driver.Oracle = oracle;
                if (await Spoil(driver, call, $"{fault}:when={n}", directory.Path, count) == 0)
                {
                    missed++;
                    continue;
                }

                (places, missed) = (n, 0);
                if (fault.StartsWith("signal", StringComparison.Ordinal))
                {
                    driver.Dispose();
                    driver = null;
                }

                runs++;
                sum += await Count(oracle, directory.Path);
            }
        }
        finally
        {
            driver?.Dispose();
        }

        return places;
    }

    /// <summary>A kernel that says it has written what it has not: the oracle sees it, and so does the scrub.</summary>
    private static async Task<string> LyingWrite()
    {
        const int Sealed = 1016; // the only segment of an object of the driver: its content and a tag
        // the calls are counted per thread, and all are of one: an object's header, then its segment
        const int Second = 2;
        using var directory = new TemporaryDirectory();
        var oracle = new Oracle();
        using var driver = await DriverProcess.Keeping(oracle, oneThread: true);
        var swallowed = await Spoil(driver, "pwrite64", $"retval={Sealed}:when={Second}", directory.Path, count: 1);
        driver.Kill();
        Assert.Equal(1, swallowed);
        var lied = await Count(oracle, directory.Path);
        // an object, a checkpoint and an entry
        Assert.Equal((3, 1, 0), (lied.Acknowledged, lied.Lost, lied.Undetected));
        return "a write that the kernel swallowed: caught, and found by scrub";
    }

    private static async Task<int> Spoil(DriverProcess driver, string call, string how, string directory, int count)
    {
        using var strace = await Strace.Attach(driver.Id, call, how);
        await driver.Keep(directory, count);
        return strace.Detach();
    }

    private static async Task<FaultResult> Count(Oracle oracle, string directory) =>
        await oracle.CountDisk(new FileVault(Path.Combine(directory, "vault"), TestDatabase.Tenant));
}
