using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archive.Evidence.Cms;

/// <summary>
/// A certificate revocation list (RFC 5280 section 5) in DER, and where certificates say theirs can be had.
/// </summary>
public sealed class RevocationList
{
    private const string DistributionPoints = "2.5.29.31";

    private static readonly AsnReaderOptions AnyOrder = new() { SkipSetSortOrderVerification = true };

    private static readonly Asn1Tag Tagged0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Uri6 = new(TagClass.ContextSpecific, 6);

    private readonly Dictionary<string, DateTimeOffset> revoked = [];
    private byte[] signed = [];
    private byte[] issuer = [];
    private byte[] signature = [];
    private string algorithm = "";

    private RevocationList()
    {
    }

    public DateTimeOffset IssuedAt { get; private set; }

    /// <exception cref="FormatException">The bytes are not such a list.</exception>
    public static RevocationList Read(ReadOnlyMemory<byte> bytes)
    {
        DerReader.Demand(bytes);
        try
        {
            var list = new RevocationList();
            var file = new AsnReader(bytes, AsnEncodingRules.DER, AnyOrder);
            var parts = file.ReadSequence();
            list.signed = parts.PeekEncodedValue().ToArray();
            list.ReadSigned(parts.ReadSequence());
            list.algorithm = parts.ReadSequence().ReadObjectIdentifier();
            list.signature = parts.ReadBitString(out _);
            parts.ThrowIfNotEmpty();
            return list;
        }
        catch (AsnContentException e)
        {
            throw new MalformedException(e, "NoRevocationList");
        }
    }

    /// <summary>Whether the issuer of a certificate made this list for it.</summary>
    public bool IsBy(X509Certificate2 by)
    {
        if (!by.SubjectName.RawData.AsSpan().SequenceEqual(issuer))
            return false;
        using var rsa = by.GetRSAPublicKey();
        using var ecdsa = by.GetECDsaPublicKey();
        return algorithm switch
        {
            "1.2.840.113549.1.1.11" => Rsa(rsa, HashAlgorithmName.SHA256),
            "1.2.840.113549.1.1.12" => Rsa(rsa, HashAlgorithmName.SHA384),
            "1.2.840.113549.1.1.13" => Rsa(rsa, HashAlgorithmName.SHA512),
            "1.2.840.10045.4.3.2" => Ecdsa(ecdsa, HashAlgorithmName.SHA256),
            "1.2.840.10045.4.3.3" => Ecdsa(ecdsa, HashAlgorithmName.SHA384),
            "1.2.840.10045.4.3.4" => Ecdsa(ecdsa, HashAlgorithmName.SHA512),
            _ => false,
        };
    }

    /// <summary>Since when the certificate is revoked; null if this list does not name it.</summary>
    public DateTimeOffset? RevokedAt(X509Certificate2 certificate) =>
        revoked.TryGetValue(Convert.ToHexString(certificate.SerialNumberBytes.Span), out var at) ? at : null;

    /// <summary>Addresses at which a certificate's issuer publishes its list; empty if it says nothing of it.</summary>
    public static IReadOnlyList<string> AddressesOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == DistributionPoints) is not { } extension)
            return [];
        try
        {
            var addresses = new List<string>();
            var points = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                if (!point.HasData || point.PeekTag() != Tagged0)
                    continue;
                var name = point.ReadSequence(Tagged0);
                if (!name.HasData || name.PeekTag() != Tagged0)
                    continue;
                for (var names = name.ReadSequence(Tagged0); names.HasData;)
                {
                    if (names.PeekTag().HasSameClassAndValue(Uri6))
                        addresses.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Uri6));
                    else
                        names.ReadEncodedValue();
                }
            }

            return addresses;
        }
        catch (AsnContentException)
        {
            return []; // an extension that cannot be read names no address, and that none was named is what is kept
        }
    }

    private void ReadSigned(AsnReader list)
    {
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            list.ReadInteger();
        list.ReadEncodedValue(); // the algorithm, which stands beside the signature too
        issuer = list.ReadEncodedValue().ToArray();
        IssuedAt = Time(list);
        if (list.HasData && IsTime(list.PeekTag()))
            Time(list);
        if (!list.HasData || !list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            return;
        for (var entries = list.ReadSequence(); entries.HasData;)
        {
            var entry = entries.ReadSequence();
            revoked[Convert.ToHexString(entry.ReadIntegerBytes().Span)] = Time(entry);
        }
    }

    private static bool IsTime(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset Time(AsnReader from) =>
        from.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? from.ReadUtcTime() : from.ReadGeneralizedTime();

    private bool Rsa(RSA? key, HashAlgorithmName hash) =>
        key is not null && key.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1);

    private bool Ecdsa(ECDsa? key, HashAlgorithmName hash) =>
        key is not null && key.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
}
