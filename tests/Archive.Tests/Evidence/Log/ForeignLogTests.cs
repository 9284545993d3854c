using System.Globalization;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;

namespace Archive.Tests.Evidence.Log;

/// <summary>
/// Logs that were not made by this code: Tessera's test log, and two that foreign verifiers accepted.
/// </summary>
public class ForeignLogTests
{
    private const string Tessera = "vectors/tessera-testlog/testdata/log";
    private const string TesseraKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    [FixtureFact]
    public void All_checkpoints_of_the_Tessera_log_are_signed_by_its_key()
    {
        var files = Directory.GetFiles(Fixtures.At(Tessera), "checkpoint*");

        Assert.Equal(17, files.Length);
        Assert.All(files, file => Assert.True(
            SignedNote.Parse(File.ReadAllBytes(file)).Verify(NoteKey.Parse(TesseraKey)), file));
    }

    [FixtureFact]
    public async Task The_Tessera_log_has_at_every_size_the_root_that_was_signed()
    {
        for (var size = 0UL; size <= 15; size++)
        {
            var head = TesseraHead(size);

            Assert.Equal(size, head.Size);
            Assert.Equal(head.Root.ToBytes(), await TesseraProofs(size).Root());
        }
    }

    [FixtureFact]
    public async Task The_Tessera_log_is_consistent_between_all_120_pairs_of_sizes()
    {
        var pairs = 0;
        for (var later = 1UL; later <= 15; later++)
        {
            for (var earlier = 1UL; earlier <= later; earlier++, pairs++)
            {
                var proof = await TesseraProofs(later).Consistency(earlier);

                var (root1, root2) = (TesseraHead(earlier).Root.ToBytes(), TesseraHead(later).Root.ToBytes());
                Assert.True(Rfc6962.VerifyConsistency(earlier, later, proof, root1, root2), $"{earlier} to {later}");
                Assert.False(Rfc6962.VerifyConsistency(earlier, later, proof, new byte[32], root2));
            }
        }

        Assert.Equal(120, pairs);
    }

    [FixtureFact]
    public async Task Every_leaf_of_the_Tessera_log_is_proven_in_it()
    {
        var leaves = EntryBundle.Read(Fixtures.Bytes($"{Tessera}/tile/entries/000.p/15"));
        var root = TesseraHead(15).Root.ToBytes();

        Assert.Equal(15, leaves.Count);
        for (var i = 0; i < 15; i++)
        {
            var proof = await TesseraProofs(15).Inclusion((ulong)i);
            Assert.True(Rfc6962.VerifyInclusion((ulong)i, 15, Rfc6962.LeafHash(leaves[i]), proof, root), $"leaf {i}");
        }
    }

    [FixtureTheory]
    [InlineData("log-257", 5)]
    [InlineData("log-70000", 6)]
    public void Every_proof_kept_with_a_log_reads_back_byte_for_byte_and_verifies(string log, int proofs)
    {
        var folder = $"vectors/self-generated/{log}";
        var (key, witness) = (Key($"{folder}/log.vkey"), Key($"{folder}/witness.vkey"));
        var files = Directory.GetFiles(Fixtures.At($"{folder}/proofs"), "*.tlog-proof");

        Assert.Equal(proofs, files.Length);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var proof = TlogProof.Parse(bytes);

            Assert.Equal(bytes, proof.ToBytes());
            Assert.Equal(Path.GetFileNameWithoutExtension(file), $"{proof.Index}");
            Assert.Equal(Fixtures.Bytes($"{folder}/checkpoint"), proof.Checkpoint.ToBytes());
            Assert.True(proof.Checkpoint.Verify(witness));
            Assert.True(proof.Verify(key, Rfc6962.LeafHash(proof.Extra!.Value.Span)), file);
            Assert.False(proof.Verify(key, Rfc6962.LeafHash([])), file);
        }
    }

    [FixtureFact]
    public async Task Over_two_levels_of_tiles_root_and_proofs_are_those_that_were_kept()
    {
        const string folder = "vectors/self-generated/log-257";
        var builder = new ProofBuilder(new DirectoryTiles(Fixtures.At(folder)), 257);

        Assert.Equal(Head($"{folder}/checkpoint").Root.ToBytes(), await builder.Root());
        foreach (var file in Directory.GetFiles(Fixtures.At($"{folder}/proofs"), "*.tlog-proof"))
        {
            var kept = TlogProof.Parse(File.ReadAllBytes(file));
            Assert.Equal(kept.Hashes, await builder.Inclusion(kept.Index));
        }
    }

    [FixtureTheory]
    [InlineData("log-257")]
    [InlineData("log-70000")]
    public void The_consistency_proof_kept_with_a_log_has_the_hashes_of_RFC_6962(string log)
    {
        var lines = Fixtures.Text($"vectors/self-generated/{log}/consistency.txt").TrimEnd('\n').Split('\n');
        var head = Head($"vectors/self-generated/{log}/checkpoint");
        var (earlier, proof) = (ulong.Parse(lines[0], CultureInfo.InvariantCulture), lines[2..].Select(
            Convert.FromBase64String).ToList());

        Assert.True(Rfc6962.VerifyConsistency(
            earlier, head.Size, proof, Convert.FromBase64String(lines[1]), head.Root.ToBytes()));
        Assert.False(Rfc6962.VerifyConsistency(
            earlier - 1, head.Size, proof, Convert.FromBase64String(lines[1]), head.Root.ToBytes()));
    }

    [FixtureFact]
    public async Task The_entries_hash_to_the_tile_they_stand_under()
    {
        const string folder = "vectors/self-generated/log-257";
        var leaves = EntryBundle.Read(Fixtures.Bytes($"{folder}/tile/entries/000"));

        var tile = await new DirectoryTiles(Fixtures.At(folder)).Read(new(0, 0, 256), default);

        Assert.Equal(tile.ToArray(), leaves.SelectMany(leaf => Rfc6962.LeafHash(leaf)).ToArray());
        Assert.Equal(Fixtures.Bytes($"{folder}/tile/entries/000"), EntryBundle.Write(leaves));
    }

    [FixtureTheory]
    [InlineData("index 1\n", "index 01\n")]
    [InlineData("index 1\n", "index 1 \n")]
    [InlineData("extra ", "Extra ")]
    [InlineData("proof@v1\n", "proof@v2\n")]
    [InlineData("index 1\n", "")]
    [InlineData("\n\n", "\n")] // the first empty line gone, the first hash line becomes what it is not
    public void A_proof_written_otherwise_is_refused(string written, string otherwise)
    {
        var text = Fixtures.Text("vectors/self-generated/log-257/proofs/1.tlog-proof");
        var at = text.IndexOf(written, StringComparison.Ordinal);
        var changed = text.Remove(at, written.Length).Insert(at, otherwise);

        Assert.Throws<MalformedException>(() => TlogProof.Parse(Encoding.UTF8.GetBytes(changed)));
    }

    private static ProofBuilder TesseraProofs(ulong size) => new(new DirectoryTiles(Fixtures.At(Tessera)), size);

    private static Checkpoint TesseraHead(ulong size) => Head($"{Tessera}/checkpoint.{size}");

    private static Checkpoint Head(string path) => Checkpoint.Parse(SignedNote.Parse(Fixtures.Bytes(path)).Text);

    private static NoteKey Key(string path) => NoteKey.Parse(Fixtures.Text(path).TrimEnd('\n'));
}
