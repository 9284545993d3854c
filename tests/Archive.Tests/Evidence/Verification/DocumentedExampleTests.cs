using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using Archive.Requests.Pictures;
using Archive.Restore;

namespace Archive.Tests.Evidence.Verification;

/// <summary>
/// The worked examples of docs/evidence-format.md, which golden.py computed without us, are what we would make.
/// </summary>
public sealed class DocumentedExampleTests
{
    private static readonly string Page = File.ReadAllText(Find("docs/evidence-format.md"));

    private static readonly byte[] Statement = new Fact(
        Id: new("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0"),
        Stream: new("5a5a5a5a-1111-4222-8333-444444444444"),
        Version: 1,
        Type: "sources.source-watched/1",
        At: new(2026, 3, 2, 9, 15, 0, TimeSpan.Zero),
        Data: new JsonObject { ["source"] = "5a5a5a5a-1111-4222-8333-444444444444" },
        Headers: FactMembers.None,
        Causation: null,
        Correlation: null,
        Tenant: new("voorbeeld")).Statement();

    [Fact]
    public void The_fact_and_its_leaf()
    {
        AssertOnPage(Encoding.UTF8.GetString(Statement));
        AssertOnPage(Encoding.ASCII.GetString(Leaf.Bytes(Leaf.Commit(Statement))));
        AssertOnPage(Convert.ToHexStringLower(Leaf.Hash(Leaf.Commit(Statement))));
    }

    [Fact]
    public void The_proof_under_a_signed_checkpoint_and_the_opening_of_the_log_after_it()
    {
        var signer = new NoteSigner("archive.example/log/voorbeeld", Bytes(0));
        byte[][] leaves =
        [
            Leaf.Hash(Leaf.Commit(Statement)),
            Leaf.Hash(Digest.Parse(new string('1', 64))),
            Leaf.Hash(Digest.Parse(new string('2', 64))),
        ];
        var root = Digest.From(Rfc6962.Root(leaves));
        var checkpoint = signer.Sign(new Checkpoint(signer.Key.Name, 3, root).ToText());

        AssertOnPage(root.ToString());
        AssertOnPage(signer.Key.ToString());
        AssertOnPage(signer.Key.Digest.ToString());
        AssertOnPage(Encoding.UTF8.GetString(new TlogProof(0, leaves[1..], checkpoint).ToBytes()));

        var anchor = new NoteSigner("archive.example/anchor", Bytes(2));
        var frozen = Digest.Of(checkpoint.ToBytes());
        byte[][] anchored = [Leaf.Hash(Digest.Parse(new string('3', 64))), Leaf.Hash(frozen)];
        var head = anchor.Sign(new Checkpoint(anchor.Key.Name, 2, Digest.From(Rfc6962.Root(anchored))).ToText());
        AssertOnPage(frozen.ToString());
        AssertOnPage(anchor.Key.ToString());
        AssertOnPage(Checkpoint.Imprint(head).ToString());
        AssertOnPage(Encoding.UTF8.GetString(new TlogProof(1, anchored[..1], head).ToBytes()));

        var opened = new LogOpened(
            2, 1, 3, root, Digest.Of(checkpoint
                .ToBytes()), 1, RestoreReason.LostDisk, new("5a5a5a5a-1111-4222-8333-444444444444"));
        AssertOnPage(Encoding.UTF8.GetString(Facts.New(opened, default).Data.Bytes.Span));
    }

    [Fact]
    public void What_binds_a_PDF_to_its_set() => AssertOnPage($"""{DocumentBinding.Of(
        "S-1",
        "documents/S-1.pdf",
        Digest.Parse("9afb0072078ccab763631f5f29a203944f84c2dfe5c01ca0a9714d17140e6411"))}""");

    [Fact]
    public void The_content_opened_without_a_name()
    {
        var version = new Guid("00000000-0000-4000-8000-000000000001");
        Member[] members = [new("author-name", "Jan"), new("text/0", "De"), new("text/1", " "), new("text/2", "brug")];

        AssertOnPage(Commitments.Commit(new("mastodon/1"), Bytes(0), version, members).Root.ToString());
        AssertOnPage(Encoding.UTF8.GetString(OpenedContent.Open(members, Bytes(0), version, i => i > 0)));
    }

