using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archive.Evidence.Cms;

/// <summary>
/// A detached CMS SignedData (RFC 5652) as CAdES baseline wants it inside a PDF (ETSI EN 319 122-1, EN 319 142-1):
/// signing-certificate-v2 (RFC 5035), no signing-time. Built from a digest, so that neither the document nor the key
/// need pass through here.
/// </summary>
public static class CmsWriter
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    /// <param name="digest">SHA-256 of what is signed.</param>
    /// <param name="leaf">The signer's certificate, with an RSA or an ECDSA key.</param>
    /// <param name="issuers">Nearest first.</param>
    /// <param name="sign">Signs bytes with SHA-256: RSA PKCS#1 v1.5 or ECDSA as a DER sequence.</param>
    public static byte[] Build(
        byte[] digest, X509Certificate2 leaf, IEnumerable<X509Certificate2> issuers, Func<byte[], byte[]> sign)
    {
        var signature = sign(Attributes(digest, leaf, Asn1Tag.SetOf));
        var cms = new AsnWriter(AsnEncodingRules.DER);
        using (cms.PushSequence())
        {
            cms.WriteObjectIdentifier(SignedData);
            using (cms.PushSequence(Context0))
            using (cms.PushSequence())
            {
                cms.WriteInteger(1);
                using (cms.PushSetOf())
                    Algorithm(cms, Sha256);
                using (cms.PushSequence())
                    cms.WriteObjectIdentifier(Data); // detached: the content is elsewhere
                using (cms.PushSetOf(Context0))
                {
                    foreach (var held in issuers.Prepend(leaf))
                        cms.WriteEncodedValue(held.RawData);
                }

                using (cms.PushSetOf())
                    Signer(cms, digest, leaf, signature);
            }
        }

        return cms.Encode();
    }

    private static void Signer(AsnWriter cms, byte[] digest, X509Certificate2 leaf, byte[] signature)
    {
        using (cms.PushSequence())
        {
            cms.WriteInteger(1);
            using (cms.PushSequence())
                IssuerAndSerial(cms, leaf);
            Algorithm(cms, Sha256);
            cms.WriteEncodedValue(Attributes(digest, leaf, Context0));
            if (leaf.PublicKey.GetRSAPublicKey() is not null)
                Algorithm(cms, RsaEncryption, withNull: true);
            else
                Algorithm(cms, EcdsaWithSha256);
            cms.WriteOctetString(signature);
        }
    }

    /// <summary>Signed as a plain SET OF, kept with an implicit tag (RFC 5652 section 5.4).</summary>
    private static byte[] Attributes(byte[] digest, X509Certificate2 leaf, Asn1Tag tag)
    {
        var set = new AsnWriter(AsnEncodingRules.DER);
        using (set.PushSetOf(tag))
        {
            Attribute(set, ContentType, value => value.WriteObjectIdentifier(Data));
            Attribute(set, MessageDigest, value => value.WriteOctetString(digest));
            Attribute(set, SigningCertificateV2, value => CertificateIdentifier(value, leaf));
        }

        return set.Encode();
    }

    private static void Attribute(AsnWriter set, string type, Action<AsnWriter> write)
    {
        using (set.PushSequence())
        {
            set.WriteObjectIdentifier(type);
            using (set.PushSetOf())
                write(set);
        }
    }

    /// <summary>
    /// SigningCertificateV2 with one ESSCertIDv2; SHA-256 is the default and left out (RFC 5035 section 3).
    /// </summary>
    private static void CertificateIdentifier(AsnWriter value, X509Certificate2 leaf)
    {
        using (value.PushSequence())
        using (value.PushSequence())
        using (value.PushSequence())
        {
            value.WriteOctetString(SHA256.HashData(leaf.RawData));
            using (value.PushSequence())
            {
                using (value.PushSequence())
                using (value.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4))) // directoryName
                    value.WriteEncodedValue(leaf.IssuerName.RawData);
                value.WriteInteger(leaf.SerialNumberBytes.Span);
            }
        }
    }

    private static void IssuerAndSerial(AsnWriter cms, X509Certificate2 leaf)
    {
        cms.WriteEncodedValue(leaf.IssuerName.RawData);
        cms.WriteInteger(leaf.SerialNumberBytes.Span);
    }

    private static void Algorithm(AsnWriter cms, string identifier, bool withNull = false)
    {
        using (cms.PushSequence())
        {
            cms.WriteObjectIdentifier(identifier);
            if (withNull)
                cms.WriteNull();
        }
    }
}
