using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Cms;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence.Verification;
using Archive.Replay.Authority;

namespace Archive.Tests.Evidence.Verification;

/// <summary>A real authority, and tokens of it over the anchor checkpoint of a set made in code.</summary>
public sealed class StampedAnchor : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    public LocalAuthority Authority { get; private set; } = null!;

    public string Root => File.ReadAllText(Authority.RootFile);

    public async Task InitializeAsync() => Authority = await LocalAuthority.Start();

    public async Task DisposeAsync() => await Authority.DisposeAsync();

    public byte[] Token(Digest imprint)
    {
        var query = new TimeStampQuery(imprint);
        using var content = new ByteArrayContent(query.Encode()) {
            Headers = { ContentType = new("application/timestamp-query") } };
        using var answer = Http.PostAsync(Authority.Address, content).Result;
        return query.Answer(answer.Content.ReadAsByteArrayAsync().Result).Der;
    }

    /// <summary>What the signer's issuer has revoked by now.</summary>
    public byte[] RevocationList() => Http.GetByteArrayAsync(new Uri(Authority.Address, "/between.crl")).Result;
}

/// <summary>
/// What the verifier says of anchor and time-stamps, when they are right and in every way that they can be wrong.
/// </summary>
public sealed class AnchorCheckTests(StampedAnchor stamped) : IClassFixture<StampedAnchor>
{
    private static readonly NoteSigner Anchor = new("archive.example/anchor", SHA256.HashData([3]));

