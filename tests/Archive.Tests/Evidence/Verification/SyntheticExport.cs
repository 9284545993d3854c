using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;

namespace Archive.Tests.Evidence.Verification;

/// <summary>
/// A small export made in code: nine facts in the log, six in the set, two versions opened in part and one destroyed.
/// </summary>
internal sealed class SyntheticExport : IDisposable
{
    public const string SetNumber = "WOO-2026-0001-1";
    public const string Origin = "archive.example/log/voorbeeld";

    public static readonly Tenant Voorbeeld = new("voorbeeld");
    public static readonly DateTimeOffset DecidedAt = new(2026, 3, 20, 10, 0, 1, TimeSpan.Zero);

    public static readonly DateTimeOffset CosignedAt = new(2026, 3, 20, 10, 0, 9, TimeSpan.Zero);

    private static readonly RSA RootKey = RSA.Create(2048);
    private static readonly RSA SignerKey = RSA.Create(2048);

    private readonly List<byte[]> statements = [];
    private readonly DateTimeOffset recordedAt;
    private readonly bool redacted;

    /// <param name="recordedAt">When the first fact says it was recorded; each next one a minute later.</param>
    /// <param name="redacted">The picture of number 4 is shown as a copy with a black region; leaf 9 says so.</param>
    public SyntheticExport(
        byte keys = 1,
        Action<SyntheticExport>? beforeSealing = null,
        DateTimeOffset? recordedAt = null,
        bool redacted = false)
    {
        this.redacted = redacted;
        this.recordedAt = recordedAt ?? DecidedAt;
        ExportSigner = new NoteSigner("archive.example/export/voorbeeld", Seed(keys, 1));
        LogSigner = new NoteSigner(Origin, Seed(keys, 2));
        Directory.CreateDirectory(Path);
        WriteRecords();
        WriteLog();
        WriteRest();
        beforeSealing?.Invoke(this);
        SignPages();
        Manifest = ManifestSigner.Seal(Path, SetNumber, Voorbeeld, ExportSigner);
    }

    public static X509Certificate2 Root { get; } = SignedPdf.MakeRoot("Proefstam", RootKey);

    public static X509Certificate2 Signer { get; } = SignedPdf.MakeSigner(Root, SignerKey);

    public string Parent { get; } = Directory.CreateTempSubdirectory("archive-export-").FullName;

    public string Path => System.IO.Path.Combine(Parent, SetNumber);

    public NoteSigner ExportSigner { get; }

    public NoteSigner LogSigner { get; }

    /// <summary>Whose line stands under that of the log.</summary>
    public static Cosigner Witness { get; } = new("witness.example/w", Seed(7, 7));

    public ExportManifest Manifest { get; }

    /// <summary>Leaf numbers of the facts in the set; 1 and 4 are the versions, 5 is one that 7 destroyed.</summary>
    public static IReadOnlyList<int> Leaves { get; } = [0, 1, 4, 5, 7, 8];

    public static Guid Version(int leaf) => new($"00000000-0000-4000-8000-0000000000{leaf:x2}");

    public static Guid Record(int leaf) => new($"22222222-0000-4000-8000-0000000000{leaf:x2}");

    public string TrustText(bool withRoot = true) =>
        $"{ExportSigner.Key}\n{LogSigner.Key}\n{(withRoot ? Root.ExportCertificatePem() + "\n" : "")}";

    public string Zip()
    {
        var zip = System.IO.Path.Combine(Parent, SetNumber + ".zip");
        ZipWriter.Write(Path, Manifest, zip, DecidedAt);
        return zip;
    }

    public void Write(string path, byte[] bytes)
    {
        var to = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
        File.WriteAllBytes(to, bytes);
    }

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Lists and signs anew, as one who holds the keys could.</summary>
    public void Reseal()
    {
        File.Delete(System.IO.Path.Combine(Path, ExportManifest.FileName));
        SignPages();
        ManifestSigner.Seal(Path, SetNumber, Voorbeeld, ExportSigner);
    }

    public void Dispose() => Directory.Delete(Parent, recursive: true);

    private void WriteRecords()
    {
        var picture = Encoding.ASCII.GetBytes("not really a picture");
        var content = new MappedContent
        {
            PlatformId = "1138", AuthorName = "Ayşe", Text = "De brug is dicht tot maandag 🌉.", Language = "nl",
            Media = [new(Digest.Of(picture), "image", "Een brug")],
        };
        var mapper = new MapperName("mastodon/1");
        var shown = new List<ShownVersion>();
        for (var leaf = 0; leaf < 9; leaf++)
        {
            var data = new JsonObject { ["record"] = Record(leaf).ToString() };
            if (leaf == 7)
            {
                data["basis"] = "avg-erasure";
                data["record"] = Record(5).ToString();
                data["units"] = new JsonArray(Unit(5).ToString());
                shown.Add(new(
                    6,
                    Record(5),
                    Version(5),
                    5,
                    [],
                    new(7, CanonicalMoment.Write(recordedAt.AddMinutes(7)), "avg-erasure")));
            }

            if (leaf is 1 or 4 or 5)
            {
                var members = content.Members(mapper);
                var commitment = Commitments.Commit(mapper, Seed(9, (byte)leaf), Version(leaf), members);
                data["unit"] = Unit(leaf).ToString();
                data["version"] = Version(leaf).ToString();
                data["content"] = new JsonObject
                {
                    ["mapper"] = commitment.Mapper.ToString(), ["n"] = commitment.N, ["root"] = commitment.Root
                        .ToString(),
                };
                if (leaf == 5)
                {
                    statements.Add(Statement(leaf, data));
                    continue;
                }

                bool Shown(Member member) => Opens(member) && !(redacted && leaf == 4 && IsWithheld(member));
                var opened = OpenedContent.Open(members, Seed(9, (byte)leaf), Version(leaf), i => Shown(members[i]));
                Write($"evidence/content/{Version(leaf)}.json", opened);
                shown.Add(new(
                    leaf,
                    Record(leaf),
                    Version(leaf),
                    leaf,
                    members.Where(Shown).Select(m => (m.Path, m.Value)).ToList())
                {
                    Redacted = redacted && leaf == 4 ? [new(0, 9, CopySalt)] : [],
                });
            }

            statements.Add(Statement(leaf, data));
        }

        Write(ExportLayout.Records.Path, ShownRecords.Write(shown));
        Write("originals/1-0.jpg", picture);
        if (redacted)
            WriteCopy();
        else
            Write("originals/4-0.jpg", picture);
    }

