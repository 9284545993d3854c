using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence;
using Archive.Storage.Anchor;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Anchoring;

/// <summary>The log over all tenants' checkpoints, in a database of its own for each test.</summary>
public sealed class AnchorLogTests : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("archive-anchor-");
    private NoteSigner signer = null!;

    private OutsideAnchor Outside => new(folder.FullName);

    private SigningKeys Keys => new(Path.Combine(folder.FullName, "anchor.key"), "archive.example/anchor");

    public Task InitializeAsync()
    {
        signer = Keys.Make();
        return database.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_checkpoint_of_any_tenant_is_proven_under_the_anchor_and_both_are_kept()
    {
        var notes = Enumerable.Range(1, 300).Select(size => Head($"stad-{size % 3}", size)).ToList();
        AnchoredCheckpoint? last = null;
        foreach (var (note, i) in notes.Select((n, i) => (n, i)))
            last = await Log($"stad-{(i + 1) % 3}").Anchor(note, default);

        Assert.Equal(299UL, last!.Proof.Index);
        Assert.True(
            TlogProof.Parse(last.Proof.ToBytes()).Verify(signer.Key, Leaf.Hash(Digest.Of(notes[^1].ToBytes()))));
        Assert.False(last.Proof.Verify(signer.Key, Leaf.Hash(Digest.Of(notes[0].ToBytes()))));
        Assert.Equal("archive.example/anchor\n300\n", last.Proof.Checkpoint.Text[..27]);
        Assert.Equal(last.Proof.Checkpoint.ToBytes(), Outside.Read()!.ToBytes());
        Assert.Equal(notes.Select(n => Digest.Of(n.ToBytes())), Outside.Leaves());
        Assert.Equal(new AnchorVerificationResult(300, 0, []).Leaves, (await Verify("stad-1")).Leaves);
        Assert.Empty((await Verify("stad-1")).Findings);
    }

    [Fact]
    public async Task The_same_checkpoint_is_one_leaf_and_with_a_cosignature_another()
    {
        var note = Head("stad", 7);
        var cosigned = new SignedNote(
            note.Text,
            [.. note.Signatures, .. new NoteSigner("witness.example", new byte[32]).Sign(note.Text).Signatures]);

        Assert.Equal(0UL, (await Log("stad").Anchor(note, default)).Proof.Index);
        Assert.Equal(0UL, (await Log("stad").Anchor(note, default)).Proof.Index);
        Assert.Equal(1UL, (await Log("stad").Anchor(cosigned, default)).Proof.Index);
    }

    [Fact]
    public async Task Tenants_that_anchor_at_once_take_turns()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Log($"stad-{i}").Anchor(Head($"stad-{i}", 5), default)));

        Assert.Equal(20, Outside.Leaves().Count);
        Assert.Equal(20UL, Checkpoint.Parse(Outside.Read()!.Text).Size);
        Assert.Empty((await Verify("stad-3")).Findings);
    }

    [Fact]
    public async Task A_database_set_back_is_a_fault_until_the_leaves_outside_are_put_back()
    {
        for (var size = 1; size <= 5; size++)
            await Log("stad").Anchor(Head("stad", size), default);
        var signed = Outside.Read()!.ToBytes();
        await Tamper(
            "DELETE FROM archive.anchor_note WHERE leaf >= 3",
            "DELETE FROM archive.anchor_checkpoint WHERE size > 3",
            "DELETE FROM archive.anchor_leaf WHERE leaf >= 3");

        var fault = await Assert.ThrowsAsync<FaultException>(() => Log("stad").Anchor(Head("stad", 9), default));
        var seen = await Verify("stad");
        var putBack = await Log("stad").PutBack(default);
        var next = await Log("stad").Anchor(Head("stad", 9), default);

        Assert.Contains("signed at 5 leaves, but the anchor log has 3", fault.Message);
        Assert.NotEmpty(seen.Findings);
        Assert.Equal(2, putBack);
        Assert.Equal(5UL, next.Proof.Index);
        Assert.NotEqual(signed, Outside.Read()!.ToBytes());
        Assert.Empty((await Verify("stad")).Findings);
    }

    [Fact]
    public async Task A_leaf_that_was_changed_is_a_fault_and_nothing_is_signed()
    {
        for (var size = 1; size <= 5; size++)
            await Log("stad").Anchor(Head("stad", size), default);
        var signed = Outside.Read()!.ToBytes();
        await Tamper("UPDATE archive.anchor_leaf SET commitment = sha256('') WHERE leaf = 2");

        Assert.Contains(
            "was rewritten",
            (await Assert.ThrowsAsync<FaultException>(() => Log("stad").Anchor(Head("stad", 9), default))).Message);
        Assert.Contains(
            "another than the one in",
            (await Assert.ThrowsAsync<FaultException>(() => Log("stad").PutBack(default))).Message);
        Assert.Equal(signed, Outside.Read()!.ToBytes());
        Assert.NotEmpty((await Verify("stad")).Findings);
    }

    [Fact]
    public async Task A_checkpoint_outside_that_is_gone_is_a_fault()
    {
        await Log("stad").Anchor(Head("stad", 1), default);
        File.Delete(Outside.NotePath);

        Assert.Contains(
            "is missing",
            (await Assert.ThrowsAsync<FaultException>(() => Log("stad").Anchor(Head("stad", 2), default))).Message);
    }

    private AnchorLog Log(string tenant) =>
        new(new SequencerDatabase(database.Sequencer.Source, new Tenant(tenant)), Keys, Outside, TimeProvider.System);

    private Task<AnchorVerificationResult> Verify(string tenant) =>
        new AnchorVerification(
            new FactsDatabase(database.Facts.Source, new Tenant(tenant)), Keys, Outside).Run(default);

    private static SignedNote Head(string tenant, int size)
    {
        var log = new NoteSigner($"archive.example/log/{tenant}", new byte[32]);
        return log.Sign(new Checkpoint(log.Key.Name, (ulong)size, Digest.Of([(byte)size, (byte)(size >> 8)])).ToText());
    }

    private async Task Tamper(params string[] changes)
    {
        await using var connection = await database.Superuser.OpenConnectionAsync();
        foreach (var sql in changes.Prepend("SET session_replication_role = replica"))
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
