using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using Archive.Tests.Evidence.Verification.Forgeries;

namespace Archive.Tests.Evidence.Verification;

public sealed class ExportVerifierTests : IDisposable
{
    private readonly SyntheticExport export = new();

    public void Dispose() => export.Dispose();

    [Fact]
    public void An_export_by_trusted_keys_is_verified()
    {
        var checking = Checking.Of(export.Path, export.TrustText());

        Assert.Equal((0, "verified"), (checking.Code, checking.Verdict));
        Assert.Contains(
            "Facts: 6; proofs of their place in the log: 6; the log has 9 leaves",
            checking.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "Content: 2 versions; shown on the pages, opened and proven: ",
            checking.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "48 parts with white space and particulars; not opened: 6 parts",
            checking.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "Original files: 4, of which not proven, with a reason: 1",
            checking.Output,
            StringComparison.Ordinal);
        Assert.Contains("signed by CN=Gemeente Voorbeeld", checking.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_zip_is_verified_the_same()
    {
        var directory = Checking.Of(export.Path, export.TrustText(), Language.Nl);
        var zip = Checking.Of(export.Zip(), export.TrustText(), Language.Nl);

        Assert.Equal(directory, zip);
        Assert.Contains("niet geopend: 6 onderdelen", zip.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_trusted_keys_it_is_consistent_and_no_more()
    {
        var checking = Checking.Of(export.Path);
        Assert.Equal((2, "consistent, signer unknown"), (checking.Code, checking.Verdict));
    }

    [Fact]
    public void A_forgery_with_other_keys_is_signer_unknown_and_fails_against_trusted_keys()
    {
        using var forgery = new SyntheticExport(keys: 2);

        Assert.Equal(
            (2, "consistent, signer unknown"),
            (Checking.Of(forgery.Path).Code, Checking.Of(forgery.Path).Verdict));
        var checking = Checking.Of(forgery.Path, export.TrustText());
        Assert.Equal(1, checking.Code);
        Assert.StartsWith("failed: manifest.note is signed by a key", checking.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trusted_export_key_does_not_stand_in_for_the_log()
    {
        var checking = Checking.Of(export.Path, $"{export.ExportSigner.Key}\n");
        Assert.StartsWith(
            "failed: evidence/log/checkpoint is signed by a key",
            checking.Verdict,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pdf_under_another_root_than_the_trusted_one_fails()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var other = SignedPdf.MakeRoot("Andere stam", key).ExportCertificatePem();
        var checking = Checking.Of(export.Path, $"{export.TrustText(withRoot: false)}{other}\n");
        Assert.StartsWith("failed: documents/besluit.pdf is signed by", checking.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_trusted_root_who_signed_the_pdf_is_told_and_not_judged()
    {
        var checking = Checking.Of(export.Path, export.TrustText(withRoot: false));
        Assert.Equal("verified", checking.Verdict);
        Assert.Contains("root not judged", checking.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("originals/extra.jpg")]
    [InlineData("evidence/log/anchor.txt")]
    [InlineData("évidence.txt")]
    public void A_file_that_is_not_listed_fails(string path)
    {
        export.Write(path, "extra");
        Assert.Equal($"failed: {path} is not listed in the manifest", Checking.Of(export.Path).Verdict);
    }

    [Theory]
    [InlineData("evidence/log/anchor.txt")]
    [InlineData("notes.txt")]
    [InlineData("evidence/facts/01.json")]
    public void A_listed_file_of_a_kind_we_do_not_know_fails(string path)
    {
        export.Write(path, "extra");
        export.Reseal();
        Assert.Contains(
            $"! {path} has no place in an export.",
            Checking.Of(export.Path).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_is_missed_when_it_is_gone()
    {
        foreach (var path in export.Manifest.Files.Select(f => f.Path).Append(ExportManifest.FileName))
        {
            var file = Path.Combine(export.Path, path);
            var bytes = File.ReadAllBytes(file);
            File.Delete(file);
            var checking = Checking.Of(export.Path);
            Assert.Equal(1, checking.Code);
            Assert.Contains($"! {path} ", checking.Output, StringComparison.Ordinal);
            File.WriteAllBytes(file, bytes);
        }

        Assert.Equal(2, Checking.Of(export.Path).Code);
    }

    [Fact]
    public void A_renamed_file_fails_under_both_names()
    {
        File.Move(Path.Combine(export.Path, "originals/1-0.jpg"), Path.Combine(export.Path, "originals/weg.jpg"));
        var checking = Checking.Of(export.Path);
        Assert.Contains(
            "! originals/1-0.jpg is listed in the manifest and missing.",
            checking.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "! originals/weg.jpg is not listed in the manifest.",
            checking.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_and_an_empty_folder_fail()
    {
        File.CreateSymbolicLink(Path.Combine(export.Path, "originals/link"), "1-0.jpg");
        Directory.CreateDirectory(Path.Combine(export.Path, "letters"));
        var checking = Checking.Of(export.Path);
        Assert.Contains("! originals/link is a link", checking.Output, StringComparison.Ordinal);
        Assert.Contains("! letters/ an empty folder", checking.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_original_that_no_member_names_must_be_listed_with_a_reason()
    {
        File.Delete(Path.Combine(export.Path, UnprovenOriginals.Path));
        export.Reseal();
        Assert.StartsWith(
            "failed: originals/laat.mp4 is named by no opened member",
            Checking.Of(export.Path).Verdict,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_line_in_the_name_of_our_archive_fails_and_one_by_a_witness_does_not()
    {
        var file = Path.Combine(export.Path, "evidence/log/checkpoint");
        var note = SignedNote.Parse(File.ReadAllBytes(file));
        var stranger = new NoteSigner(
            "archive.example/elsewhere",
            Encoding.ASCII.GetBytes("12345678901234567890123456789012"));
        export.Write(
            "evidence/log/checkpoint",
            new SignedNote(note.Text, [.. note.Signatures, .. stranger.Sign(note.Text).Signatures]).ToBytes());
        export.Reseal();
        Assert.Contains(
            "! evidence/log/checkpoint is signed by a key of archive.example/elsewhere", Checking.Of(export.Path)
                .Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_export_cannot_be_read()
    {
        var empty = Directory.CreateDirectory(Path.Combine(export.Parent, "empty")).FullName;
        var text = Path.Combine(export.Parent, "text.zip");
        File.WriteAllText(text, "This is not a zip, and it is longer than 22 bytes.");
        foreach (var path in new[] { empty, text, Path.Combine(export.Parent, "nowhere") })
        {
            var checking = Checking.Of(path);
            Assert.Equal(3, checking.Code);
            Assert.StartsWith("cannot read: ", checking.Verdict, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_log_that_was_opened_after_a_restore_is_told_and_fails_nothing()
    {
        using var second = new SyntheticExport(log: $"{SyntheticExport.Origin}/2");

        var told = Checking.Of(second.Path, second.TrustText());

        Assert.Equal("verified", told.Verdict);
        Assert.Contains(
            "Log archive.example/log/voorbeeld/2 was opened after a restore", told.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Log archive.example/log/voorbeeld/2 is geopend na een herstel",
            Checking.Of(second.Path, language: Language.Nl).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("after a restore", Checking.Of(export.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_of_a_trust_file_may_end_as_Windows_ends_them()
    {
        var crlf = export.TrustText().Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Equal("verified", Checking.Of(export.Path, crlf).Verdict);
        Assert.Equal(
            "verified", Checking.Of(export.Path, export.TrustText() + $"{export.LogSigner.Key}\r\n").Verdict);
    }

    [Theory]
    [InlineData('\r')]
    [InlineData('\f')]
    [InlineData('\u0085')]
    [InlineData('\u2028')]
    public void No_other_character_ends_a_line_of_a_trust_file(char end) => Assert.Equal(
        3, Checking.Of(export.Path, $"{export.ExportSigner.Key}{end}{export.LogSigner.Key}\n").Code);

    [Fact]
    public void A_certificate_that_another_issued_is_no_root_to_trust()
    {
        var issued = Checking.Of(
            export.Path, $"{export.TrustText()}{SyntheticExport.Signer.ExportCertificatePem()}\n");

        Assert.Equal(3, issued.Code);
        Assert.Contains(
            "the certificate of CN=Gemeente Voorbeeld is no root: CN=Proefstam issued it", issued.Verdict,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_small_order_is_none_to_trust()
    {
        var anyone = Checking.Of(export.Path, $"{KnownForgeries.SmallOrder}\n");

        Assert.Equal(3, anyone.Code);
        Assert.Contains("for which anyone can sign", anyone.Verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("archive.example", true)]
    [InlineData("a", true)]
    [InlineData("0.x-y", true)]
    [InlineData("", false)]
    [InlineData(".example", false)]
    [InlineData("example-", false)]
    [InlineData("Example", false)]
    [InlineData("a/b", false)]
    [InlineData("a_b", false)]
    [InlineData("é", false)]
    public void The_name_of_an_archive(string name, bool can) => Assert.Equal(can, ArchiveName.IsOne(name));

    [Fact]
    public void The_name_of_an_archive_has_at_most_252_characters()
    {
        Assert.True(ArchiveName.IsOne(new string('a', 252)));
        Assert.False(ArchiveName.IsOne(new string('a', 253)));
    }

    [Theory]
    [InlineData("", "It holds no key")]
    [InlineData("archive.example/export/voorbeeld+00000000+AQ==\n", "Line 1")]
    [InlineData("# a comment\n", "Line 1")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n", "Line 1: this certificate has no end")]
    [InlineData(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "Line 1: this certificate cannot be read")]
    [InlineData("no end of line", "The last line has no end")]
    public void A_trust_file_with_anything_else_cannot_be_read(string text, string why)
    {
        var checking = Checking.Of(export.Path, text);
        Assert.Equal(3, checking.Code);
        Assert.Contains(why, checking.Verdict, StringComparison.Ordinal);
    }
}