    private void WriteCopy()
    {
        var black = SamplePng.Black;
        statements.Add(Statement(9, new JsonObject
        {
            ["commitment"] = $"{CopyCommitment.Of(CopySalt, 0, Digest.Of(SamplePng.Make()))}",
            ["copy"] = $"{Copy}",
            ["height"] = SamplePng.Height,
            ["medium"] = 0,
            ["number"] = 4,
            ["picture"] = new JsonObject { ["object"] = $"{Digest.Of("sealed"u8)}", ["unit"] = $"{Unit(4)}" },
            ["record"] = $"{Record(4)}",
            ["regions"] = new JsonArray(new JsonObject
            {
                ["height"] = black.Height, ["width"] = black.Width, ["x"] = black.X, ["y"] = black.Y,
            }),
            ["request"] = $"{Record(9)}",
            ["version"] = $"{Version(4)}",
            ["width"] = SamplePng.Width,
        }));
        Write("redacted/4-0.png", SamplePng.Make());
    }

    private static Guid Copy => new("44444444-0000-4000-8000-000000000009");

    private static byte[] CopySalt => CopyCommitment.Salt(Seed(9, 4), Copy);

    private static bool IsWithheld(Member member) =>
        member.Path == "media/0/digest" || member.Path.StartsWith("media/0/alt/", StringComparison.Ordinal);

    private static bool Opens(Member member) => member.Path is not ("author-name" or "text/6");

    private byte[] Statement(int leaf, JsonObject data) => new Fact(
        Id: new Guid($"11111111-0000-4000-8000-0000000000{leaf:x2}"),
        Stream: Record(leaf == 7 ? 5 : leaf),
        Version: leaf == 7 ? 2 : 1,
        Type: leaf switch
        {
            7 => "retention.record-destroyed/1",
            9 => "requests.picture-redacted/1",
            _ => "capture.version-captured/1",
        },
        At: recordedAt.AddMinutes(leaf),
        Data: data,
        Headers: FactMembers.None,
        Causation: null,
        Correlation: null,
        Tenant: Voorbeeld).Statement();

    private static Guid Unit(int leaf) => new($"33333333-0000-4000-8000-0000000000{leaf:x2}");

    private void WriteLog()
    {
        var hashes = statements.Select(s => Leaf.Hash(Leaf.Commit(s))).ToList();
        var head = new Checkpoint(Origin, (ulong)hashes.Count, Digest.From(Rfc6962.Root(hashes)));
        var checkpoint = LogSigner.Sign(head.ToText());
        checkpoint = new SignedNote(
            checkpoint.Text,
            [.. checkpoint.Signatures, Witness.Cosign(checkpoint.Text, CosignedAt)]);
        Write("evidence/log/checkpoint", checkpoint.ToBytes());
        foreach (var leaf in redacted ? [.. Leaves, 9] : Leaves)
        {
            Write($"evidence/facts/{leaf}.json", statements[leaf]);
            Write(
                $"evidence/facts/{leaf}.tlog-proof",
                new TlogProof((ulong)leaf, AuditPath(hashes, leaf), checkpoint).ToBytes());
        }
    }

    /// <summary>RFC 6962 section 2.1.1, as it is written there.</summary>
    private static List<byte[]> AuditPath(List<byte[]> leaves, int m)
    {
        if (leaves.Count == 1)
            return [];
        var k = 1;
        while (k * 2 < leaves.Count)
            k *= 2;
        var (left, right) = (leaves.Take(k).ToList(), leaves.Skip(k).ToList());
        return m < k ? [.. AuditPath(left, m), Rfc6962.Root(right)] : [.. AuditPath(right, m - k), Rfc6962.Root(left)];
    }

    private void WriteRest()
    {
        Write("LEESMIJ.txt", "Zo controleert u deze export.\n");
        Write("README.txt", "How to check this export.\n");
        Write("keys/export.vkey", $"{ExportSigner.Key}\n");
        Write("keys/log.vkey", $"{LogSigner.Key}\n");
        Write("keys/root.pem", Root.ExportCertificatePem() + "\n");
        Write("inventory/inventaris.csv", "nummer,oordeel\r\n1,openbaar\r\n");
        Write("originals/laat.mp4", "came later");
        Write(
            UnprovenOriginals.Path,
            UnprovenOriginals.Write([("originals/laat.mp4", "Nageleverd, \"los\" van het bericht")]));
    }

    private void SignPages()
    {
        const string pages = "documents/besluit.pdf";
        var records = System.IO.Path.Combine(Path, ExportLayout.Records.Path);
        var digest = Digest.Of(File.Exists(records) ? File.ReadAllBytes(records) : []);
        Write(pages, SignedPdf.Make(Signer, set: $"{DocumentBinding.Of(SetNumber, pages, digest)}"));
    }

    private static byte[] Seed(byte a, byte b) => SHA256.HashData([a, b]);
}
