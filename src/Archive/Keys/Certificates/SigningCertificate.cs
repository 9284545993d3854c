using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Keys.Certificates;

/// <summary>
/// The certificate with which a body signs its exports, its issuers, and the key. Held by the Worker only.
/// </summary>
public sealed class SigningCertificate : IDisposable
{
    private readonly AsymmetricAlgorithm key;

    private SigningCertificate(X509Certificate2 leaf, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> chain)
    {
        Leaf = leaf;
        this.key = key;
        Chain = chain;
    }

    public X509Certificate2 Leaf { get; }

    /// <summary>Issuers, nearest first; the last one is the root that a reader must trust.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    public string RootPem => Chain[^1].ExportCertificatePem() + "\n";

    /// <summary>Loads the certificate that a certification authority gave the body.</summary>
    /// <param name="chainPem">Issuers in PEM, nearest first, the root last.</param>
    /// <exception cref="FaultException">
    /// A file is missing, others may read the key, key and certificate do not belong together, or it is over.
    /// </exception>
    public static SigningCertificate Load(string certificatePem, string keyPem, string chainPem, DateTimeOffset moment)
    {
        try
        {
            FilePermissions.Check(keyPem, Sentences.Of("keys.the-signing-key"));
            var leaf = X509Certificate2.CreateFromPemFile(certificatePem, keyPem);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(chainPem);
            AsymmetricAlgorithm? key = leaf.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)leaf.GetECDsaPrivateKey();
            if (key is null || chain.Count == 0)
                throw Sentences.Fault("keys.certificate-incomplete", certificatePem, chainPem);
            if (moment < leaf.NotBefore || moment > leaf.NotAfter)
                throw Sentences.Fault("keys.certificate-not-valid", certificatePem, leaf.NotBefore, leaf.NotAfter);
            return new(leaf, key, [.. chain]);
        }
        catch (Exception e) when (e is CryptographicException or IOException or ArgumentException)
        {
            throw Sentences.Fault(e, "keys.certificate-unusable", certificatePem, Sentence.Of(e));
        }
    }

    /// <summary>
    /// A certificate for trying things out, made on first use. Its names say that it has no legal value, and the key of
    /// its root is thrown away once the leaf is signed.
    /// </summary>
    /// <param name="directory">Its own directory; made, with files only we can read, if it is not there.</param>
    public static SigningCertificate LoadOrCreateDevelopment(string directory, TimeProvider clock)
    {
        DevelopmentCertificate.Ensure(directory, clock.GetUtcNow());
        return Load(directory, clock);
    }

    /// <summary>Loads the certificate in a folder, one of <see cref="CertificateFolders"/>.</summary>
    /// <exception cref="FaultException">As for the three files.</exception>
    public static SigningCertificate Load(string directory, TimeProvider clock) =>
        Load(
            Path.Combine(directory, DevelopmentCertificate.Certificate),
            Path.Combine(directory, DevelopmentCertificate.Key),
            Path.Combine(directory, DevelopmentCertificate.Root),
            clock.GetUtcNow());

    /// <summary>Signs bytes with SHA-256: RSA PKCS#1 v1.5 or ECDSA as a DER sequence.</summary>
    public byte[] Sign(byte[] bytes) => key switch
    {
        RSA rsa => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => ecdsa.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        _ => throw new InvalidOperationException($"No signature with {key.GetType()}."),
    };

    public void Dispose()
    {
        key.Dispose();
        Leaf.Dispose();
        foreach (var issuer in Chain)
            issuer.Dispose();
    }
}
