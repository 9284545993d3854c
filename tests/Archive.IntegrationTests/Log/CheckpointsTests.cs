using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Log;

public sealed class CheckpointsTests(TestDatabase database) : LogFixture(database)
{
    [Fact]
    public async Task An_empty_log_has_no_checkpoint() => Assert.Null(await Checkpoints.Sign(default));

    [Fact]
    public async Task A_checkpoint_says_how_many_facts_there_are_and_is_kept_in_both_places()
    {
        await Record(300);
        await Sequencer.Drain(default);

        var note = await Checkpoints.Sign(default);

        Assert.True(note!.Verify(Signer.Key));
        var head = Checkpoint.Parse(note.Text);
        Assert.Equal($"archive.example/log/{Tenant}", head.Origin);
        Assert.Equal(300UL, head.Size);
        Assert.Equal(note.ToBytes(), Outside.Read()!.ToBytes());
        Assert.Equal(note.ToBytes(), (await Log.LastCheckpoint(default))!.ToBytes());
    }

    [Fact]
    public async Task A_log_that_did_not_grow_is_not_signed_again()
    {
        await Grow(10);
        var first = await Checkpoints.Sign(default);
        await Record(1); // recorded, not in the log

        Assert.Equal(first!.ToBytes(), (await Checkpoints.Sign(default))!.ToBytes());
        Assert.Equal(1L, await Ask<long>("SELECT count(*) FROM archive.log_checkpoint WHERE tenant_id = $1"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    public async Task Each_checkpoint_continues_the_one_before(int facts)
    {
        for (var round = 1; round <= 4; round++)
        {
            await Grow(facts);
            Assert.Equal((ulong)(round * facts), Checkpoint.Parse((await Checkpoints.Sign(default))!.Text).Size);
        }

        Assert.True((await Log.Verify(Outside.Read(), default)).Holds);
    }

    [Fact]
    public async Task Every_fact_is_proven_under_every_later_checkpoint()
    {
        var facts = await Record(300);
        await Sequencer.Drain(default);
        var first = await Checkpoints.Sign(default);
        await Grow(300);
        var second = await Checkpoints.Sign(default);

        foreach (var fact in new[] { facts[0], facts[255], facts[256], facts[299] })
        {
            var leaf = (await Log.LeafOf(fact, default))!.Value;
            var stream = await StreamOf(fact);
            var statement = (await Events.Read(Guid.Parse(stream), default))[0].Statement();
            foreach (var checkpoint in new[] { first!, second! })
            {
                var proof = TlogProof.Parse((await Log.Proof(leaf, checkpoint, default)).ToBytes());
                Assert.True(proof.Verify(Signer.Key, Leaf.Hash(Leaf.Commit(statement))));
                Assert.False(proof.Verify(Signer.Key, Leaf.Hash(Leaf.Commit([.. statement, (byte)' ']))));
            }
        }
    }

    [Fact]
    public async Task There_is_no_proof_under_a_checkpoint_older_than_the_leaf()
    {
        await Grow(5);
        var early = await Checkpoints.Sign(default);
        await Grow(1);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log.Proof(5, early!, default));
    }

    [Fact]
    public async Task A_database_set_back_is_a_fault_and_nothing_is_signed()
    {
        await Grow(10);
        var signed = await Checkpoints.Sign(default);
        await Tamper("log_checkpoint", "DELETE FROM archive.log_checkpoint WHERE tenant_id = $1");
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf >= 6");

        var fault = await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default));

        Assert.Contains("signed at 10 leaves, but the log has 6", fault.Message);
        Assert.Equal(signed!.ToBytes(), Outside.Read()!.ToBytes());
        Assert.Equal(0L, await Ask<long>("SELECT count(*) FROM archive.log_checkpoint WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task A_database_set_back_and_grown_past_the_checkpoint_is_a_fault()
    {
        await Grow(10);
        await Checkpoints.Sign(default);
        await Tamper("log_checkpoint", "DELETE FROM archive.log_checkpoint WHERE tenant_id = $1");
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf >= 6");
        await Grow(20);

        var fault = await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default));

        Assert.Contains("was rewritten", fault.Message);
    }

    [Fact]
    public async Task A_checkpoint_outside_that_is_gone_is_a_fault()
    {
        await Grow(10);
        await Checkpoints.Sign(default);
        File.Delete(Outside.Path);
        await Grow(1);

        Assert.Contains(
            "is missing",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
        Assert.False(File.Exists(Outside.Path));
    }

    [Fact]
    public async Task A_checkpoint_outside_that_is_older_than_the_databases_is_a_fault()
    {
        await Grow(10);
        var old = await Checkpoints.Sign(default);
        await Grow(1);
        await Checkpoints.Sign(default);
        Outside.Write(old!);
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf >= 10");

        var fault = await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default));

        Assert.Contains("in the database was signed at 11 leaves, but the log has 10", fault.Message);
    }

    [Fact]
    public async Task A_log_that_does_not_continue_the_databases_own_checkpoint_is_a_fault_and_nothing_is_signed()
    {
        await Grow(10);
        var old = await Checkpoints.Sign(default);
        await Grow(1);
        await Checkpoints.Sign(default);
        Outside.Write(old!);
        await Tamper(
            "log_leaf",
            "UPDATE archive.log_leaf SET commitment = sha256('') WHERE tenant_id = $1 AND leaf = 10");
        await Grow(1);

        var fault = await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default));

        Assert.Contains("first 11 leaves are not those signed in the database", fault.Message);
        Assert.Equal(old!.ToBytes(), Outside.Read()!.ToBytes());
    }

    [Fact]
    public async Task A_checkpoint_by_another_key_is_a_fault()
    {
        await Grow(1);
        Outside.Write(new NoteSigner(Signer.Key.Name, Enumerable.Repeat((byte)9, 32).ToArray())
            .Sign((await Checkpoints.Sign(default))!.Text));

        Assert.Contains(
            "is not signed by",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
    }

    [Fact]
    public async Task After_a_crash_between_file_and_database_the_same_checkpoint_is_filed()
    {
        await Grow(10);
        var signed = await Checkpoints.Sign(default);
        // the transaction did not commit
        await Tamper("log_checkpoint", "DELETE FROM archive.log_checkpoint WHERE tenant_id = $1");

        var again = await Checkpoints.Sign(default);

        Assert.Equal(signed!.ToBytes(), again!.ToBytes());
        Assert.Equal(again.ToBytes(), (await Log.LastCheckpoint(default))!.ToBytes());
    }

    [Fact]
    public async Task A_checkpoint_in_the_database_that_holds_something_else_is_a_fault()
    {
        await Grow(1);
        await Checkpoints.Sign(default);
        await Tamper("log_checkpoint", "UPDATE archive.log_checkpoint SET note = '' WHERE tenant_id = $1");

        Assert.Contains(
            "cannot be read",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
    }

    [Fact]
    public async Task A_file_that_holds_something_else_is_a_fault()
    {
        await Grow(1);
        await Checkpoints.Sign(default);
        File.WriteAllText(Outside.Path, "half a checkp");

        Assert.Contains(
            "holds no checkpoint",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
    }

    private async Task Grow(int facts)
    {
        await Record(facts);
        await Sequencer.Drain(default);
    }
}
