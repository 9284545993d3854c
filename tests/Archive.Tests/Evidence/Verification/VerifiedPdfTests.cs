using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Verification;
using Archive.Exports.Pdf;
using Archive.Keys.Certificates;

namespace Archive.Tests.Evidence.Verification;

public sealed class VerifiedPdfTests
{
    private static readonly byte[] Pdf = SignedPdf.Make(SyntheticExport.Signer);

    [Fact]
    public void A_signature_that_another_library_made_is_read()
    {
        var signature = VerifiedPdf.Of(new MemoryStream(Pdf));
        Assert.Equal("CN=Gemeente Voorbeeld", signature.Signer.Subject);
        Assert.True(signature.ChainsTo([SyntheticExport.Root]));
        Assert.False(signature.ChainsTo([]));
    }

    [Fact]
    public void A_signature_that_the_exports_make_is_read()
    {
        var folder = Directory.CreateTempSubdirectory("archive-pdf-").FullName;
        var path = Path.Combine(folder, "a.pdf");
        File.WriteAllBytes(path, SignedPdf.Unsigned());
        using (var certificate = SigningCertificate.LoadOrCreateDevelopment(
            Path.Combine(folder, "keys"),
            TimeProvider.System))
        {
            PdfSigner.Sign(
                path,
                certificate,
                new(
                    "Gemeente Voorbeeld", "Woo-besluit (1) >> obj", "Handtekening", SyntheticExport.DecidedAt,
                    Digest.Of("a set"u8)));
            using var pdf = File.OpenRead(path);
            var signed = VerifiedPdf.Of(pdf);
            Assert.Equal(certificate.Leaf.Thumbprint, signed.Signer.Thumbprint);
            Assert.Equal($"{Digest.Of("a set"u8)}", signed.Set);
            Assert.True(signed.ChainsTo([Trust.ParsePem(certificate.RootPem)]));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void An_ecdsa_signature_is_read_too()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = SignedPdf.MakeSigner(SyntheticExport.Root, key);
        Assert.True(VerifiedPdf.Of(new MemoryStream(SignedPdf.Make(signer))).ChainsTo([SyntheticExport.Root]));
    }

    [Fact]
    public void A_flipped_byte_anywhere_fails()
    {
        for (var at = 0; at < Pdf.Length; at++)
        {
            var flipped = (byte[])Pdf.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            Assert.True(Throws(flipped), $"byte {at} of {Pdf.Length}");
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n8 0 obj\n<<>>\nendobj\n%%EOF\n")]
    public void Bytes_after_what_is_signed_fail(string more) =>
        Fails([.. Pdf, .. Encoding.ASCII.GetBytes(more)], "does not cover the whole file");

    [Fact]
    public void Padding_that_is_not_zero_fails()
    {
        var padded = (byte[])Pdf.Clone();
        padded[Pdf.AsSpan().LastIndexOf(">/M("u8) - 1] = (byte)'1';
        Fails(padded, "not one DER value followed by zeros");
    }

    [Fact]
    public void A_pdf_without_a_signature_fails() => Fails("%PDF-1.7\n"u8.ToArray(), "It has no signature");

    [Fact]
    public void A_signing_time_fails() =>
        Fails(SignedPdf.Make(SyntheticExport.Signer, signingTime: true), "a PAdES signature must not");

    [Fact]
    public void A_signature_that_does_not_name_its_certificate_fails() =>
        Fails(
            SignedPdf.Make(SyntheticExport.Signer, ess: false),
            "lacks the signed attribute 1.2.840.113549.1.9.16.2.47");

    [Fact]
    public void A_certificate_that_is_not_for_signatures_fails()
    {
        using var key = RSA.Create(2048);
        using var signer = SignedPdf.MakeSigner(SyntheticExport.Root, key, X509KeyUsageFlags.KeyEncipherment);
        Fails(SignedPdf.Make(signer), "not for signatures");
    }

    [Fact]
    public void A_short_key_fails()
    {
        using var key = RSA.Create(1024);
        using var signer = SignedPdf.MakeSigner(SyntheticExport.Root, key);
        Fails(SignedPdf.Make(signer), "Its signature does not verify");
    }

    private static bool Throws(byte[] pdf)
    {
        try
        {
            VerifiedPdf.Of(new MemoryStream(pdf));
            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private static void Fails(byte[] pdf, string why) => Assert.Contains(
        why, Assert.Throws<MalformedException>(() => VerifiedPdf.Of(new MemoryStream(pdf)))
            .Message, StringComparison.Ordinal);
}
