using System.Globalization;
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
    private readonly bool seen;
    private readonly bool account;
    private readonly Func<MappedContent, MappedContent> says;
    private readonly Func<Member, bool> opens;
    private readonly Func<int, string, string> restate;

    /// <param name="restate">Makes another statement of that of a leaf, before the log commits to it.</param>
    /// <param name="log">Its origin.</param>
    /// <param name="recordedAt">When the first fact says it was recorded; each next one a minute later.</param>
    /// <param name="seen">The answer in which number 4 was read came again; leaf 9 says so.</param>
    /// <param name="account">Numbers 1 and 4 are versions of one account; the value of its field is withheld.</param>
    /// <param name="says">Makes other content of that of number 4, before the log commits to it.</param>
    /// <param name="opens">Which members are opened and shown.</param>
    /// <param name="redacted">The picture of number 4 is shown as a copy with a black region; leaf 9 says so.</param>
    public SyntheticExport(
        byte keys = 1,
        Action<SyntheticExport>? beforeSealing = null,
        DateTimeOffset? recordedAt = null,
        bool redacted = false,
        Func<int, string, string>? restate = null,
        string log = Origin,
        bool seen = false,
        bool account = false,
        Func<MappedContent, MappedContent>? says = null,
        Func<Member, bool>? opens = null)
    {
        this.account = account;
        this.says = says ?? (content => content);
        this.opens = opens ?? Opens;
        this.seen = seen;
        this.redacted = redacted;
        this.restate = restate ?? ((_, statement) => statement);
        this.recordedAt = recordedAt ?? DecidedAt;
        ExportSigner = new NoteSigner("archive.example/export/voorbeeld", Seed(keys, 1));
        LogSigner = new NoteSigner(log, Seed(keys, 2));
        Directory.CreateDirectory(Path);
        WriteRecords();
        WriteLog(log);
        WriteRest();
        WriteInventory();
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
        ZipWriter.Write(Path, Manifest, zip);
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
    /// <param name="pages">Whether the PDFs are signed anew too.</param>
    public void Reseal(bool pages = true)
    {
        File.Delete(System.IO.Path.Combine(Path, ExportManifest.FileName));
        if (pages)
            SignPages();
        ManifestSigner.Seal(Path, SetNumber, Voorbeeld, ExportSigner);
    }

    public void Dispose() => Directory.Delete(Parent, recursive: true);

    public byte[] Read(string path) => File.ReadAllBytes(System.IO.Path.Combine(Path, path));

    /// <summary>The rows of the inventory, changed.</summary>
    public void List(Action<List<Dictionary<string, string>>> change)
    {
        var rows = InventoryList.Parse(Read(ExportLayout.InventoryList.Path))
            .Select(row => InventoryList.Columns.ToDictionary(column => column, column => row[column])).ToList();
        change(rows);
        WriteInventory(rows);
    }

    private void WriteInventory(IEnumerable<Dictionary<string, string>> rows) => Write(
        ExportLayout.InventoryList.Path,
        InventoryList.Write([
            InventoryList.Columns, .. rows.Select(row => InventoryList.Columns.Select(column => row[column]))]));

    /// <summary>Two documents with pages, one that is not disclosed, and one that was destroyed.</summary>
    private void WriteInventory()
    {
        Dictionary<string, string> Row(int number, int leaf, params (string Column, string Cell)[] cells)
        {
            var at = (recordedAt + TimeSpan.FromMinutes(leaf)).ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var row = InventoryList.Columns.ToDictionary(column => column, _ => "");
            (string Column, string Cell)[] filled =
            [
                ("documentnummer", $"{number}"), ("zaaknummer", "WOO-2026-0001"), ("omschrijving", "Bericht; \"brug\""),
                ("soort", "Bericht"), ("platform", "Mastodon"), ("datum", "2026-03-18"), ("versie", "1/1"),
                ("hoort_bij", $"{number}"), ("status", "Te zien"), ("beoordeling", "Deels openbaar"),
                ("vastgelegd_utc", at), .. cells,
            ];
            foreach (var (column, cell) in filled)
                row[column] = cell;
            return row;
        }

        (string, string)[] Shown(int leaf, string pages, string file) =>
        [
            ("afzender", "@ayse"), ("gronden", "5.1.2e"), ("gelakte_woorden", redacted && leaf == 4 ? "3" : "1"),
            ("gelakte_vlakken", redacted && leaf == 4 ? "1" : "0"), ("paginas", pages),
            ("bestand", file), ("vindplaats", $"https://voorbeeld.example/{leaf}"), ("lognummer", $"{leaf}"),
        ];
        WriteInventory([
            Row(1, 1, [.. Shown(1, "2", "besluit.pdf"), ("versie", account ? "1/2" : "1/1")]),
            Row(2, 2, ("beoordeling", "Niet openbaar"), ("toelichting", "Weegt niet op.\nZie besluit."),
                ("hoort_bij", "1"), ("reactie_op", "1")),
            Row(4, 4, [
                .. Shown(4, "1-2", "vervolg.pdf"), ("versie", account ? "2/2" : "1/1"),
                ("hoort_bij", account ? "1" : "4"), ("bewerkt_utc", account ? "" : "2026-03-19T07:00:00Z")]),
            Row(6, 5, ("vernietigd_op", DayOf(recordedAt.AddMinutes(7))), ("vernietigd_grond", "AVG"),
                ("vernietigd_lognummer", "7"), ("lognummer", "5")),
        ]);
    }

    private static string DayOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void WriteRecords()
    {
        var mapper = new MapperName("mastodon/1");
        var shown = new List<ShownVersion>();
        for (var leaf = 0; leaf < 9; leaf++)
        {
            var data = new JsonObject { ["record"] = RecordOf(leaf).ToString() };
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
                var content = leaf == 4 ? says(Content(leaf, account)) : Content(leaf, account);
                var members = content.Members(mapper);
                var secret = Secret(leaf, account);
                data["kind"] = account && leaf != 5 ? "account" : "post";
                data["author"] = $"{KeyedContent.Author(secret, Version(leaf), content.AuthorId ?? "")}";
                data["withoutNames"] = $"{KeyedContent.OfAccount(mapper, secret, Version(leaf), members)}";
                data["media"] = new JsonArray([.. content.Media.Select((_, i) => new JsonObject
                {
                    ["index"] = i, ["object"] = $"{Answer(i)}", ["unit"] = $"{Unit(20 + i)}",
                })]);
                data["ordinal"] = account && leaf == 4 ? 2 : 1;
                data["postedHour"] = "2026-03-17T23:00:00.000000Z";
                var commitment = Commitments.Commit(mapper, secret, Version(leaf), members);
                data["pieces"] = new JsonArray(new JsonObject { ["object"] = $"{Answer(leaf)}", ["piece"] = 2 });
                data["source"] = Source.ToString();
                data["unit"] = Unit(account && leaf == 4 ? 1 : leaf).ToString();
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

                bool Shown(Member member) => opens(member) && !(redacted && leaf == 4 && IsWithheld(member));
                var opened = OpenedContent.Open(members, secret, Version(leaf), i => Shown(members[i]));
                Write($"evidence/content/{Version(leaf)}.json", opened);
                shown.Add(new(
                    leaf,
                    RecordOf(leaf),
                    Version(leaf),
                    leaf,
                    members.Where(Shown).Select(m => (m.Path, m.Value)).ToList())
                {
                    Redacted = redacted && leaf == 4 ? [new(0, 9, CopySalt)] : [],
                    SeenAgain = seen && leaf == 4 ? 9 : null,
                });
            }

            statements.Add(Statement(leaf, data));
        }

        Write(ExportLayout.Records.Path, ShownRecords.Write(shown));
        Write("originals/1-0.jpg", Pictures[0]);
        Write("originals/4-1.png", Pictures[2]);
        if (seen)
        {
            statements.Add(Statement(9, new JsonObject
            {
                ["from"] = CanonicalMoment.Write(recordedAt.AddMinutes(8.5)),
                ["notModified"] = new JsonArray(),
                ["same"] = new JsonArray([.. new[] { 3, 4 }.Select(l => $"{Answer(l)}").Order(StringComparer.Ordinal)
                    .Select(name => (JsonNode)name)]),
                ["source"] = $"{Source}",
                ["visit"] = $"{Record(9)}",
            }));
        }

        if (redacted)
            WriteCopy();
        else
            Write("originals/4-0.jpg", Pictures[1]);
    }

    private static Guid Source => new("55555555-0000-4000-8000-000000000001");

    /// <summary>The answer in which the version of a leaf was read.</summary>
    public static Digest Answer(int leaf) => Digest.Of([(byte)leaf]);

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

    private static readonly byte[][] Pictures =
        [.. new[] { "not really", "no more", "neither" }.Select(text => Encoding.ASCII.GetBytes($"{text} a picture"))];

    private Guid RecordOf(int leaf) => Record(account && leaf == 4 ? 1 : leaf);

    private static MappedContent Content(int leaf, bool account) => !account ? Content(leaf) : Content(leaf) with
    {
        AuthorId = "1138", EditedAt = null, Language = null,
        Media = [.. Content(leaf).Media.Zip(["avatar", "header"], (m, type) => m with { Type = type })],
        Extras = [new("mastodon/field/name/0", "Telefoon"), new("mastodon/field/value/0", $"14 099{leaf}")],
    };

    private static MappedContent Content(int leaf) => new()
    {
        PlatformId = "1138", Url = $"https://voorbeeld.example/{leaf}", AuthorHandle = "@ayse", AuthorName = "Ayşe",
        PostedAt = new(2026, 3, 17, 23, 30, 0, TimeSpan.Zero), Language = "nl",
        Text = "De brug is dicht tot maandag 🌉.",
        EditedAt = leaf == 4 ? new(2026, 3, 19, 7, 0, 0, TimeSpan.Zero) : null,
        Media =
        [
            .. Pictures[(leaf == 4 ? 1..3 : 0..1)].Select(p => new MappedMedium(Digest.Of(p), "image", "Een brug")),
        ],
    };

    /// <summary>A version's content, opened as far as wanted.</summary>
    public static byte[] Open(int leaf, Func<Member, bool> opens, bool account = false)
    {
        var members = Content(leaf, account).Members(new("mastodon/1"));
        return OpenedContent.Open(members, Secret(leaf, account), Version(leaf), i => opens(members[i]));
    }

    public static bool Opens(Member member) =>
        member.Path is not ("author-name" or "text/6" or "platform-id" or "author-id" or "mastodon/field/value/0");

    private byte[] Statement(int leaf, JsonObject data) =>
        Encoding.UTF8.GetBytes(restate(leaf, Encoding.UTF8.GetString(Recorded(leaf, data))));

    private byte[] Recorded(int leaf, JsonObject data) => new Fact(
        Id: new Guid($"11111111-0000-4000-8000-0000000000{leaf:x2}"),
        Stream: RecordOf(leaf == 7 ? 5 : leaf),
        Version: leaf == 7 || (account && leaf == 4) ? 2 : 1,
        Type: leaf switch
        {
            7 => "retention.record-destroyed/1",
            9 => redacted ? "requests.picture-redacted/1" : "capture.answers-repeated/1",
            _ => "capture.version-captured/1",
        },
        At: recordedAt.AddMinutes(leaf),
        Data: data,
        Headers: FactMembers.None,
        Causation: null,
        Correlation: null,
        Tenant: Voorbeeld).Statement();

    private static byte[] Secret(int leaf, bool account) => Seed(9, (byte)(account && leaf == 4 ? 1 : leaf));

    private static Guid Unit(int leaf) => new($"33333333-0000-4000-8000-0000000000{leaf:x2}");

    private void WriteLog(string origin)
    {
        var hashes = statements.Select(s => Leaf.Hash(Leaf.Commit(s))).ToList();
        var head = new Checkpoint(origin, (ulong)hashes.Count, Digest.From(Rfc6962.Root(hashes)));
        var checkpoint = LogSigner.Sign(head.ToText());
        checkpoint = new SignedNote(
            checkpoint.Text,
            [.. checkpoint.Signatures, Witness.Cosign(checkpoint.Text, CosignedAt)]);
        Write("evidence/log/checkpoint", checkpoint.ToBytes());
        foreach (var leaf in redacted || seen ? [.. Leaves, 9] : Leaves)
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
        Write("originals/laat.mp4", "came later");
        Write(
            UnprovenOriginals.Path,
            UnprovenOriginals.Write([("originals/laat.mp4", "Nageleverd, \"los\" van het bericht")]));
    }

    private void SignPages()
    {
        var records = System.IO.Path.Combine(Path, ExportLayout.Records.Path);
        var digest = Digest.Of(File.Exists(records) ? File.ReadAllBytes(records) : []);
        foreach (var pages in Documents)
            Write(pages, SignedPdf.Make(Signer, set: $"{DocumentBinding.Of(SetNumber, pages, digest)}"));
    }

    /// <summary>The volumes.</summary>
    public static IReadOnlyList<string> Documents { get; } = ["documents/besluit.pdf", "documents/vervolg.pdf"];

    private static byte[] Seed(byte a, byte b) => SHA256.HashData([a, b]);
}
