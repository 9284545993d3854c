using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archive.Evidence.Cms;

/// <summary>
/// A detached CAdES-B signature (RFC 5652, RFC 5035; ETSI EN 319 122-1 and 319 142-1), read from DER and nothing but
/// DER: one signer, SHA-256, RSA PKCS#1 v1.5 of 2048 bits or more, or ECDSA on P-256 or larger, no signing time, no
/// unsigned attribute.
/// </summary>
internal sealed class CmsReader
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningTime = "1.2.840.113549.1.9.5";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string RsaWithSha256 = "1.2.840.113549.1.1.11";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly Dictionary<string, ReadOnlyMemory<byte>> attributes = [];
    private byte[] signedAttributes = [];
    private byte[] signature = [];
    private string algorithm = "";

    private CmsReader()
    {
    }

    public X509Certificate2 Signer { get; private set; } = null!;

    /// <summary>All certificates that came with it, the signer's included.</summary>
    public X509Certificate2Collection Certificates { get; } = [];

    /// <param name="der">Exactly one ContentInfo; nothing after it.</param>
    /// <param name="digest">SHA-256 of what was signed.</param>
    /// <exception cref="FormatException">
    /// It is not such a signature, or not of this digest, or not by its own certificate.
    /// </exception>
    public static CmsReader Verify(ReadOnlyMemory<byte> der, byte[] digest)
    {
        try
        {
            var cms = new CmsReader();
            cms.Read(der);
            cms.Check(digest);
            return cms;
        }
        catch (AsnContentException e)
        {
            throw new MalformedException(e, "CmsNotDer");
        }
        catch (CryptographicException e)
        {
            throw new MalformedException(e, "CmsUnusable");
        }
    }

    private void Read(ReadOnlyMemory<byte> der)
    {
        var file = new AsnReader(der, AsnEncodingRules.DER);
        var info = file.ReadSequence();
        file.ThrowIfNotEmpty();
        DerReader.Demand(info.ReadObjectIdentifier() == SignedData, "CmsNoSignedData");
        var content = info.ReadSequence(Explicit0);
        info.ThrowIfNotEmpty();
        var signed = content.ReadSequence();
        content.ThrowIfNotEmpty();

        DerReader.Demand(signed.ReadInteger() == 1, "CmsVersion");
        var digests = signed.ReadSetOf();
        DerReader.Demand(DerReader.Algorithm(digests) == Sha256, "CmsDigest");
        digests.ThrowIfNotEmpty();
        var encapsulated = signed.ReadSequence();
        DerReader.Demand(encapsulated.ReadObjectIdentifier() == Data, "CmsNotData");
        encapsulated.ThrowIfNotEmpty();
        var certificates = signed.ReadSetOf(Explicit0);
        while (certificates.HasData)
            Certificates.Add(X509CertificateLoader.LoadCertificate(certificates.ReadEncodedValue().Span));
        var signers = signed.ReadSetOf();
        signed.ThrowIfNotEmpty();
        ReadSigner(signers.ReadSequence());
        signers.ThrowIfNotEmpty();
    }

    private void ReadSigner(AsnReader signer)
    {
        DerReader.Demand(signer.ReadInteger() == 1, "CmsSignerName");
        var named = signer.ReadSequence();
        var issuer = named.ReadEncodedValue();
        var serial = named.ReadIntegerBytes();
        named.ThrowIfNotEmpty();
        Signer = Certificates.SingleOrDefault(c =>
                c.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Span)
                    && c.SerialNumberBytes.Span.SequenceEqual(serial.Span))
            ?? throw new MalformedException("CmsNoCertificate");

        DerReader.Demand(DerReader.Algorithm(signer) == Sha256, "CmsSignerDigest");
        var raw = signer.PeekEncodedValue().ToArray();
        var set = signer.ReadSetOf(Explicit0);
        raw[0] = 0x31; // what is signed is the SET OF itself, RFC 5652 section 5.4
        signedAttributes = raw;
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            var type = attribute.ReadObjectIdentifier();
            var values = attribute.ReadSetOf();
            DerReader.Demand(attributes.TryAdd(type, values.ReadEncodedValue()), "CmsAttributeTwice");
            values.ThrowIfNotEmpty();
            attribute.ThrowIfNotEmpty();
        }

        algorithm = DerReader.Algorithm(signer);
        signature = signer.ReadOctetString();
        DerReader.Demand(!signer.HasData, "CmsUnsigned");
    }

    private void Check(byte[] digest)
    {
        DerReader.Demand(Attribute(ContentType).ReadObjectIdentifier() == Data, "CmsContentType");
        DerReader.Demand(Attribute(MessageDigest).ReadOctetString().AsSpan().SequenceEqual(digest), "CmsOtherBytes");
        DerReader.Demand(!attributes.ContainsKey(SigningTime), "CmsSigningTime");
        var certificate = Attribute(SigningCertificateV2).ReadSequence().ReadSequence().ReadSequence();
        if (certificate.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            DerReader.Demand(DerReader.Algorithm(certificate) == Sha256, "CmsCertificateDigest");
        DerReader.Demand(
            certificate.ReadOctetString().AsSpan().SequenceEqual(SHA256.HashData(Signer.RawData)),
            "CmsOtherCertificate");
        DerReader.Demand(MaySign(Signer), "CertificateNotForSignatures");
        DerReader.Demand(VerifyWith(Signer), "CmsSignature");
    }

    private static bool MaySign(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault() is { } usage
        && (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != 0;

    private bool VerifyWith(X509Certificate2 certificate)
    {
        if (algorithm is RsaEncryption or RsaWithSha256)
        {
            using var rsa = certificate.GetRSAPublicKey();
            return rsa is { KeySize: >= 2048 } && rsa.VerifyData(
                signedAttributes, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var ecdsa = algorithm == EcdsaWithSha256 ? certificate.GetECDsaPublicKey() : null;
        return ecdsa is { KeySize: >= 256 } && ecdsa.VerifyData(
            signedAttributes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private AsnReader Attribute(string type) => attributes.TryGetValue(type, out var value)
        ? new AsnReader(value, AsnEncodingRules.DER)
        : throw new MalformedException("CmsLacksAttribute", type);
}
