using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Log;

/// <summary>
/// A database that was set back gets a new log, which names the old one and holds every fact that is left.
/// </summary>
public sealed class NewLogTests(TestDatabase database) : LogFixture(database)
{
    private NewLog NewLog => new(new(Database.Sequencer.Source, Tenant), Keys, Outside, TimeProvider.System);

    [Fact]
    public async Task A_database_that_is_as_far_as_the_checkpoint_outside_needs_none()
    {
        Assert.Null(await NewLog.FindLostEnd(default));
        await Signed(10);
        Assert.Null(await NewLog.FindLostEnd(default));
        await Record(1);
        await Sequencer.Drain(default);
        Assert.Null(await NewLog.FindLostEnd(default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)] // with stored tiles
    public async Task It_begins_with_the_fact_that_names_the_old_ones_last_checkpoint_and_proves_every_fact(int left)
    {
        var facts = await Signed(left);
        await Record(7);
        await Signed(1);
        var old = Outside.Read()!;
        await SetBack(left);

        var lost = (await NewLog.FindLostEnd(default))!;
        Assert.Equal((1, (ulong)left + 8, (ulong)left, 2), (lost.Log, lost.Head.Size, lost.Left, lost.Next));
        var first = await Open(lost);
        Assert.Equal(left, await Sequencer.Drain(default));
        var signed = (await Checkpoints.Sign(default))!;

        var head = Checkpoint.Parse(signed.Text);
        Assert.Equal(($"archive.example/log/{Tenant}/2", (ulong)left + 1), (head.Origin, head.Size));
        Assert.True(signed.Verify(Keys.Key(2)));
        Assert.NotEqual(Keys.Key(1).Public, Keys.Key(2).Public);
        Assert.Equal(0UL, await Log.LeafOf(first, default));
        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
        foreach (var fact in facts)
            Assert.NotNull(await Log.Proof((await Log.LeafOf(fact, default))!.Value, signed, default));
        Assert.Equal(old.ToBytes(), await File.ReadAllBytesAsync(Outside.Path + ".1.checkpoint"));
        Assert.Equal(signed.ToBytes(), Outside.Read()!.ToBytes());
        Assert.Null(await NewLog.FindLostEnd(default));
    }

    [Fact]
    public async Task It_grows_like_any_other()
    {
        await Opened();
        for (var round = 1; round <= 3; round++)
            await Signed(200);

        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
        Assert.Equal(605UL, Checkpoint.Parse(Outside.Read()!.Text).Size); // 4 that were left, the opening, 600
    }

    [Fact]
    public async Task A_database_set_back_to_before_it_gets_yet_another_and_never_the_same_name()
    {
        await Opened();
        await Tamper("log_checkpoint", "DELETE FROM archive.log_checkpoint WHERE tenant_id = $1 AND log = 2");
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND log = 2");
        await Tamper("log_opened", "DELETE FROM archive.log_opened WHERE tenant_id = $1");

        Assert.Contains(
            "older than it was",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
        var lost = (await NewLog.FindLostEnd(default))!;
        Assert.Equal((2, 3), (lost.Log, lost.Next));
        await Open(lost);
        await Sequencer.Drain(default);

        Assert.EndsWith(
            "/3",
            Checkpoint.Parse((await Checkpoints.Sign(default))!.Text).Origin,
            StringComparison.Ordinal);
        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
    }

    [Fact]
    public async Task Until_it_is_signed_the_old_checkpoint_stays_the_one_outside_and_another_in_its_place_is_a_fault()
    {
        await Signed(4);
        var early = Outside.Read()!;
        await Signed(4);
        var last = Outside.Read()!;
        await SetBack(4);
        await Open((await NewLog.FindLostEnd(default))!);
        Assert.Equal(last.ToBytes(), Outside.Read()!.ToBytes());

        Outside.Write(early);
        Assert.Contains(
            "which came later",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
        File.Delete(Outside.Path);
        Assert.Contains(
            "is missing",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);

        Outside.Write(last);
        await Sequencer.Drain(default);
        Assert.NotNull(await Checkpoints.Sign(default));
    }

    [Fact]
    public async Task Once_it_is_signed_an_old_logs_checkpoint_outside_is_a_fault()
    {
        var old = await Opened();
        Outside.Write(old);

        Assert.Contains(
            "which came later",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
    }

    [Theory]
    [InlineData(
        "log_opened",
        "UPDATE archive.log_opened SET before = overlay(before placing 'x' from 40) WHERE tenant_id = $1",
        "does not begin with the fact")]
    [InlineData(
        "log_opened",
        "UPDATE archive.log_opened SET fact = gen_random_uuid() WHERE tenant_id = $1",
        "does not begin with the fact")]
    [InlineData(
        "log_leaf",
        "UPDATE archive.log_leaf SET commitment = sha256('') WHERE tenant_id = $1 AND log = 1 AND leaf = 2",
        "Fact ")]
    [InlineData(
        "log_checkpoint",
        "UPDATE archive.log_checkpoint SET note = '' WHERE tenant_id = $1 AND log = 1",
        "cannot be read")]
    public async Task What_was_changed_about_the_old_log_or_the_opening_is_found(
        string table,
        string change,
        string says)
    {
        await Opened();
        await Tamper(table, change);

        var findings = (await Log.Verify(Outside.Read(), default)).Findings;

        Assert.Contains(findings, finding => finding.Says.Contains(says, StringComparison.Ordinal));
    }

    /// <summary>A log 2 that is signed, over the opening and four facts.</summary>
    /// <returns>The last checkpoint of log 1.</returns>
    private async Task<SignedNote> Opened()
    {
        await Signed(4);
        await Signed(4);
        var old = Outside.Read()!;
        await SetBack(4);
        await Open((await NewLog.FindLostEnd(default))!);
        await Sequencer.Drain(default);
        await Checkpoints.Sign(default);
        return old;
    }

    private async Task<Guid> Open(LostEnd lost)
    {
        var fact = New() with { Data = new JsonObject { ["note"] = Digest.Of(lost.Note.ToBytes()).ToString() } };
        Assert.True(await Events.Append([new(Ids.New(), 0, [fact])], default));
        await NewLog.Open(lost, fact.Id, default);
        return fact.Id;
    }

    private async Task<IReadOnlyList<Guid>> Signed(int count)
    {
        var facts = await Record(count);
        await Sequencer.Drain(default);
        await Checkpoints.Sign(default);
        return facts;
    }

    /// <summary>As a back-up leaves the database that was made when the log had so many leaves.</summary>
    private async Task SetBack(int leaves)
    {
        await Tamper("log_checkpoint", $"DELETE FROM archive.log_checkpoint WHERE tenant_id = $1 AND size > {leaves}");
        await Tamper(
            "mt_events",
            "DELETE FROM archive.mt_events WHERE id IN (SELECT event_id FROM archive.log_leaf WHERE tenant_id = $1 "
                + $"AND leaf >= {leaves})");
        await Tamper("log_leaf", $"DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf >= {leaves}");
        await RemoveEmptyStreams();
    }
}
