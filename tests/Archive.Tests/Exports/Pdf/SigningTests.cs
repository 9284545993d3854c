using System.Text;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Exports.Pdf;
using Archive.Keys.Certificates;

namespace Archive.Tests.Exports.Pdf;

public sealed partial class SigningTests(RenderedSample sample) : IClassFixture<RenderedSample>
{
    [NeedsTypst]
    public void Another_program_finds_the_signature_valid_over_the_whole_document()
    {
        var report = Judge(sample.Signed(Language.Nl));

        Assert.Contains("Signature is Valid.", report, StringComparison.Ordinal);
        Assert.Contains("Total document signed", report, StringComparison.Ordinal);
        Assert.Contains("ETSI.CAdES.detached", report, StringComparison.Ordinal);
        if (Tool.Exists("certutil"))
            Assert.Contains("Certificate is Trusted.", report, StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void Openssl_verifies_the_signature_as_cades()
    {
        var (cms, content) = TakeApart(sample.Signed(Language.En));
        var (code, output) = Tool.Run(
            "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cms, "-content", content,
            "-CAfile", Path.Combine(
                sample.Certificates,
                "root.pem"), "-purpose", "any", "-no_check_time", "-out", "/dev/null");
        Assert.True(code == 0 && output.Contains("CAdES Verification successful", StringComparison.Ordinal), output);

        var (_, printed) = Tool.Run("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", cms);
        Assert.Contains("id-smime-aa-signingCertificateV2", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("signingTime", printed, StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void One_changed_byte_anywhere_that_is_signed_is_a_digest_mismatch()
    {
        var bytes = File.ReadAllBytes(sample.Signed(Language.Nl));
        var contents = Latin1(bytes).IndexOf("/Contents <", StringComparison.Ordinal);
        var tampered = Path.Combine(sample.Room, "tampered.pdf");
        foreach (var at in new[] { 20_000, contents - 400, bytes.Length - 9 })
        {
            var copy = (byte[])bytes.Clone();
            copy[at] ^= 1;
            File.WriteAllBytes(tampered, copy);
            Assert.DoesNotContain("Signature is Valid.", Judge(tampered), StringComparison.Ordinal);
        }

        bytes[20_000] ^= 1;
        File.WriteAllBytes(tampered, bytes);
        Assert.Contains("Digest Mismatch", Judge(tampered), StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void A_file_with_object_streams_is_signed_as_well()
    {
        var packed = Path.Combine(sample.Room, "packed.pdf");
        Tool.Run("qpdf", "--object-streams=generate", sample.Drawn(Language.Nl), packed);
        using var certificate = SigningCertificate.LoadOrCreateDevelopment(
            sample.Certificates,
            new FixedClock(SamplePages.MadeAt));

        PdfEnricher.Enrich(packed);
        PdfSigner.Sign(packed, certificate, RenderedSample.Signature);

        Assert.Contains("Signature is Valid.", Judge(packed), StringComparison.Ordinal);
        Assert.Contains(
            "No syntax or stream encoding errors",
            Tool.Run("qpdf", "--check", packed).Output,
            StringComparison.Ordinal);
        Assert.Contains("/XRef", Latin1(File.ReadAllBytes(packed)), StringComparison.Ordinal);
    }

    [NeedsTypst]
    public void An_rsa_key_of_a_certification_authority_signs_as_well()
    {
        var keys = Directory.CreateDirectory(Path.Combine(sample.Room, "rsa")).FullName;
        string At(string name) => Path.Combine(keys, name);
        Tool.Run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:3072",
            "-nodes",
            "-subj",
            "/CN=Test root",
            "-keyout",
            At("ca.key"),
            "-out",
            At("ca.pem"),
            "-days",
            "30");
        Tool.Run(
            "openssl",
            "req",
            "-newkey",
            "rsa:3072",
            "-nodes",
            "-subj",
            "/CN=Test signer",
            "-keyout",
            At("signer.key"),
            "-out",
            At("signer.csr"));
        Tool.Run(
            "openssl",
            "x509",
            "-req",
            "-in",
            At("signer.csr"),
            "-CA",
            At("ca.pem"),
            "-CAkey",
            At("ca.key"),
            "-out",
            At("signer.pem"),
            "-days",
            "20");
        var signed = Path.Combine(sample.Room, "rsa.pdf");
        File.Copy(sample.Drawn(Language.En), signed);

        using var certificate = SigningCertificate.Load(
            At("signer.pem"),
            At("signer.key"),
            At("ca.pem"),
            TimeProvider.System.GetUtcNow());
        PdfSigner.Sign(signed, certificate, RenderedSample.Signature);

        Assert.True(certificate.Leaf.PublicKey.GetRSAPublicKey() is not null);
        Assert.Contains("Signature is Valid.", Judge(signed), StringComparison.Ordinal);
    }

    private string Judge(string pdf)
    {
        var store = Path.Combine(sample.Room, "nss");
        if (!Directory.Exists(store))
        {
            Directory.CreateDirectory(store);
            if (Tool.Exists("certutil"))
            {
                Tool.Run("certutil", "-N", "-d", $"sql:{store}", "--empty-password");
                Tool.Run(
                    "certutil",
                    "-A",
                    "-d",
                    $"sql:{store}",
                    "-n",
                    "root",
                    "-t",
                    "CT,C,C",
                    "-i",
                    Path.Combine(sample.Certificates, "root.pem"));
            }
        }

        return Tool.Run("pdfsig", "-nssdir", $"sql:{store}", pdf).Output;
    }

    /// <summary>The CMS, and the bytes it covers, as files.</summary>
    private (string Cms, string Content) TakeApart(string pdf)
    {
        var bytes = File.ReadAllBytes(pdf);
        var numbers = ByteRange().Match(Latin1(bytes)).Groups.Values.Skip(1)
            .Select(g => int.Parse(g.Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var hex = Latin1(bytes)[(numbers[0] + 1)..(numbers[1] - 1)];
        var (cms, content) = (Path.Combine(sample.Room, "cms.der"), Path.Combine(sample.Room, "content.bin"));
        File.WriteAllBytes(cms, Convert.FromHexString(hex));
        File.WriteAllBytes(content, [.. bytes[..numbers[0]], .. bytes[numbers[1]..]]);
        Assert.Equal(bytes.Length, numbers[1] + numbers[2]);
        return (cms, content);
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    [GeneratedRegex(@"/ByteRange \[0 (\d+) (\d+) (\d+)\]")]
    private static partial Regex ByteRange();
}
