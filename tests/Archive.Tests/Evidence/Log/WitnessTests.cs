using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Witnesses;
using Archive.Tests.Evidence.Vault;

namespace Archive.Tests.Evidence.Log;

/// <summary>Each rule of c2sp.org/tlog-witness, "add-checkpoint", in the order of the specification.</summary>
public sealed class WitnessTests : IDisposable
{
    private const string Origin = "archive.example/log/voorbeeld";

    private static readonly NoteSigner Log = new(Origin, Seed(1));
    private static readonly Cosigner Cosigner = new("getuige.example/w1", Seed(2));
    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, 9).Select(i => Rfc6962.LeafHash([(byte)i]))];
    private static readonly byte[][] OtherLeaves = [.. Leaves[..4], .. Leaves[5..], Leaves[4]]; // the first four agree

    private readonly TestDirectory folder = new();
    private readonly Clock clock = new();
    private Witness witness;

    public WitnessTests() => witness = Open();

    public void Dispose()
    {
        witness.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_log_that_grows_is_cosigned_each_time_with_the_time()
    {
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), Cosigned(await Ask(0, 3))!.Value.ToUnixTimeSeconds());
        clock.Now += TimeSpan.FromHours(1);

        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), Cosigned(await Ask(3, 9), 9)!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task The_same_checkpoint_is_cosigned_again()
    {
        await Ask(0, 3);

        Assert.NotNull(Cosigned(await Ask(3, 3)));
    }

    [Fact]
    public async Task An_empty_log_is_cosigned_with_the_root_of_nothing_and_no_other()
    {
        var empty = new Checkpoint(Origin, 0, Digest.From(Rfc6962.EmptyRoot));
        var wrong = empty with { Root = Digest.Of("x"u8) };

        Assert.Equal(WitnessStatus.NotContinued, Send(new(0, [], Log.Sign(wrong.ToText()))).Status);
        Assert.Equal(WitnessStatus.Cosigned, Send(new(0, [], Log.Sign(empty.ToText()))).Status);
        Assert.Equal(WitnessStatus.Cosigned, (await Ask(0, 3)).Status);
    }

    [Theory]
    [InlineData("old 0\n\n", "old 00\n\n")] // a leading zero
    [InlineData("old 0\n\n", "old -1\n\n")]
    [InlineData("old 0\n\n", "Old 0\n\n")]
    [InlineData("old 0\n\n", "old  0\n\n")]
    [InlineData("old 0\n\n", "old 0\n")] // no empty line
    [InlineData("old 0\n\n", "old 0\nAAAA\n\n")] // a hash of three bytes
    [InlineData("old 0\n\n", "old 0\r\n\n")]
    [InlineData("\n3\n", "\n03\n")]
    [InlineData("\n\n— ", "\n- ")] // no signature line
    public async Task What_is_not_written_as_a_request_is_400(string written, string otherwise)
    {
        var text = Encoding.UTF8.GetString((await Request(0, 3)).ToBytes());
        Assert.Contains(written, text, StringComparison.Ordinal);

        var answer = witness.Add(Encoding.UTF8.GetBytes(text.Replace(written, otherwise, StringComparison.Ordinal)));

        Assert.Equal(WitnessStatus.Malformed, answer.Status);
    }

    [Fact]
    public async Task More_than_63_hashes_are_400()
    {
        var request = await Request(0, 3);

        Assert.Equal(
            WitnessStatus.NotContinued,
            Send(request with { Proof = [.. Enumerable.Repeat(new byte[32], 63)] }).Status);
        Assert.Equal(
            WitnessStatus.Malformed,
            Send(request with { Proof = [.. Enumerable.Repeat(new byte[32], 64)] }).Status);
    }

    [Fact]
    public async Task An_unknown_log_is_404_whoever_signed()
    {
        var elsewhere = new NoteSigner("elsewhere.example/log/x", Seed(1));
        var head = (await Head(3)) with { Origin = elsewhere.Key.Name };

        Assert.Equal(WitnessStatus.UnknownLog, Send(new(0, [], elsewhere.Sign(head.ToText()))).Status);
        Assert.Equal(WitnessStatus.UnknownLog, Send(new(0, [], Log.Sign(head.ToText()))).Status);
    }

    [Fact]
    public async Task A_checkpoint_that_the_log_did_not_sign_is_403()
    {
        var text = (await Head(3)).ToText();
        var stranger = new NoteSigner(Origin, Seed(9)).Sign(text);
        var forged = new SignedNote(text, Log.Sign("something else\n").Signatures);

        Assert.Equal(WitnessStatus.NotSigned, Send(new(0, [], stranger)).Status);
        Assert.Equal(WitnessStatus.NotSigned, Send(new(0, [], forged)).Status);
        Assert.Equal(
            WitnessStatus.NotSigned,
            Send(new(0, [], new(text, [.. Log.Sign(text).Signatures, .. forged.Signatures]))).Status);
    }

    [Fact]
    public async Task Lines_by_strangers_are_no_hindrance_and_are_not_kept()
    {
        var request = await Request(0, 3);
        var stranger = new NoteSigner("stranger.example", Seed(9)).Sign(request.Checkpoint.Text);

        var answer = Send(request with { Checkpoint = new(
            request.Checkpoint.Text,
            [.. stranger.Signatures, .. request.Checkpoint.Signatures]) });

        Assert.NotNull(Cosigned(answer));
        Assert.Equal([Origin, Cosigner.Key.Name], SignedNote.Parse(Latest()!).Signatures.Select(s => s.Name));
    }

    [Fact]
    public async Task An_old_size_above_the_checkpoints_is_400()
    {
        await Ask(0, 3);

        Assert.Equal(WitnessStatus.Malformed, Send(new(4, [], Log.Sign((await Head(3)).ToText()))).Status);
    }

    [Fact]
    public async Task Another_old_size_than_the_last_is_409_with_the_last()
    {
        Assert.Equal(new(WitnessStatus.OtherSize, "0\n"), await Ask(2, 3));
        await Ask(0, 5);

        Assert.Equal(new(WitnessStatus.OtherSize, "5\n"), await Ask(0, 9));
        Assert.Equal(new(WitnessStatus.OtherSize, "5\n"), await Ask(4, 9));
    }

    [Fact]
    public async Task A_log_that_was_cut_off_is_409()
    {
        await Ask(0, 9);

        Assert.Equal(new(WitnessStatus.OtherSize, "9\n"), await Ask(0, 5));
        Assert.Equal(new(WitnessStatus.OtherSize, "9\n"), await Ask(5, 5));
    }

    [Fact]
    public async Task A_log_with_two_faces_is_422_and_what_shows_it_is_kept()
    {
        await Ask(0, 6);
        var size = await Request(6, 9, OtherLeaves);
        var same = await Request(6, 6, OtherLeaves);

        Assert.Equal(WitnessStatus.NotContinued, Send(size).Status);
        Assert.Equal(WitnessStatus.NotContinued, Send(same).Status);
        Assert.Equal(WitnessStatus.NotContinued, Send(same).Status);

        var kept = Directory.GetFiles(Path.Combine(folder.Path, "contradictions")).Select(File.ReadAllBytes).ToList();
        Assert.Equal(2, kept.Count);
        Assert.Contains(kept, note => note.SequenceEqual(same.Checkpoint.ToBytes()));
        Assert.NotNull(Cosigned(await Ask(6, 9), 9)); // the log as it was before goes on
    }

    [Fact]
    public async Task A_proof_where_none_is_needed_or_a_wrong_one_is_422()
    {
        var first = await Request(0, 3);
        Assert.Equal(WitnessStatus.NotContinued, Send(first with { Proof = [new byte[32]] }).Status);
        Send(first);

        var next = await Request(3, 9);
        next.Proof[0][5] ^= 1;
        Assert.Equal(WitnessStatus.NotContinued, Send(next).Status);
        Assert.Equal(WitnessStatus.NotContinued, Send(next with { Proof = [] }).Status);
    }

    [Fact]
    public async Task What_was_cosigned_outlives_the_witness()
    {
        Assert.Null(Latest());
        await Ask(0, 6);
        var kept = Latest();
        witness.Dispose();
        witness = Open();

        Assert.Equal(kept, Latest());
        Assert.Equal(new(WitnessStatus.OtherSize, "6\n"), await Ask(0, 9));
        Assert.NotNull(Cosigned(await Ask(6, 9), 9));
        Assert.True(SignedNote.Parse(Latest()!).Verify(Log.Key));
    }

    [Fact]
    public async Task Of_two_views_sent_at_once_one_is_cosigned()
    {
        var (one, other) = (await Request(0, 6), await Request(0, 6, OtherLeaves));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => Send(i % 2 == 0 ? one : other))));

        Assert.Single(answers, answer => answer.Status == WitnessStatus.Cosigned);
        Assert.All(answers, answer => Assert.True(answer.Status is WitnessStatus.Cosigned or WitnessStatus.OtherSize));
    }

    [Fact]
    public void Two_witnesses_in_one_folder_are_a_fault() =>
        Assert.Contains("Another witness", Assert.Throws<FaultException>(Open).Message, StringComparison.Ordinal);

    [Fact]
    public async Task State_that_cannot_be_read_is_a_fault_and_nothing_is_cosigned()
    {
        await Ask(0, 3);
        await File.WriteAllTextAsync(Directory.GetFiles(folder.Path, "*.checkpoint").Single(), "half a checkp");
        var request = await Request(3, 9);

        Assert.Contains(
            "is not a checkpoint",
            Assert.Throws<FaultException>(() => Send(request)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_of_another_key_is_a_fault()
    {
        await Ask(0, 3);
        witness.Dispose();
        witness = new(new Cosigner(Cosigner.Key.Name, Seed(7)), [Log.Key], folder.Path, clock);
        var request = await Request(3, 9);

        Assert.Throws<FaultException>(() => Send(request));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_is_a_fault()
    {
        await Ask(0, 3);
        clock.Now -= TimeSpan.FromMinutes(1);
        var request = await Request(3, 9);

        Assert.Contains("clock", Assert.Throws<FaultException>(() => Send(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_may_have_two_keys_while_they_change()
    {
        var next = new NoteSigner(Origin, Seed(3));
        witness.Dispose();
        witness = new(Cosigner, [Log.Key, next.Key], folder.Path, clock);
        await Ask(0, 3);
        var text = (await Head(9)).ToText();

        var both = new SignedNote(text, [.. Log.Sign(text).Signatures, .. next.Sign(text).Signatures]);
        Assert.Equal(WitnessStatus.Cosigned, Send((await Request(3, 9)) with { Checkpoint = both }).Status);
    }

    [Fact]
    public async Task A_log_of_others_may_have_extension_lines()
    {
        var text = (await Head(3)).ToText() + "an extension\n";

        Assert.Equal(WitnessStatus.Cosigned, Send(new(0, [], Log.Sign(text))).Status);
        Assert.Equal(
            WitnessStatus.Malformed,
            Send(new(3, [], Log.Sign(text.Replace("an ", "\n", StringComparison.Ordinal)))).Status);
    }

    [Fact]
    public void A_key_that_cosigns_is_no_log()
    {
        using var elsewhere = new TestDirectory();
        Assert.Throws<FaultException>(() => new Witness(Cosigner, [Cosigner.Key], elsewhere.Path, clock));
    }

    private Witness Open() => new(Cosigner, [Log.Key], folder.Path, clock);

    private byte[]? Latest() => witness.Latest(Witness.OriginHash(Origin));

    private WitnessResponse Send(AddCheckpoint request) => witness.Add(request.ToBytes());

    private async Task<WitnessResponse> Ask(ulong old, int size) => Send(await Request(old, size));

    private static async Task<AddCheckpoint> Request(ulong old, int size, byte[][]? leaves = null) => new(
        old,
        old == 0 ? [] : await Builder(size, leaves ?? Leaves).Consistency(old),
        Log.Sign((await Head(size, leaves)).ToText()));

    private static async Task<Checkpoint> Head(int size, byte[][]? leaves = null) =>
        new(Origin, (ulong)size, Digest.From(await Builder(size, leaves ?? Leaves).Root()));

    private static ProofBuilder Builder(int size, byte[][] leaves) => new(new OneTile(leaves), (ulong)size);

    /// <summary>When the answer, put under the checkpoint as the specification says, verifies as cosigned.</summary>
    private static DateTimeOffset? Cosigned(WitnessResponse answer, int size = 3)
    {
        Assert.Equal(WitnessStatus.Cosigned, answer.Status);
        var text = Head(size).Result.ToText();
        return Archive.Evidence.Notes.Cosigner.TimeOf(
            SignedNote.Parse(Encoding.UTF8.GetBytes($"{text}\n{answer.Body}")), Cosigner.Key);
    }

    private static byte[] Seed(byte value) => [.. Enumerable.Repeat(value, 32)];

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class OneTile(byte[][] leaves) : ITileSource
    {
        public ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct) =>
            new(leaves.Take(tile.Width).SelectMany(leaf => leaf).ToArray());
    }
}
