using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;

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
            "38 parts with white space and particulars; not opened: 4 parts",
            checking.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "Original files: 3, of which not proven, with a reason: 1",
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
        Assert.Contains("niet geopend: 4 onderdelen", zip.Output, StringComparison.Ordinal);
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
    public void Swapped_proofs_fail_even_when_signed_for()
    {
        var (one, other) = (Path.Combine(export.Path, "evidence/facts/1.tlog-proof"), Path.Combine(
            export.Path,
            "evidence/facts/4.tlog-proof"));
        var bytes = File.ReadAllBytes(one);
        File.Copy(other, one, overwrite: true);
        File.WriteAllBytes(other, bytes);
        export.Reseal();
        Assert.Contains(
            "! evidence/facts/1.tlog-proof is not the proof of leaf 1.",
            Checking.Of(export.Path).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_the_pages_show_otherwise_than_it_was_captured_fails_even_when_signed_for()
    {
        var path = Path.Combine(export.Path, ExportLayout.Records.Path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("maandag", "dinsdag", StringComparison.Ordinal));
        export.Reseal();
        Assert.StartsWith(
            "failed: data/records.json number 1 shows a 'text/10' that is not opened in evidence/content/", Checking.Of(
                export.Path).Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_opened_otherwise_than_it_was_captured_fails_even_when_signed_for()
    {
        var path = $"evidence/content/{SyntheticExport.Version(4)}.json";
        var file = Path.Combine(export.Path, path);
        File.WriteAllText(file, File.ReadAllText(file).Replace("maandag", "dinsdag", StringComparison.Ordinal));
        export.Reseal();
        Assert.Contains($"! {path} is not in order: ", Checking.Of(export.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_withheld_word_that_the_pages_show_fails()
    {
        using var leak = new SyntheticExport(beforeSealing: e =>
        {
            var shown = ShownRecords.Parse(File.ReadAllBytes(Path.Combine(e.Path, ExportLayout.Records.Path)));
            e.Write(
                ExportLayout.Records.Path,
                ShownRecords.Write(shown.Select(s => s with { Members = [("author-name", "Ayşe")] })));
        });
        Assert.Contains(
            "shows a 'author-name' that is not opened in",
            Checking.Of(leak.Path).Output,
            StringComparison.Ordinal);
    }

    /// <summary>Nobody who looked at the pages has judged it.</summary>
    [Fact]
    public void A_word_that_is_opened_and_on_no_page_fails()
    {
        using var hidden = new SyntheticExport(beforeSealing: e => Relist(
            e, shown => shown with { Members = [.. shown.Members.Where(m => m.Path != "text/10")] }));
        Assert.Contains(
            "number 1 does not show the 'text/10' that is opened in evidence/content/",
            Checking.Of(hidden.Path).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_the_pages_show_in_another_order_fail()
    {
        using var turned = new SyntheticExport(beforeSealing: e => Relist(
            e, shown => shown with { Members = [.. shown.Members.Reverse()] }));
        Assert.Contains("in another order", Checking.Of(turned.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opened_version_that_the_list_of_the_pages_leaves_out_fails()
    {
        using var silent = new SyntheticExport(beforeSealing: e =>
            e.Write(ExportLayout.Records.Path, ShownRecords.Write([])));
        Assert.Contains(
            "opens a version that data/records.json does not list as shown",
            Checking.Of(silent.Path).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_original_that_is_not_the_medium_its_name_says_fails()
    {
        using var other = new SyntheticExport(beforeSealing: e => e.Write("originals/1-0.jpg", "another picture"));
        Assert.Contains(
            "! originals/1-0.jpg is not the file that data/records.json names for 1-0.",
            Checking.Of(other.Path).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("originals/1-0.jpg", "originals/2-0.jpg", "! originals/2-0.jpg is named by no opened member")]
    [InlineData("originals/1-0.jpg", "originals/1-1.jpg", "! originals/1-1.jpg is named by no opened member")]
    [InlineData("originals/1-0.jpg", "originals/01-0.jpg", "! originals/01-0.jpg is named by no opened member")]
    [InlineData("originals/1-0.jpg", "originals/1-0.JPG", "! originals/1-0.JPG is named by no opened member")]
    [InlineData("originals/1-0.jpg", "originals/1-0.jpg/1-0.jpg", "is named by no opened member")]
    public void An_original_under_the_name_of_another_medium_fails(string from, string to, string expected)
    {
        var (file, place) = (Path.Combine(export.Path, from), Path.Combine(export.Path, to));
        var bytes = File.ReadAllBytes(file);
        File.Delete(file);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, bytes);
        export.Reseal();

        var said = Checking.Of(export.Path).Output;

        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Contains("shows a picture or other file 1-0 that is not in originals/", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_file_for_one_medium_fails()
    {
        export.Write("originals/1-0.png", File.ReadAllBytes(Path.Combine(export.Path, "originals/1-0.jpg")));
        export.Reseal();

        Assert.Contains("is a second file for 1-0", Checking.Of(export.Path).Output, StringComparison.Ordinal);
    }

    /// <summary>All are validly signed, by the same body.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("set")]
    [InlineData("name")]
    [InlineData("records")]
    public void A_PDF_that_was_signed_for_something_else_fails(string what)
    {
        using var other = new SyntheticExport(beforeSealing: e =>
        {
            var records = Digest.Of(File.ReadAllBytes(Path.Combine(e.Path, ExportLayout.Records.Path)));
            const string path = "documents/bijlage.pdf";
            var set = what switch
            {
                "none" => "",
                "set" => $"{DocumentBinding.Of("WOO-2026-0001-2", path, records)}",
                "name" => $"{DocumentBinding.Of(SyntheticExport.SetNumber, "documents/besluit.pdf", records)}",
                _ => $"{DocumentBinding.Of(SyntheticExport.SetNumber, path, Digest.Of("[]"u8))}",
            };
            e.Write(path, SignedPdf.Make(SyntheticExport.Signer, set: set));
        });

        Assert.Equal(
            "failed: documents/bijlage.pdf is signed for another set, under another name or with another "
                + "data/records.json",
            Checking.Of(other.Path).Verdict);
    }

    private static void Relist(SyntheticExport export, Func<ShownVersion, ShownVersion> change)
    {
        var shown = ShownRecords.Parse(File.ReadAllBytes(Path.Combine(export.Path, ExportLayout.Records.Path)));
        export.Write(ExportLayout.Records.Path, ShownRecords.Write(shown.Select(change)));
    }

    [Fact]
    public void An_original_that_no_member_names_must_be_listed_with_a_reason()
    {
        export.Write(UnprovenOriginals.Path, UnprovenOriginals.Write([]));
        export.Reseal();
        Assert.StartsWith(
            "failed: originals/laat.mp4 is named by no opened member",
            Checking.Of(export.Path).Verdict,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_fact_is_not_in_the_log_even_when_signed_for()
    {
        var file = Path.Combine(export.Path, "evidence/facts/8.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("T10:08:01", "T11:08:01", StringComparison.Ordinal));
        export.Reseal();
        Assert.StartsWith(
            "failed: evidence/facts/8.json is not leaf 8 of the log",
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
