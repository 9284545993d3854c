using Archive.Evidence.Facts;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Log;

/// <summary>
/// A check that passes by what was verified before finds what came after it and what it reads again, and says how much
/// that is.
/// </summary>
public sealed class PassedByTests(TestDatabase database) : LogFixture(database)
{
    private const int Facts = 1300; // five full tiles and a part of a sixth

    [Fact]
    public async Task Only_what_is_new_and_a_part_of_the_rest_is_read()
    {
        var before = await Signed(Facts);
        await Signed(10);

        var verdict = await Log.Verify(Outside.Read(), default, Passed(before, 256, 512));

        Assert.Equal([], verdict.Findings);
        Assert.Equal((1310UL, 256UL + 1310 - 1280), (verdict.Size, verdict.Read));
        Assert.Equal((await Log.Verify(Outside.Read(), default)).Root, verdict.Root);
    }

    [Theory]
    [InlineData(100, false)] // passed by
    [InlineData(300, true)] // read again
    [InlineData(1290, true)] // in the tile that was not full
    [InlineData(1305, true)] // new
    public async Task An_altered_fact_is_found_where_it_is_read(int leaf, bool found)
    {
        var verdict = await Signed(Facts);
        await Signed(10);
        var id = await Ask<Guid>(
            "SELECT event_id FROM archive.log_leaf WHERE tenant_id = $1 AND leaf = $2",
            (long)leaf);
        await Tamper(
            "mt_events",
            "UPDATE archive.mt_events SET data = '{\"n\":2}' WHERE tenant_id = $1 AND id = $2",
            id);

        var again = await Log.Verify(Outside.Read(), default, Passed(verdict, 256, 512));

        Assert.Equal(!found, again.Holds);
        Assert.All(again.Findings, finding => Assert.Equal(id, finding.Fact));
        Assert.False((await Log.Verify(Outside.Read(), default)).Holds);
    }

    [Theory]
    [InlineData("UPDATE archive.log_tile SET root = sha256('x') WHERE tenant_id = $1 AND level = 0 AND tile_index = 3")]
    [InlineData("DELETE FROM archive.log_tile WHERE tenant_id = $1 AND level = 0 AND tile_index = 3")]
    public async Task A_tile_that_is_passed_by_is_still_held_against_the_checkpoints(string change)
    {
        var before = await Signed(Facts);
        await Tamper("log_tile", change);
        Assert.False((await Log.Verify(Outside.Read(), default, Passed(before, 0, 256))).Holds);
    }

    [Fact]
    public async Task Leaves_that_are_gone_are_one_finding()
    {
        var before = await Signed(Facts);
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf BETWEEN 400 AND 500");

        var findings = (await Log.Verify(Outside.Read(), default, Passed(before, 256, 512))).Findings;

        Assert.Equal(
            "Leaf 400 is gone; the next is 501.",
            Assert.Single(findings, f => f.Kind == LogFindingKind.LeafMissing).Says);
    }

    [Fact]
    public async Task A_head_other_than_the_one_that_was_verified_is_a_finding()
    {
        var before = await Signed(Facts);
        var other = Passed(before, 0, 256) with { Root = Archive.Evidence.Digest.Of([1]) };
        Assert.False((await Log.Verify(Outside.Read(), default, other)).Holds);
    }

    [Fact]
    public async Task What_was_verified_of_another_log_says_nothing()
    {
        var before = await Signed(Facts);
        Assert.Equal(1300UL, (await Log.Verify(Outside.Read(), default, Passed(before, 0, 256) with { Log = 2 })).Read);
    }

    [Fact]
    public void All_of_it_comes_by_within_a_cycle()
    {
        var (readTo, read) = (0UL, new HashSet<ulong>());
        for (var day = 0; day < 30; day++)
        {
            var next = VerifiedLog.Next(1, 256 * 1000 + 7, default, readTo, 1 / 30.0);
            for (var leaf = next.AgainFrom; leaf < next.AgainTo; leaf += 256)
                read.Add(leaf);
            readTo = next.AgainTo;
        }

        Assert.Equal(1000, read.Count);
        Assert.Equal(
            (0UL, 0UL),
            (VerifiedLog.Next(1, 255, default, 0, 1).AgainFrom, VerifiedLog.Next(1, 255, default, 0, 1).AgainTo));
        Assert.Equal(
            (0UL, 1024UL),
            (VerifiedLog.Next(1, 1024, default, 1024, 5).AgainFrom, VerifiedLog.Next(1, 1024, default, 1024, 5)
                .AgainTo));
    }

    private static VerifiedLog Passed(LogVerificationResult before, ulong from, ulong to) =>
        new(1, before.Size, before.Root, from, to);

    private async Task<LogVerificationResult> Signed(int facts)
    {
        await Record(facts);
        await Sequencer.Drain(default);
        await Checkpoints.Sign(default);
        return await Log.Verify(Outside.Read(), default);
    }
}
