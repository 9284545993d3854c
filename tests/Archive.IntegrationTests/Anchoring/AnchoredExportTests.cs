using System.Text;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using Archive.Exports;
using Archive.Replay.Authority;

namespace Archive.IntegrationTests.Anchoring;

/// <summary>Sets of an archive that has its log time-stamped.</summary>
public sealed class AnchoredExportTests : IAsyncLifetime
{
    private const string CheckpointPath = "evidence/log/checkpoint";

    private LocalAuthority authority = null!;
    private ArchiveUnderTest archive = null!;

    public async Task InitializeAsync()
    {
        authority = await LocalAuthority.Start();
        archive = await ArchiveUnderTest.Start(change: settings => settings with
        {
            TimeStampAuthorities = $"{authority.Setting} {authority.BetweenFile}",
            AllowedLoopback = [.. settings.AllowedLoopback, authority.Address.Authority],
        });
    }

    public async Task DisposeAsync()
    {
        await archive.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the tokens do not bring all their certificates: the set does
    public async Task A_set_proves_before_when_its_log_existed_and_openssl_says_the_same(bool bare)
    {
        authority.Bare = bare;
        await archive.Visit();
        var export = await archive.Disclose("de");

        var (verdict, report) = WholeRequest.Check(export);

        Assert.True(verdict == 0, report);
        Assert.Contains("Time-stamp: all of this log existed before", report, StringComparison.Ordinal);
        Assert.Contains("says CN=Proefdienst signer (root trusted)", report, StringComparison.Ordinal);
        Assert.Contains(
            "proves that the log with these documents existed before",
            Read(export, "README.txt"),
            StringComparison.Ordinal);
        Assert.Contains(
            "bewijst dat het logboek met deze documenten bestond vóór",
            Read(export, "LEESMIJ.txt"),
            StringComparison.Ordinal);
        AssertOpensslAccepts(export);
        AssertEveryAnchorFileIsGuarded(export, bare);
    }

    [Theory]
    [InlineData(AuthorityMood.Silent)]
    [InlineData(AuthorityMood.Failing)]
    public async Task Without_an_answer_the_set_is_made_all_the_same_and_says_so(AuthorityMood mood)
    {
        authority.Mood = mood;
        await archive.Visit();
        var export = await archive.Disclose("de");

        var (verdict, report) = WholeRequest.Check(export);

        Assert.True(verdict == 0, report);
        Assert.Contains("Time-stamp: none", report, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(export.Directory, AnchorFiles.Proof)));
        Assert.False(File.Exists(Path.Combine(export.Directory, AnchorFiles.Token(1))));
        Assert.Contains(
            "it was asked for and did not come in time",
            Read(export, "README.txt"),
            StringComparison.Ordinal);
        Assert.Contains(
            "die was gevraagd, maar kwam niet op tijd",
            Read(export, "LEESMIJ.txt"),
            StringComparison.Ordinal);
        Assert.Contains("geen tijdstempel", await PdfWords.Of(export.Pdfs[0]), StringComparison.Ordinal);
    }

    private void AssertOpensslAccepts(SealedExport export)
    {
        var proof = TlogProof.Parse(File.ReadAllBytes(Path.Combine(export.Directory, AnchorFiles.Proof)));
        var text = Path.GetTempFileName();
        File.WriteAllBytes(text, Encoding.UTF8.GetBytes(proof.Checkpoint.Text));
        var (code, output) = Openssl.Run(
            "ts", "-verify", "-data", text, "-token_in", "-in", Path.Combine(export.Directory, AnchorFiles.Token(1)),
            "-CAfile", Path.Combine(export.Directory, AnchorFiles.Root(1)),
            "-untrusted", authority.BetweenFile);
        File.Delete(text);
        Assert.True(code == 0, output);
    }

    /// <summary>One who holds the export key lists the changed file anew: what it proves must fail by itself.</summary>
    private void AssertEveryAnchorFileIsGuarded(SealedExport export, bool bare)
    {
        var trust = Trust.Parse(export.Trust);
        var files = Directory.GetFiles(Path.Combine(export.Directory, "evidence/log"))
            .Select(f => Path.GetRelativePath(export.Directory, f)).Order(StringComparer.Ordinal).ToList();
        string[] between = bare ? [AnchorFiles.Between(1)] : [];
        Assert.Equal(
            [AnchorFiles.Revocation(1, 0), AnchorFiles.Revocation(1, 1), .. between, AnchorFiles.Token(1), AnchorFiles
                .Proof, CheckpointPath],
            files);
        foreach (var path in files)
        {
            var file = Path.Combine(export.Directory, path);
            var bytes = File.ReadAllBytes(file);
            foreach (var at in Enumerable.Range(0, bytes.Length).Where(i => i % 37 == 11).Append(bytes.Length - 2))
            {
                bytes[at] ^= 2;
                File.WriteAllBytes(file, bytes);
                var found = ExportVerifier.Verify(export.Directory, trust);
                Reseal(export);
                var resealed = ExportVerifier.Verify(export.Directory, trust);
                bytes[at] ^= 2;
                File.WriteAllBytes(file, bytes);
                Reseal(export);

                Assert.Contains(found.Findings, f => f.Path == path);
                Assert.True(resealed.Verdict == Verdict.Failed, $"byte {at} of {path} can be changed by the maker");
            }
        }

        Assert.Equal(Verdict.Verified, ExportVerifier.Verify(export.Directory, trust).Verdict);
    }

    private void Reseal(SealedExport export)
    {
        File.Delete(Path.Combine(export.Directory, ExportManifest.FileName));
        ManifestSigner.Seal(export.Directory, export.Set, TestDatabase.Tenant, archive.Settings.ExportSigner());
    }

    private static string Read(SealedExport export, string path) =>
        File.ReadAllText(Path.Combine(export.Directory, path));
}
