using System.Diagnostics;
using Archive.Evidence.Facts;
using Archive.Retention.Destruction;
using Archive.Storage.Vault;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>One bit flips somewhere in what is kept; the check of that kind of thing finds it and names it.</summary>
public sealed class BitRotTests(ITestOutputHelper output)
{
    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Each_of_a_hundred_flipped_bits_is_found() => Flip(oneIn: 10, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Each_of_a_thousand_flipped_bits_is_found() => Flip(oneIn: 1, full: true);

    private async Task Flip(int oneIn, bool full)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await Destroy(archive, times: 3);
        await archive.BringUpToDate();
        await archive.AssertLogHolds();
        var rot = new BitRot(archive);
        var (sum, runs) = (FaultResult.None, 0);
        foreach (var kind in rot.All)
        {
            var here = FaultResult.None;
            for (var flips = 0; flips < kind.Weight / oneIn; flips++, runs++)
                here += await Flip(kind.Flip, kind.Kind);
            output.WriteLine(
                $"{watch.Elapsed:mm\\:ss} {kind.Kind}: {kind.Weight / oneIn} flips, {here.Undetected} not found");
            sum += here;
        }

        sum.AssertClean();
        Assert.Equal([], (await archive.Get<IVault>().ScrubAll(default)).Findings);
        await archive.AssertLogHolds(); // and every bit is back

        Assert.Equal(1, (await Flip(rot.Unlooked, "what nothing looks at")).Undetected);
        FaultFigures.Write(
            output,
            "bit rot",
            full,
            runs,
            sum,
            "a bit of a column that nothing looks at: counted as undetected",
            watch.Elapsed);
    }

    private async Task<FaultResult> Flip(Func<Random, Task<bool?>> flip, string what)
    {
        for (var drawn = 0; drawn < 1000; drawn++)
        {
            if (await flip(random) is { } found)
                return found ? FaultResult.None : FaultResult
                    .None with { Undetected = 1, Says = [$"A flipped bit in {what} was not found, or not named."] };
        }

        throw new InvalidOperationException($"No bit of {what} can be flipped.");
    }

    private static async Task Destroy(ArchiveUnderTest archive, int times)
    {
        var (handler, approver) = await archive.Officers();
        foreach (var record in (await archive.Records()).Order().Take(times).ToList())
        {
            Assert.Null((await archive.Get<RecordDestruction>().Destroy(
                new(record, DestructionBasis.SelectionList, handler.Id, approver.Id), default)).Refusal);
        }
    }
}
