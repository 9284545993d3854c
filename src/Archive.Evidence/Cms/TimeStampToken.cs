using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Archive.Evidence.Cms;

/// <summary>
/// An RFC 3161 token that holds together: DER and nothing but DER, over a SHA-256, signed by the one certificate it
/// names, which came with it and is for time-stamping only. Whether that certificate is anyone's to trust is another
/// question: <see cref="PathTo"/>. See docs/evidence-format.md, "Time-stamp token".
/// </summary>
public sealed class TimeStampToken
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private static readonly string[] Digests =
        ["2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"]; // SHA-256, SHA-384, SHA-512

    private readonly X509Certificate2Collection brought;

    private TimeStampToken(
        byte[] der,
        Rfc3161TimestampTokenInfo info,
        X509Certificate2 signer,
        X509Certificate2Collection brought)
    {
        Der = der;
        Signer = signer;
        this.brought = brought;
        Imprint = Evidence.Digest.From(info.GetMessageHash().Span);
        Time = Told(info.Timestamp);
        ExistedBy = Time + TimeSpan.FromMicroseconds(info.AccuracyInMicroseconds ?? 0);
        Policy = info.PolicyId.Value!;
    }

    /// <summary>The token as the authority gave it.</summary>
    public byte[] Der { get; }

    public Digest Digest => Evidence.Digest.Of(Der);

    /// <summary>The SHA-256 that it is over.</summary>
    public Digest Imprint { get; }

    /// <summary>What the authority's clock said.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>
    /// <see cref="Time"/> and the inaccuracy the authority admits: before this moment the imprint existed.
    /// </summary>
    public DateTimeOffset ExistedBy { get; }

    /// <summary>Object identifier of the policy under which the authority works.</summary>
    public string Policy { get; }

    public X509Certificate2 Signer { get; }

    /// <summary>
    /// The moment in whole microseconds, upwards. The decoder computes fractions in floating point and cuts them off:
    /// what the authority writes as .815 comes as .8149999. Only a tick above a whole one is that same error.
    /// </summary>
    internal static DateTimeOffset Told(DateTimeOffset decoded) =>
        new((decoded.UtcTicks - 1 + TimeSpan.TicksPerMicrosecond - 1)
            / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>Whether it brought a certificate along, which then need not be kept beside it.</summary>
    public bool Brought(ReadOnlyMemory<byte> certificate) =>
        brought.Any(c => c.RawDataMemory.Span.SequenceEqual(certificate.Span));

    /// <exception cref="FormatException">It is no such token; the message says why.</exception>
    public static TimeStampToken Read(ReadOnlyMemory<byte> bytes)
    {
        DerReader.Demand(bytes);
        TokenShape.Demand(bytes);
        try
        {
            if (!Rfc3161TimestampToken.TryDecode(bytes, out var token, out var length) || length != bytes.Length)
                throw new MalformedException("NoTimeStamp");
            var cms = token.AsSignedCms();
            DerReader.Demand(cms.ContentInfo.Content);
            var info = token.TokenInfo;
            DerReader.Demand(info.HashAlgorithmId.Value == Digests[0], "TimeStampNotSha256");
            if (!token.VerifySignatureForHash(info.GetMessageHash().Span, HashAlgorithmName.SHA256, out var signer))
                throw new MalformedException("TimeStampSignature");
            MustBeStrong(cms, signer);
            MustBeForTimeStamps(signer);
            return new(bytes.ToArray(), info, signer, cms.Certificates);
        }
        catch (CryptographicException e)
        {
            throw new MalformedException(e, "NoTimeStamp");
        }
    }

    /// <summary>The certificates from the signer's to one of the roots, as they held at the token's time.</summary>
    /// <param name="roots">The only ones trusted.</param>
    /// <param name="others">Certificates that may stand in between, besides those in the token.</param>
    /// <returns>The signer's first, the root's last; null if there is no such path.</returns>
    public IReadOnlyList<X509Certificate2>? PathTo(
        IEnumerable<X509Certificate2> roots,
        IEnumerable<X509Certificate2> others)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots.ToArray());
        policy.ExtraStore.AddRange(brought);
        policy.ExtraStore.AddRange(others.ToArray());
        policy.ApplicationPolicy.Add(new Oid(TimeStamping));
        policy.RevocationMode = X509RevocationMode.NoCheck; // what was said of it then is kept beside the token
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = Time.UtcDateTime;
        policy.VerificationTimeIgnored = false;
        if (policy.CustomTrustStore.Count == 0 || !chain.Build(Signer))
            return null;
        return [.. chain.ChainElements.Select(e => X509CertificateLoader.LoadCertificate(e.Certificate.RawData))];
    }

    private static void MustBeStrong(SignedCms cms, X509Certificate2 signer)
    {
        DerReader.Demand(cms.SignerInfos.Count == 1, "TimeStampSigners");
        var info = cms.SignerInfos[0];
        DerReader.Demand(Digests.Contains(info.DigestAlgorithm.Value), "TimeStampSignerDigest");
        using var rsa = signer.GetRSAPublicKey();
        using var ecdsa = signer.GetECDsaPublicKey();
        DerReader.Demand(rsa is { KeySize: >= 2048 } || ecdsa is { KeySize: >= 256 }, "TimeStampWeakKey");
    }

    private static void MustBeForTimeStamps(X509Certificate2 signer)
    {
        var purposes = signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList();
        DerReader.Demand(
            purposes is [{ Critical: true, EnhancedKeyUsages: [{ Value: TimeStamping }] }],
            "TimeStampPurpose");
        const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;
        DerReader.Demand(
            signer.Extensions.OfType<X509KeyUsageExtension>()
                .All(u => (u.KeyUsages & Signing) != 0 && (u.KeyUsages & ~Signing) == 0),
            "CertificateNotForSignatures");
    }
}