    [Fact]
    public void A_time_stamped_set_is_verified_and_says_by_whom_and_when()
    {
        using var export = new SyntheticExport(beforeSealing: Anchored());

        var trusted = Checking.Of(export.Path, Trusted(export));
        var dutch = Checking.Of(export.Zip(), Trusted(export), Language.Nl);

        Assert.Equal((0, "verified"), (trusted.Code, trusted.Verdict));
        Assert.Contains(
            "Anchor log: the checkpoint is proven under a head of 3 leaves",
            trusted.Output,
            StringComparison.Ordinal);
        Assert.Matches(
            @"Time-stamp: all of this log existed before 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC, "
                + @"says CN=Proefdienst signer \(root trusted\)",
            trusted.Output);
        Assert.Contains("Tijdstempel: dit hele log bestond vóór", dutch.Output, StringComparison.Ordinal);
        Assert.Contains("(stamcertificaat vertrouwd)", dutch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_trusted_roots_who_stamped_is_told_and_not_judged()
    {
        using var export = new SyntheticExport(beforeSealing: Anchored());

        var unknown = Checking.Of(export.Path);
        var keysOnly = Checking.Of(export.Path, export.TrustText(withRoot: false) + $"{Anchor.Key}\n");

        Assert.Equal("consistent, signer unknown", unknown.Verdict);
        Assert.Equal("verified", keysOnly.Verdict);
        Assert.All(
            [unknown, keysOnly],
            c => Assert.Contains("CN=Proefdienst signer (root not judged)", c.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void An_anchor_without_a_time_stamp_is_fine_and_says_so()
    {
        using var export = new SyntheticExport(beforeSealing: Anchored(stamps: 0));

        var checking = Checking.Of(export.Path, Trusted(export));

        Assert.Equal("verified", checking.Verdict);
        Assert.Contains(
            "Time-stamp: none; when this was recorded is told by the maker's clock only",
            checking.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_the_reader_does_not_trust_fails()
    {
        using var export = new SyntheticExport(beforeSealing: Anchored());

        AssertFails(
            export,
            export.TrustText() + $"{Anchor.Key}\n",
            AnchorFiles.Token(1),
            "under no root in the trust file");
    }

    [Fact]
    public void An_anchor_key_the_reader_does_not_trust_fails()
    {
        using var export = new SyntheticExport(beforeSealing: Anchored());

        AssertFails(
            export,
            export.TrustText() + stamped.Root,
            AnchorFiles.Proof,
            "is signed by a key of archive.example/anchor that is not");
    }

    [Fact]
    public void A_key_of_another_role_does_not_sign_the_anchor()
    {
        using var export = new SyntheticExport(beforeSealing: e => Anchored(e.LogSigner)(e));

        AssertFails(export, Trusted(export), AnchorFiles.Proof, "not of archive.example/anchor");
    }

    [Fact]
    public void A_checkpoint_that_is_not_in_the_anchor_log_fails()
    {
        using var export = new SyntheticExport(beforeSealing: Anchored(other: true));

        AssertFails(
            export,
            Trusted(export),
            AnchorFiles.Proof,
            "does not prove that evidence/log/checkpoint is in the anchor log");
    }

    [Fact]
    public void A_fact_that_says_it_is_younger_than_its_time_stamp_fails()
    {
        using var export = new SyntheticExport(
            beforeSealing: Anchored(),
            recordedAt: TimeProvider.System.GetUtcNow().AddMinutes(3));

        // The first facts are within what clocks may differ; the last is 8 minutes younger than the first.
        AssertFails(
            export,
            Trusted(export),
            "evidence/facts/8.json",
            "says it was recorded after evidence/log/anchor-1.tst proves it existed");
    }

    [Fact]
    public void A_time_stamp_over_another_text_fails()
    {
        using var export = new SyntheticExport(beforeSealing: e =>
        {
            Anchored()(e);
            e.Write(AnchorFiles.Token(1), stamped.Token(Digest.Of("another"u8)));
        });

        AssertFails(export, Trusted(export), AnchorFiles.Token(1), "is over another text");
    }

    [Fact]
    public void A_time_stamp_by_a_certificate_that_was_revoked_fails()
    {
        using var export = new SyntheticExport(beforeSealing: e =>
        {
            stamped.Authority.Revoke();
            try
            {
                Anchored()(e);
            }
            finally
            {
                stamped.Authority.Certify(TimeSpan.FromDays(-1), TimeSpan.FromDays(1000));
            }

            e.Write(AnchorFiles.Revocation(1, 0), stamped.RevocationList());
        });

        AssertFails(export, Trusted(export), AnchorFiles.Token(1), "is by a certificate that was revoked by then");
    }

    [Theory]
    [InlineData("evidence/log/anchor-3.tst")] // 1, and then 3
    [InlineData("evidence/log/anchor-2.pem")]
    [InlineData("evidence/log/anchor-2-0.crl")]
    [InlineData("keys/tsa-2.pem")]
    public void A_file_of_no_time_stamp_fails(string path)
    {
        using var export = new SyntheticExport(beforeSealing: e =>
        {
            Anchored()(e);
            e.Write(path, stamped.Root);
        });

        AssertFails(export, Trusted(export), path, "belongs to no time-stamp");
    }

    [Theory]
    [InlineData("evidence/log/anchor-0.tst")]
    [InlineData("evidence/log/anchor-01.tst")]
    [InlineData("evidence/log/anchor-1.txt")]
    [InlineData("evidence/log/anchor.tst")]
    public void A_file_of_another_name_has_no_place(string path)
    {
        using var export = new SyntheticExport(beforeSealing: e =>
        {
            Anchored()(e);
            e.Write(path, "x");
        });

        AssertFails(export, Trusted(export), path, "has no place in an export");
    }

    [Fact]
    public void A_time_stamp_without_an_anchor_fails()
    {
        using var export = new SyntheticExport(
            beforeSealing: e => e.Write(AnchorFiles.Token(1), stamped.Token(Digest.Of("x"u8))));

        AssertFails(export, Trusted(export), AnchorFiles.Token(1), "stands alone");
    }

    [Fact]
    public void A_certificate_that_is_not_on_the_path_may_not_ride_along()
    {
        using var export = new SyntheticExport(beforeSealing: e =>
        {
            Anchored()(e);
            e.Write(AnchorFiles.Between(1), SyntheticExport.Root.ExportCertificatePem() + "\n");
        });

        AssertFails(export, Trusted(export), AnchorFiles.Between(1), "not on the path to the root");
    }

    private string Trusted(SyntheticExport export) => export.TrustText() + $"{Anchor.Key}\n" + stamped.Root;

    /// <summary>Puts the set's checkpoint in an anchor log of three leaves, and has its head time-stamped.</summary>
    /// <param name="other">Another checkpoint is anchored instead.</param>
    private Action<SyntheticExport> Anchored(NoteSigner? signer = null, int stamps = 1, bool other = false) => export =>
    {
        signer ??= Anchor;
        var checkpoint = File.ReadAllBytes(System.IO.Path.Combine(export.Path, "evidence/log/checkpoint"));
        byte[][] leaves =
        [
            Leaf.Hash(Digest.Of("first"u8)), Leaf.Hash(Digest.Of(other
                ? "other"u8
                : checkpoint)), Leaf.Hash(Digest.Of("third"u8)),
        ];
        var note = signer.Sign(new Checkpoint(signer.Key.Name, 3, Digest.From(Rfc6962.Root(leaves))).ToText());
        export.Write(AnchorFiles.Proof, new TlogProof(1, [leaves[0], leaves[2]], note).ToBytes());
        export.Write("keys/anchor.vkey", $"{Anchor.Key}\n");
        for (var i = 1; i <= stamps; i++)
        {
            export.Write(AnchorFiles.Token(i), stamped.Token(Digest.Of(Encoding.UTF8.GetBytes(note.Text))));
            export.Write(AnchorFiles.Root(i), stamped.Root);
        }
    };

    private static void AssertFails(SyntheticExport export, string trust, string path, string why)
    {
        var verification = ExportVerifier.Verify(export.Path, Trust.Parse(trust));
        var all = string.Join("; ", verification.Findings.Select(f => $"{f.Path} {f.What.In(Language.En)}"));

        Assert.Equal(Verdict.Failed, verification.Verdict);
        Assert.True(verification.Findings
            .Any(f => f.Path == path && f.What.In(Language.En).Contains(why, StringComparison.Ordinal)), all);
    }
}