    [Fact]
    public void The_version_without_names_and_its_author()
    {
        var version = new Guid("00000000-0000-4000-8000-000000000001");
        Member[] members = [new("author-name", "Jan"), new("text/0", "De"), new("text/1", " "), new("text/2", "brug")];

        AssertOnPage($"{KeyedContent.WithoutNames(new("mastodon/1"), Bytes(0), version, members)}");
        AssertOnPage($"{KeyedContent.OfAccount(new("mastodon/1"), Bytes(0), version, members)}");
        AssertOnPage($"{KeyedContent.Author(Bytes(0), version, "109")}");
    }

    /// <summary>As our mapper reads it, too.</summary>
    [Fact]
    public void The_account()
    {
        var read = MastodonAccountMapping.Account(
            Encoding.UTF8.GetBytes("""
                {"id":"109","acct":"brug","display_name":"Jan","created_at":"2023-05-01T00:00:00.000Z","bot":true,
                "note":"<p>De brug</p>","url":"https://social.example/@brug","locked":false,
                "avatar":"https://social.example/a.png","header":"https://social.example/h.png",
                "fields":[{"name":"Loket","value":"Kade 1"}],"moved":{"id":"110","acct":"brug@elders.example"}}
                """), "social.example").Value!;
        var version = new Guid("00000000-0000-4000-8000-000000000001");
        MapperName mapper = new("mastodon/1");
        var members = read.Bare.Members(mapper);
        var written = MemberList.Write(members);
        var opened = OpenedContent.Open(members, Bytes(0), version, _ => true);

        AssertOnPage(Encoding.UTF8.GetString(written));
        AssertOnPage(Digest.Of(written).ToString());
        AssertOnPage(Commitments.Commit(mapper, Bytes(0), version, members).Root.ToString());
        AssertOnPage($"{opened.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes");
        AssertOnPage(Digest.Of(opened).ToString());
        AssertOnPage($"{KeyedContent.OfAccount(mapper, Bytes(0), version, members)}");

        var inSet = OpenedContent.Open(members, Bytes(0), version, i =>
            members[i].Path is not ("platform-id" or "author-id" or "mastodon/moved/author-id"));
        AssertOnPage($"{inSet.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes");
        AssertOnPage(Digest.Of(inSet).ToString());
    }

    [Fact]
    public void The_fact_of_the_account()
    {
        var version = new Guid("00000000-0000-4000-8000-000000000001");
        MapperName mapper = new("mastodon/1");
        var record = new Guid("22222222-0000-4000-8000-000000000001");
        var answer = Digest.Parse("a955f992c68fa944e8d57e9f1cd52218d5a2698fe3dd97cc6166bddf0e7a0b6f");
        var captured = new VersionCaptured(
            record, new("33333333-0000-4000-8000-000000000001"), RecordKind.Account,
            new("5a5a5a5a-1111-4222-8333-444444444444"), new("0a0a0a0a-1111-4222-8333-444444444444"), version, 1,
            ReadFrom.Current, [new(answer, 1)],
            new(mapper, 32, Digest.Parse("094e72467658140a7642dee440b895058ffc58ea981781b4a44e6e188fde7e2e")),
            Digest.Parse("befadb8fc3dbce72a05f70c6feb4e380f1687fb4814427b5b93b4df598e09558"),
            KeyedContent.Author(Bytes(0), version, "109"), new(2023, 5, 1, 0, 0, 0, TimeSpan.Zero), []);
        var fact = new Fact(
            new("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f3"), record, 1, "capture.version-captured/1",
            new(2026, 3, 20, 10, 4, 1, TimeSpan.Zero), Facts.New(captured, default).Data, FactMembers.None, null, null,
            new("voorbeeld"));

        AssertOnPage(Encoding.UTF8.GetString(fact.Statement()));
        AssertOnPage(Digest.Of(fact.Statement()).ToString());
        Assert.True(FactStatement.Parse(fact.Statement(), new("voorbeeld")).IsOfAccount);
    }

    [Fact]
    public void The_figures()
    {
        var measured = new FiguresMeasured(
            Ids.New(), Ids.New(), Ids.New(), new(Digest.Of([]), 1),
            [
                new(Measure.Replies, 12),
                new(
                    Measure.Reach, null, Low: 1000,
                    Parts: [new(Dimension.Age, new("65+")), new(Dimension.Region, new("nl-ut"))],
                    Period: new(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero))),
            ]);
        var written = Facts.New(measured, default).Data;

