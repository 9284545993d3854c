using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;

namespace Archive.Tests.Evidence.Verification;

/// <summary>What the verifier says of witnesses (docs/decisions/0082).</summary>
public class CosignedExportTests
{
    [Fact]
    public void A_trusted_witness_is_reported_with_its_time()
    {
        using var export = new SyntheticExport();
        var trust = $"{export.TrustText()}{SyntheticExport.Witness.Key}\n";

        var english = Checking.Of(export.Path, trust);

        Assert.Contains(
            "\nWitness witness.example/w saw this log at 2026-03-20T10:00:09Z\n",
            english.Output,
            StringComparison.Ordinal);
        Assert.Equal("verified", english.Verdict);
        Assert.Contains(
            "\nGetuige witness.example/w zag dit log op 2026-03-20T10:00:09Z\n",
            Checking.Of(export.Path, trust, Language.Nl).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_witness_nobody_named_says_nothing()
    {
        using var export = new SyntheticExport();

        Assert.DoesNotContain("itness", Checking.Of(export.Path, export.TrustText()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trusted_witness_that_did_not_cosign_is_told_and_fails_nothing()
    {
        using var export = new SyntheticExport();
        var absent = new Cosigner("afwezig.example/w", new byte[32]);

        var english = Checking.Of(export.Path, $"{export.TrustText()}{absent.Key}\n");

        Assert.Contains("Witness afwezig.example/w did not cosign", english.Output, StringComparison.Ordinal);
        Assert.Equal("verified", english.Verdict);
        Assert.Contains(
            "heeft deze stand van het log niet medeondertekend",
            Checking.Of(export.Path, $"{export.TrustText()}{absent.Key}\n", Language.Nl)
                .Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_in_a_trusted_witnesss_name_that_does_not_hold_fails()
    {
        var later = SyntheticExport.CosignedAt.AddSeconds(1);
        using var export = new SyntheticExport(beforeSealing: set => Replace(set, text =>
        {
            var right = SyntheticExport.Witness.Cosign(text, SyntheticExport.CosignedAt);
            var wrong = SyntheticExport.Witness.Cosign(text, later);
            // another time
            return new NoteSignature(right.Name, right.KeyId, (byte[])[.. wrong.Value.Span[..8],
                .. right.Value.Span[8..]]);
        }));

        Assert.Equal(
            "failed: evidence/log/checkpoint has a cosignature of witness.example/w that does not verify",
            Checking.Of(export.Path, $"{export.TrustText()}{SyntheticExport.Witness.Key}\n").Verdict);
        Assert.Equal("verified", Checking.Of(export.Path, export.TrustText()).Verdict); // nobody named the witness
    }

    [Fact]
    public void The_key_of_a_witness_signs_no_log_and_that_of_a_log_is_no_witness()
    {
        using var export = new SyntheticExport();
        var asWitness = new NoteKey(
            export.LogSigner.Key.Name,
            NoteSignatureType.Cosignature,
            export.LogSigner.Key.Public.Span);
        var asLog = new NoteKey(
            SyntheticExport.Witness.Key.Name,
            NoteSignatureType.Ed25519,
            SyntheticExport.Witness.Key.Public.Span);

        var withoutLog = Checking.Of(
            export.Path,
            export.TrustText().Replace($"{export.LogSigner.Key}", $"{asWitness}", StringComparison.Ordinal));
        var withoutWitness = Checking.Of(export.Path, $"{export.TrustText()}{asLog}\n");

        Assert.Equal(1, withoutLog.Code);
        Assert.Equal("verified", withoutWitness.Verdict);
        Assert.DoesNotContain("itness", withoutWitness.Output, StringComparison.Ordinal);
    }

    /// <summary>Another witness's line under the checkpoint and in every proof.</summary>
    private static void Replace(SyntheticExport set, Func<string, NoteSignature> line)
    {
        var before = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(set.Path, "evidence/log/checkpoint")));
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(before));
        var after = Encoding.UTF8.GetString(new SignedNote(note.Text, [note.Signatures[0], line(note.Text)]).ToBytes());
        foreach (var file in Directory.GetFiles(set.Path, "*", SearchOption.AllDirectories)
            .Where(f => f.Contains("/evidence/", StringComparison.Ordinal)))
            File.WriteAllText(file, File.ReadAllText(file).Replace(before, after, StringComparison.Ordinal));
    }
}
