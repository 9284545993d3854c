using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Log;

/// <summary>
/// The log's key is changed for another: both sign one checkpoint, and everything before and after still verifies.
/// </summary>
public sealed class KeyChangeTests(TestDatabase database) : LogFixture(database)
{
    private SigningKeys Ours => Keys.Of(1);

    private string KeyFolder => Path.GetDirectoryName(Path.GetDirectoryName(Outside.Path)!)!;

    /// <summary>Of the key in use when the change was recorded.</summary>
    private string OldSeed { get; set; } = "no seed";

    [Fact]
    public async Task Both_keys_sign_the_first_checkpoint_that_covers_the_fact_and_the_new_one_signs_alone_after_it()
    {
        await Grow(3);
        var before = (await Checkpoints.Sign(default))!;
        var old = Ours.Current.Key;
        var next = Ours.MakeNext().Key;
        await Grow(2);
        Assert.Equal([old.KeyId], Signers((await Checkpoints.Sign(default))!)); // it is not a fact yet

        var fact = await RecordChange(next);
        var both = (await Checkpoints.Sign(default))!;
        await Grow(1);
        var after = (await Checkpoints.Sign(default))!;

        Assert.Equal([old.KeyId, next.KeyId], Signers(both));
        Assert.True(both.Verify(old) && both.Verify(next));
        Assert.Equal([next.KeyId], Signers(after));
        Assert.Equal(next, Ours.Current.Key);
        Assert.Null(Ours.Next);
        Assert.Equal([new OldKey(6, old)], Ours.Old);
        Assert.DoesNotContain(
            Directory.GetFiles(KeyFolder),
            file => File.ReadAllText(file).Contains(OldSeed, StringComparison.Ordinal));

        // Whoever knows the old key only follows it to the new one; all that was signed is still borne out.
        var proof = await Log.Proof((await Log.LeafOf(fact, default))!.Value, both, default);
        Assert.True(proof.Verify(old, Leaf.Hash(Leaf.Commit(await Statement(fact)))));
        foreach (var checkpoint in new[] { before, both, after })
            Assert.NotNull(await Log.Proof(0, checkpoint, default));
        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
    }

    [Fact]
    public async Task A_key_signs_nothing_before_its_time_or_after_it()
    {
        await Grow(3);
        var early = (await Checkpoints.Sign(default))!;
        var old = Ours.Current;
        var next = Ours.MakeNext();
        await RecordChange(next.Key);
        await Checkpoints.Sign(default);
        await Grow(1);
        var late = (await Checkpoints.Sign(default))!;

        Assert.NotNull(Keys.Open(early));
        Assert.Null(Keys.Open(next.Sign(early.Text)));
        Assert.NotNull(Keys.Open(late));
        Assert.Null(Keys.Open(old.Sign(late.Text)));
        Assert.Null(Keys.Open(new(late.Text, [.. late.Signatures, .. old.Sign(late.Text).Signatures])));
        Outside.Write(old.Sign(late.Text));
        Assert.Contains(
            "is not signed by",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
    }

    [Theory]
    [InlineData(false)] // the log is as it was
    [InlineData(true)]
    public async Task After_a_crash_before_the_old_key_was_put_away_it_is_put_away(bool grown)
    {
        await Grow(3);
        await Checkpoints.Sign(default);
        var kept = Directory.GetFiles(KeyFolder, "*.key").Single();
        var old = await File.ReadAllBytesAsync(kept);
        var next = Ours.MakeNext().Key;
        var nextFile = Directory.GetFiles(KeyFolder, "*.next.key").Single();
        var nextBytes = await File.ReadAllBytesAsync(nextFile);
        await RecordChange(next);
        var both = (await Checkpoints.Sign(default))!;
        // The file of old keys was written, nothing was moved, and the transaction did not commit.
        await File.WriteAllBytesAsync(kept, old);
        Assert.True(DurableFile.WriteNew(nextFile, nextBytes, FilePermissions.Mode));
        await Tamper("log_checkpoint", "DELETE FROM archive.log_checkpoint WHERE tenant_id = $1 AND size = 4");
        if (grown)
            await Grow(1);

        var signed = (await Checkpoints.Sign(default))!;

        Assert.Equal(next, Ours.Current.Key);
        Assert.Null(Ours.Next);
        Assert.Equal(4UL, Assert.Single(Ours.Old).Until);
        Assert.Equal(grown ? [next.KeyId] : Signers(both), Signers(signed));
        Assert.Equal(both.ToBytes(), (await Log.CheckpointAt(1, 4, default))!.ToBytes());
        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
    }

    [Fact]
    public async Task A_file_of_old_keys_that_was_changed_is_a_fault()
    {
        await Grow(1);
        await Checkpoints.Sign(default);
        await RecordChange(Ours.MakeNext().Key);
        await Checkpoints.Sign(default);
        var file = Directory.GetFiles(KeyFolder, "*.vkeys").Single();
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(file)).Replace("\n2 ", "\n02 ", StringComparison.Ordinal));

        Assert.Contains(
            "not as it was written",
            (await Assert.ThrowsAsync<FaultException>(() => Checkpoints.Sign(default))).Message);
    }

    private static uint[] Signers(SignedNote note) => [.. note.Signatures.Select(line => line.KeyId)];

    private async Task<Guid> RecordChange(NoteKey next)
    {
        OldSeed = (await File.ReadAllLinesAsync(
            Directory.GetFiles(KeyFolder, "*.key").Single(f => !f.EndsWith(".next.key", StringComparison.Ordinal))))[2];
        var fact = New() with { Data = new JsonObject { ["newKey"] = next.Digest.ToString() } };
        Assert.True(await Events.Append([new(Ids.New(), 0, [fact])], default));
        await Sequencer.Drain(default);
        return fact.Id;
    }

    private async Task<byte[]> Statement(Guid fact) =>
        (await Events.Read(Guid.Parse(await StreamOf(fact)), default))[0].Statement();

    private async Task Grow(int facts)
    {
        await Record(facts);
        await Sequencer.Drain(default);
    }
}
