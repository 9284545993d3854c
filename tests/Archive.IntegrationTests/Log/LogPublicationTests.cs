using System.Runtime.Versioning;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Log;

[SupportedOSPlatform("linux")]
public sealed class LogPublicationTests(TestDatabase database) : LogFixture(database), IDisposable
{
    private readonly string directory = Path.Combine(
        Directory.CreateTempSubdirectory("archive-published-").FullName,
        "log");

    private LogPublication Publication => new(new(Database.Facts.Source, Tenant), Keys);

    void IDisposable.Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(directory)!, recursive: true);
        Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(700)]
    public async Task What_is_published_has_every_leaf_and_proves_each(int facts)
    {
        var checkpoint = await Grow(facts);
        await Publication.Publish(checkpoint, directory, default);

        await AssertWhole(facts);
        Assert.Equal(checkpoint.ToBytes(), await File.ReadAllBytesAsync(Path.Combine(directory, "checkpoint")));
    }

    [Fact]
    public async Task What_is_there_is_left_alone_and_only_what_is_new_is_written()
    {
        await Publication.Publish(await Grow(300), directory, default);
        var before = Files();
        var published = await Publication.Publish(await Grow(300), directory, default);

        // Tile 1 of level 0 and its bundle full, both of tile 2 begun, and level 1 at width 2.
        Assert.Equal(new(600, 5), published);
        Assert.All(before.Where(f => f.Key != "checkpoint"), f => Assert.Equal(f.Value, Files()[f.Key]));
        await AssertWhole(600);
        Assert.Equal(new(600, 0), await Publication.Publish(await Grow(0), directory, default));
    }

    [Fact]
    public async Task A_run_that_was_killed_is_completed()
    {
        var checkpoint = await Grow(700);
        await Publication.Publish(checkpoint, directory, default);
        File.Delete(Path.Combine(directory, "checkpoint"));
        File.Delete(Path.Combine(directory, "tile/0/001"));
        File.Delete(Path.Combine(directory, "tile/entries/002.p/188"));
        await File.WriteAllTextAsync(Path.Combine(directory, "tile/0/half.part"), "half");

        Assert.Equal(new(700, 2), await Publication.Publish(checkpoint, directory, default));

        await AssertWhole(700);
        Assert.DoesNotContain(Files().Keys, path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Any_user_may_read_it()
    {
        await Publication.Publish(await Grow(300), directory, default);

        Assert.All(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories), path =>
            Assert.True((File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0, path));
        Assert.All(Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories), path =>
            Assert.True((File.GetUnixFileMode(path) & UnixFileMode.OtherExecute) != 0, path));
    }

    [Fact]
    public async Task A_tile_that_someone_changed_is_a_fault_and_the_checkpoint_stays()
    {
        var old = await Grow(300);
        await Publication.Publish(old, directory, default);
        var tile = Path.Combine(directory, "tile/0/000");
        File.SetUnixFileMode(tile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = await File.ReadAllBytesAsync(tile);
        bytes[77] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes);
        File.Delete(Path.Combine(directory, "checkpoint"));
        var grown = await Grow(1);

        Assert.Contains("differs from the log", (await Fault(grown)).Message);
        Assert.False(File.Exists(Path.Combine(directory, "checkpoint")));
    }

    [Fact]
    public async Task A_directory_of_a_longer_log_or_of_another_is_a_fault()
    {
        var old = await Grow(10);
        var grown = await Grow(10);
        await Publication.Publish(grown, directory, default);
        Assert.Contains("has 20 leaves", (await Fault(old)).Message);

        var stranger = new NoteSigner("elsewhere.example/log/x", new byte[32]);
        await File.WriteAllBytesAsync(Path.Combine(directory, "checkpoint"), stranger.Sign(grown.Text).ToBytes());
        Assert.Contains("is not signed by the log", (await Fault(grown)).Message);

        await File.WriteAllTextAsync(Path.Combine(directory, "checkpoint"), "no note\n");
        Assert.Contains("is no checkpoint", (await Fault(grown)).Message);
    }

    [Fact]
    public async Task A_log_that_was_rewritten_below_what_is_published_is_a_fault()
    {
        await Publication.Publish(await Grow(10), directory, default);
        File.Delete(Outside.Path);
        await Tamper("log_checkpoint", "DELETE FROM archive.log_checkpoint WHERE tenant_id = $1");
        await Tamper(
            "log_leaf",
            "UPDATE archive.log_leaf SET commitment = sha256('') WHERE tenant_id = $1 AND leaf = 3");

        Assert.Contains("was rewritten", (await Fault(await Grow(5))).Message);
    }

    [Fact]
    public async Task Two_at_once_do_not_mix()
    {
        var checkpoint = await Grow(300);
        await Publication.Publish(checkpoint, directory, default);
        await using var other = new FileStream(
            Path.Combine(directory, ".publishing"),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None);

        Assert.Contains("Another is publishing", (await Fault(checkpoint)).Message);
    }

    private async Task<FaultException> Fault(SignedNote checkpoint) =>
        await Assert.ThrowsAsync<FaultException>(() => Publication.Publish(checkpoint, directory, default));

    private async Task<SignedNote> Grow(int facts)
    {
        await Record(facts);
        await Sequencer.Drain(default);
        return (await Checkpoints.Sign(default))!;
    }

    /// <summary>
    /// As an outsider reads it: the checkpoint, the bundles, and a proof of each leaf from the tiles.
    /// </summary>
    private async Task AssertWhole(int size)
    {
        var note = SignedNote.Parse(await File.ReadAllBytesAsync(Path.Combine(directory, "checkpoint")));
        Assert.True(note.Verify(Signer.Key));
        var head = Checkpoint.Parse(note.Text);
        Assert.Equal((ulong)size, head.Size);

        var builder = new ProofBuilder(new DirectoryTiles(directory), head.Size);
        var leaf = 0UL;
        for (var index = 0UL; TileId.In(head.Size, 0, index) is { Width: > 0 } tile; index++)
        {
            var bundle = EntryBundle.Read(await File.ReadAllBytesAsync(Path.Combine(directory, tile.EntriesPath)));
            Assert.Equal(tile.Width, bundle.Count);
            foreach (var entry in bundle)
            {
                Assert.StartsWith("{\"v\":1,\"c\":\"", Encoding.ASCII.GetString(entry), StringComparison.Ordinal);
                var proof = await builder.Inclusion(leaf);
                Assert.True(Rfc6962.VerifyInclusion(
                    leaf, head.Size, Rfc6962.LeafHash(entry), proof, head.Root.ToBytes()), $"leaf {leaf}");
                leaf++;
            }
        }

        Assert.Equal(head.Size, leaf);
    }

    private Dictionary<string, (DateTime, string)> Files() => Directory.EnumerateFiles(
        directory,
        "*",
        SearchOption.AllDirectories)
        .ToDictionary(
            f => Path.GetRelativePath(directory, f),
            f => (File.GetLastWriteTimeUtc(f), Digest.Of(File.ReadAllBytes(f)).ToString()));
}