        AssertOnPage(Encoding.UTF8.GetString(CanonicalJson.Write(written.ToJson()["figures"]!)));
        var read = (FiguresMeasured)Facts.Read(new(
            Ids.New(), Ids.New(), 1, "capture.figures-measured/1", default, written, FactMembers.None, null, null,
            new("voorbeeld")));
        Assert.Equal(measured.Figures, read.Figures);
    }

    [Fact]
    public void The_version_shown_and_the_version_destroyed()
    {
        ShownVersion[] records =
        [
            new(2, new("22222222-0000-4000-8000-000000000005"), new("00000000-0000-4000-8000-000000000005"), 5, [],
                new(9, "2026-04-02T08:00:00.000000Z", "avg-erasure")),
            new(1, new("22222222-0000-4000-8000-000000000004"), new("00000000-0000-4000-8000-000000000001"), 4,
                [("text/0", "De"), ("text/2", "brug")]),
        ];
        var written = ShownRecords.Write(records);

        AssertOnPage(Encoding.UTF8.GetString(written));
        AssertOnPage(Digest.Of(written).ToString());
        Assert.Equal(9, ShownRecords.Parse(written)[1].Destroyed!.Leaf);
    }

    [Fact]
    public void The_redacted_picture_and_the_fact_that_binds_it()
    {
        var png = Convert.FromHexString(
            "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d0000001f494441547801011400ebff00c8643"
            + "200000000000000c86432c86432c864322f8a05790de615800000000049454e44ae426082");
        var region = new PictureRegion(1, 0, 2, 1);
        BarePng.Check(png, 3, 2, [region]);
        AssertOnPage(Convert.ToHexStringLower(png));
        AssertOnPage(Digest.Of(png).ToString());

        var (copy, record) = (new Guid("c0c0c0c0-1111-4222-8333-444444444444"), "22222222-0000-4000-8000-000000000004");
        var salt = CopyCommitment.Salt(Bytes(0), copy);
        var commitment = CopyCommitment.Of(salt, 0, Digest.Of(png));
        AssertOnPage(Convert.ToHexStringLower(salt));
        AssertOnPage(commitment.ToString());

        var version = new Guid("00000000-0000-4000-8000-000000000001");
        var request = new Guid("0e0e0e0e-1111-4222-8333-444444444444");
        var made = new PictureRedacted(
            request, copy, 1, new(record), version, 0, 3, 2, [region], commitment,
            new(
                new("a0a0a0a0-1111-4222-8333-444444444444"),
                Digest.Parse("ce42b1ad21ba67fbd23a3a69cd3efee6d0999e4aff10ea9b7ae8775cdc5b9fe1")));
        var fact = Facts.New(made, default);
        AssertOnPage(Encoding.UTF8.GetString(new Fact(
            new("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f1"), request, 7, fact.Type,
            new(2026, 3, 19, 12, 0, 0, TimeSpan.Zero), JsonNode.Parse(fact.Data.Bytes.Span)!.AsObject(),
            new JsonObject { ["officer"] = "5a5a5a5a-1111-4222-8333-444444444444" }, null, null,
            new("voorbeeld")).Statement()));
        AssertOnPage(Encoding.UTF8.GetString(ShownRecords.Write(
        [
            new(1, new(record), version, 4, [("text/0", "De"), ("text/2", "brug")])
            {
                Redacted = [new(0, 7, salt)],
            },
        ])));
    }

    [Fact]
    public void The_answers_that_came_again()
    {
        var visit = new Guid("0a0a0a0a-1111-4222-8333-444444444444");
        var fact = Facts.New(
            new AnswersRepeated(
                new("5a5a5a5a-1111-4222-8333-444444444444"), visit,
                new DateTimeOffset(2026, 3, 21, 8, 0, 2, 500, TimeSpan.Zero),
                [
                    Digest.Parse(new string('1', 64)),
                    Digest.Parse("a955f992c68fa944e8d57e9f1cd52218d5a2698fe3dd97cc6166bddf0e7a0b6f"),
                ],
                []),
            default);
        AssertOnPage(Encoding.UTF8.GetString(new Fact(
            new("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f2"), visit, 2, fact.Type,
            new(2026, 3, 21, 8, 0, 30, TimeSpan.Zero), fact.Data, FactMembers.None, null, null,
            new("voorbeeld")).Statement()));
        AssertOnPage(Encoding.UTF8.GetString(ShownRecords.Write(
        [
            new(
                1, new("22222222-0000-4000-8000-000000000004"), new("00000000-0000-4000-8000-000000000001"), 4,
                [("text/0", "De"), ("text/2", "brug")])
            {
                SeenAgain = 8,
            },
        ])));
    }

    [Fact]
    public void The_list_of_documents()
    {
        Dictionary<string, string>[] lines =
        [
            new()
            {
                ["documentnummer"] = "1", ["omschrijving"] = "De … brug", ["soort"] = "Bericht",
                ["datum"] = "2026-03-19", ["versie"] = "1/1", ["hoort_bij"] = "1", ["status"] = "Te zien",
                ["beoordeling"] = "Deels openbaar", ["gronden"] = "5.1.2e", ["gelakte_woorden"] = "0",
                ["gelakte_vlakken"] = "0",
                ["paginas"] = "3-4", ["bestand"] = "S-1.pdf", ["vastgelegd_utc"] = "2026-03-20T10:04:01Z",
                ["lognummer"] = "4",
            },
            new()
            {
                ["documentnummer"] = "2", ["omschrijving"] = "Reactie", ["soort"] = "Reactie",
                ["datum"] = "2026-03-19", ["versie"] = "1/1", ["hoort_bij"] = "1", ["reactie_op"] = "1",
                ["status"] = "Vernietigd", ["beoordeling"] = "Openbaar",
                ["toelichting"] = "Zie \"besluit\";\nis vernietigd.", ["vastgelegd_utc"] = "2026-03-20T10:05:01Z",
                ["vernietigd_op"] = "2026-04-02", ["vernietigd_grond"] = "AVG", ["vernietigd_lognummer"] = "9",
                ["lognummer"] = "5",
            },
            new()
            {
                ["documentnummer"] = "4", ["omschrijving"] = "@gemeente", ["soort"] = "Bericht",
                ["datum"] = "2026-03-20", ["versie"] = "2/3", ["hoort_bij"] = "4", ["status"] = "Bewerkt",
                ["beoordeling"] = "Niet openbaar", ["gronden"] = "5.1.1c", ["vastgelegd_utc"] = "2026-03-20T10:09:01Z",
            },
        ];
        var table = InventoryList.Write([InventoryList.Columns, .. lines.Select(line => InventoryList.Columns.Select(
            column => column switch
            {
                "zaaknummer" => "S",
                "platform" => "Mastodon",
                _ => line.GetValueOrDefault(column, ""),
            }))]);

        AssertOnPage(Digest.Of(table).ToString());
        AssertOnPage(Encoding.UTF8.GetString(table)[1..].Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.Equal([2, 3, 4], InventoryList.Parse(table).Select(row => row.Line));
    }

    [Fact]
    public void What_is_not_proven_and_whom_the_reader_trusts()
    {
        var unproven = UnprovenOriginals.Write([("originals/laat.mp4", "Nageleverd, \"los\" van het bericht")]);
        NoteSigner[] signers =
        [
            new("archive.example/log/voorbeeld", Bytes(0)),
            new("archive.example/export/voorbeeld", Bytes(1)),
            new("archive.example/anchor", Bytes(2)),
        ];
        var trust = string.Concat(signers.Select(signer => $"{signer.Key}\n"));

        AssertOnPage(Digest.Of(unproven).ToString());
        AssertOnPage(Encoding.UTF8.GetString(unproven));
        AssertOnPage(Digest.Of(Encoding.UTF8.GetBytes(trust)).ToString());
        AssertOnPage(trust);
        Assert.Equal(3, Trust.Parse(trust).Keys.Count);
    }

    [Fact]
    public void What_is_63_deep() =>
        AssertOnPage(Digest.Of(Encoding.ASCII.GetBytes(new string('[', 63) + new string(']', 63))).ToString());

    [Fact]
    public void The_signed_manifest()
    {
        AssertOnPage(ExportManifestTests.Golden.ToString());
        var note = new NoteSigner("archive.example/export/voorbeeld", Bytes(1)).Sign(
            ExportManifestTests.Golden.ToString());
        AssertOnPage(Encoding.UTF8.GetString(note.ToBytes())[(note.Text.Length + 1)..]);
    }

    internal static byte[] Bytes(int first) => [.. Enumerable.Range(first, 32).Select(i => (byte)i)];

    internal static void AssertOnPage(string example) => Assert.Contains(example, Page, StringComparison.Ordinal);

    private static string Find(string path)
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Archive.sln")))
            at = Path.GetDirectoryName(at)
                ?? throw new DirectoryNotFoundException("This test does not run inside the repository.");
        return Path.Combine(at, path);
    }
}
