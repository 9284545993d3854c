using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Archive.Tests.Evidence.Verification;

/// <summary>
/// A throwaway authority, a certificate under it, and minimal PDFs signed with it by the runtime's own CMS.
/// </summary>
internal static class SignedPdf
{
    private const int Room = 4096;

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 MakeRoot(string name, RSA key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(From, From.AddYears(20));
    }

    /// <summary>Valid for one year only, so that every later day tests that expiry alone fails nothing.</summary>
    public static X509Certificate2 MakeSigner(
        X509Certificate2 root, AsymmetricAlgorithm key, X509KeyUsageFlags usage = X509KeyUsageFlags.NonRepudiation)
    {
        var request = key is RSA rsa
            ? new CertificateRequest("CN=Gemeente Voorbeeld", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=Gemeente Voorbeeld", (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        var issuer = X509SignatureGenerator.CreateForRSA(root.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        var certificate = request.Create(root.SubjectName, issuer, From, From.AddYears(1), [1, 2, 3, 4]);
        return key is RSA rsaKey ? certificate.CopyWithPrivateKey(rsaKey) : certificate.CopyWithPrivateKey((ECDsa)key);
    }

    public static byte[] Make(
        X509Certificate2 signer,
        string text = "Besluit",
        bool signingTime = false,
        bool ess = true,
        string set = "")
    {
        var (pdf, start, end) = Prepare(text, set);
        byte[] covered = [.. pdf[..start], .. pdf[end..]];
        var hex = Convert.ToHexStringLower(Cms(covered, signer, signingTime, ess)).PadRight(Room, '0');
        return [.. pdf[..start], .. Encoding.ASCII.GetBytes($"<{hex}>"), .. pdf[end..]];
    }

    /// <summary>As small as a PDF of one page gets; unsigned.</summary>
    public static byte[] Unsigned()
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ];
        var pdf = new StringBuilder("%PDF-1.7\n");
        var xref = new StringBuilder("xref\n0 4\n0000000000 65535 f \n");
        for (var i = 0; i < objects.Length; i++)
        {
            xref.Append(CultureInfo.InvariantCulture, $"{pdf.Length:D10} 00000 n \n");
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = pdf.Length;
        pdf.Append(xref)
            .Append(CultureInfo.InvariantCulture, $"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    private static (byte[] Pdf, int Start, int End) Prepare(string text, string set)
    {
        var content = $"BT /F1 12 Tf 72 720 Td ({text}) Tj ET";
        var pdf = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        void Object(string body)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }

        Object("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>>>");
        Object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
        Object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]/Resources<</Font<</F1 5 "
            + "0 R>>>>>>");
        Object($"<</Length {content.Length}>>\nstream\n{content}\nendstream");
        Object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        Object("<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/V 7 0 R/P 3 0 R/Rect[0 0 0 0]/F 132>>");
        Object("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Reason(Woo\\) "
            + "\\(besluit)/Prop_Build<</App<</Name/A>>>>"
            + (set.Length > 0 ? $"/ArchiveSet<{set}>" : "")
            + "/ByteRange[0 AAAAAAAAAA BBBBBBBBBB "
            + $"CCCCCCCCCC]/Contents<{new string('0', Room)}>/M(D:20260320110000+01'00')>>");
        var xref = pdf.Length;
        pdf.Append("xref\n0 8\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size 8/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n");

        var start = pdf.ToString().IndexOf("/Contents<", StringComparison.Ordinal) + "/Contents".Length;
        var end = start + Room + 2;
        pdf.Replace("AAAAAAAAAA", Number(start)).Replace("BBBBBBBBBB", Number(end))
            .Replace("CCCCCCCCCC", Number(pdf.Length - end));
        return (Encoding.Latin1.GetBytes(pdf.ToString()), start, end);
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture).PadRight(10);

    private static byte[] Cms(byte[] content, X509Certificate2 certificate, bool signingTime, bool ess)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        if (ess)
            signer.SignedAttributes
                .Add(new AsnEncodedData("1.2.840.113549.1.9.16.2.47", SigningCertificateV2(certificate)));
        else
            signer.SignedAttributes.Add(new Pkcs9DocumentName("besluit"));
        if (signingTime)
            signer.SignedAttributes.Add(new Pkcs9SigningTime(From.UtcDateTime));
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer);
        return cms.Encode();
    }

    private static byte[] SigningCertificateV2(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
        return writer.Encode();
    }
}
