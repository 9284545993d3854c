using System.Globalization;
using System.Text;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence.Verification;
using Archive.Keys;
using Archive.Storage.Keys;
using Archive.Tests.Architecture;
using static Archive.Tests.Evidence.Verification.DocumentedExampleTests;

namespace Archive.Tests.Evidence.Verification;

/// <summary>
/// The examples of docs/evidence-format.md that are files of their own, and logs: golden.py computed them without us.
/// </summary>
public sealed class DocumentedFilesTests
{
    private static readonly NoteSigner Log = new("archive.example/log/voorbeeld", Bytes(0));

    [Fact]
    public void The_order_of_facts_in_a_stream()
    {
        var (record, answered) = ("22222222-0000-4000-8000-000000000005", "22222222-0000-4000-8000-000000000004");
        var (source, visit) = ("5a5a5a5a-1111-4222-8333-444444444444", "77777777-1111-4222-8333-444444444444");
        var response = new PieceRef(
            Digest.Parse("a955f992c68fa944e8d57e9f1cd52218d5a2698fe3dd97cc6166bddf0e7a0b6f"), 1);
        IFact[] stream =
        [
            new RecordSighted(new(record), new(source), new(visit), SightedBy.Api, response),
            new PlaceFound(new(record), new(source), new(visit), new(answered), new(answered), response),
        ];
        var leaves = new List<byte[]>();
        foreach (var (at, fact) in stream.Index())
        {
            var made = Facts.New(fact, default);
            var statement = new Fact(
                new($"0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f{at + 2}"), new(record), at + 1, made.Type,
                new(2026, 3, 2, 9, 15, 1, TimeSpan.Zero), made.Data.ToJson(), FactMembers.None, null, null,
                new("voorbeeld")).Statement();
            AssertOnPage(Encoding.UTF8.GetString(statement));
            leaves.Add(Leaf.Hash(Leaf.Commit(statement)));
        }

        AssertOnPage($"{Digest.From(Rfc6962.Root(leaves))}");
        AssertOnPage($"{Digest.From(Rfc6962.Root([leaves[1], leaves[0]]))}");
    }

    [Fact]
    public async Task The_published_log()
    {
        const int Size = 300;
        var leaves = Enumerable.Range(0, Size)
            .Select(i => Leaf.Bytes(Digest.Parse(i.ToString("x64", CultureInfo.InvariantCulture)))).ToList();
        var hashes = leaves.ConvertAll(leaf => Leaf.Hash(Digest.Parse(Encoding.ASCII.GetString(leaf)[12..76])));
        var tiles = new LeafTiles(hashes);
        foreach (var tile in new[] { TileId.In(Size, 0, 0), TileId.In(Size, 0, 1), TileId.In(Size, 1, 0) })
            AssertListed(tile.Path, (await tiles.Read(tile, default)).ToArray());
        foreach (var tile in new[] { TileId.In(Size, 0, 0), TileId.In(Size, 0, 1) })
        {
            AssertListed(
                tile.EntriesPath,
                EntryBundle.Write([.. leaves.Skip((int)tile.Index * TileId.FullWidth).Take(tile.Width)]));
        }

        var checkpoint = Log.Sign(new Checkpoint(Log.Key.Name, Size, Digest.From(Rfc6962.Root(hashes))).ToText());
        AssertListed("checkpoint", checkpoint.ToBytes());
        AssertOnPage(Encoding.UTF8.GetString(checkpoint.ToBytes()));
        AssertOnPage($"{Digest.From(Rfc6962.Root(hashes.Take(TileId.FullWidth)))}");
        Assert.Equal(0, TileId.In(Size, 2, 0).Width);
    }

    [Fact]
    public void The_backup_of_keys()
    {
        var file = Example("Vault/example.age");
        AssertOnPage($"{Digest.Of(file)}");
        var text = Encoding.Latin1.GetString(file);
        AssertOnPage(text[..(text.IndexOf("\n---", StringComparison.Ordinal) + 49)]);
        AssertOnPage($"{Digest.Of(AgeFile.Decrypt(file, "zeven fietsen in de regen"))}");

        var (at, entries) = KeyBackup.Read(file, "archive.example", "zeven fietsen in de regen");
        var key = Assert.Single(entries);
        var contents = $"archive.example\n{CanonicalMoment.Write(at)}\n{Digest.Of(key.Bytes)} {key.Path}\n";
        AssertOnPage($"archive/key-backup/v1\n{contents}");
        var lines = $"cafe0000-1111-4222-8333-444444444444\n{Convert.ToHexStringLower(Bytes(0x40))}\n";
        Assert.Equal($"archive/key-encryption-key/v1\n{lines}", Encoding.ASCII.GetString(key.Bytes));
    }

    [Fact]
    public void The_signed_PDF_of_which_no_byte_can_be_changed()
    {
        var pdf = Example("Verification/example.pdf");
        var root = Trust.ParsePem(Encoding.ASCII.GetString(Example("Verification/example-pdf-root.pem")));
        var text = Encoding.ASCII.GetString(pdf);
        var signed = VerifiedPdf.Of(new MemoryStream(pdf));
        Assert.True(signed.ChainsTo([root]));
        Assert.Equal("5cd2a24423ba8156695884a91d0d08dbd67f34126686467a60eabd802aad1cb4", signed.Set);

        Assert.Equal(2239, pdf.Length);
        AssertOnPage($"2,239 bytes and the SHA-256\n`{Digest.Of(pdf)}`");
        int At(string part) => text.LastIndexOf(part, StringComparison.Ordinal);
        var (from, to) = (At("<3082"), At(">>>"));
        AssertOnPage($"{text[At("5 0 obj")..from]}<3082…{text[to..At("xref\n0")]}");
        AssertOnPage($"{Digest.Of([.. pdf[..from], .. pdf[(to + 1)..]])}");
        AssertOnPage($"{Digest.Of(root.RawData)}");

        for (var at = 0; at < pdf.Length; at++)
        {
            pdf[at] ^= 1;
            Refused(pdf);
            pdf[at] ^= 1;
        }

        Refused([.. pdf, (byte)'\n']);

        static void Refused(byte[] changed) =>
            Assert.ThrowsAny<FormatException>(() => VerifiedPdf.Of(new MemoryStream(changed)));
    }

    private static void AssertListed(string path, byte[] bytes) =>
        AssertOnPage(string.Create(CultureInfo.InvariantCulture, $"{path,-22}{bytes.Length,6} {Digest.Of(bytes)}\n"));

    private static byte[] Example(string name) => File.ReadAllBytes(
        Path.Combine(DirectionTests.Root, "tests/Archive.Tests/Evidence", name));
}
