using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Keys.Certificates;

/// <summary>
/// A certificate as a trust-service provider gave it: one PKCS#12 file, or PEM files. Judged before it is taken into
/// use, so that a wrong one is found now and not on the day of a decision.
/// </summary>
public sealed class CertificateFiles : IDisposable
{
    private const int SmallestRsa = 2048;
    private const int SmallestEc = 256;

    private readonly X509Certificate2 leaf;
    private readonly X509Certificate2Collection issuers;

    private CertificateFiles(X509Certificate2 leaf, X509Certificate2Collection issuers) =>
        (this.leaf, this.issuers) = (leaf, issuers);

    public CertificateStatus Status => CertificateStatus.Of(leaf);

    /// <param name="issuersPem">Issuers that are not in the file; null if all are.</param>
    /// <returns>Refused if the file is none, has another password, or not one certificate with its key.</returns>
    public static Outcome<CertificateFiles> FromPkcs12(
        string path, string password, string? issuersPem) => Read(path, () =>
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(
            path, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
        var own = all.Where(c => c.HasPrivateKey).ToList();
        if (own is not [var leaf])
            return new Refusal("keys.certificate-not-one", Basis.Signing, path, own.Count);
        all.Remove(leaf);
        if (issuersPem is not null)
            all.ImportFromPemFile(issuersPem);
        return new CertificateFiles(leaf, all);
    });

    /// <param name="password">Of the key file; null if it has none.</param>
    /// <returns>Refused if a file is none, or key and certificate do not belong together.</returns>
    public static Outcome<CertificateFiles> FromPem(
        string certificate, string key, string? password, string issuersPem) => Read(certificate, () =>
    {
        var leaf = password is null
            ? X509Certificate2.CreateFromPemFile(certificate, key)
            : X509Certificate2.CreateFromEncryptedPemFile(certificate, password, key);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(issuersPem);
        return new CertificateFiles(leaf, all);
    });

    /// <returns>
    /// Null if this certificate may sign from that moment on; otherwise what is wrong with it, and what to ask the
    /// provider.
    /// </returns>
    public Refusal? Judge(DateTimeOffset moment)
    {
        if (Status.Bars(moment) is { } outside)
            return outside;
        if (leaf.Extensions.OfType<X509BasicConstraintsExtension>().Any(b => b.CertificateAuthority))
            return Unfit("keys.certificate-of-authority");
        if (!leaf.Extensions.OfType<X509KeyUsageExtension>().Any(
            u => (u.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != 0))
            return Unfit("keys.certificate-usage");

        if (TooSmall() is { } small)
            return small;
        if (!Matches())
            return Unfit("keys.certificate-other-key");
        return Chain() is not null ? null : WhatIsMissing();
    }

    /// <summary>
    /// Puts certificate, key and issuers where the next certificate belongs, all or none. It signs from then on.
    /// </summary>
    /// <returns>The folder.</returns>
    public string Place(string keysPath)
    {
        var chain = Chain() ?? throw new InvalidOperationException("Judge it first.");
        var folder = CertificateFolders.Next(keysPath);
        var aside = $"{folder}.part";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true); // of one that was killed
        DurableFile.CreateDirectory(aside);
        Write(aside, DevelopmentCertificate.Certificate, leaf.ExportCertificatePem());
        Write(aside, DevelopmentCertificate.Key, Key.ExportPkcs8PrivateKeyPem());
        Write(aside, DevelopmentCertificate.Root, string.Join('\n', chain.Select(c => c.ExportCertificatePem())));
        DurableFile.Move(aside, folder);
        return folder;
    }

    public void Dispose()
    {
        leaf.Dispose();
        foreach (var issuer in issuers)
            issuer.Dispose();
    }

    private AsymmetricAlgorithm Key => leaf.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)leaf.GetECDsaPrivateKey()
        ?? throw new InvalidOperationException("Judge it first.");

    private Refusal? TooSmall()
    {
        using var rsa = leaf.GetRSAPrivateKey();
        using var ec = leaf.GetECDsaPrivateKey();
        return (rsa, ec) switch
        {
            ({ KeySize: < SmallestRsa }, _) => Unfit("keys.certificate-small-rsa", rsa.KeySize, SmallestRsa),
            (_, { KeySize: < SmallestEc }) => Unfit("keys.certificate-small-curve", ec.KeySize, SmallestEc),
            (null, null) => Unfit("keys.certificate-algorithm"),
            _ => null,
        };
    }

    private bool Matches()
    {
        var probe = RandomNumberGenerator.GetBytes(32);
        using var rsa = leaf.GetRSAPrivateKey();
        using var ec = leaf.GetECDsaPrivateKey();
        using var rsaPublic = leaf.GetRSAPublicKey();
        using var ecPublic = leaf.GetECDsaPublicKey();
        return rsa is not null
            ? rsaPublic!.VerifyData(
                probe,
                rsa.SignData(probe, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1)
            : ecPublic!.VerifyData(probe, ec!.SignData(probe, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256);
    }

    /// <returns>Issuers, nearest first, the self-signed root last; null if they do not lead to one.</returns>
    private List<X509Certificate2>? Chain()
    {
        using var chain = NewChain();
        return chain.Build(leaf) && chain.ChainElements.Count > 1
            ? [.. chain.ChainElements.Skip(1).Select(e => X509CertificateLoader.LoadCertificate(e.Certificate.RawData))]
            : null;
    }

    private Refusal WhatIsMissing()
    {
        using var chain = NewChain();
        chain.Build(leaf);
        return chain.ChainElements.Count <= 1 && chain.ChainStatus.Length == 0
            ? Unfit("keys.certificate-self-signed")
            : Unfit("keys.certificate-issuers", string.Join(", ", chain.ChainStatus.Select(s => s.Status).Distinct()));
    }

    private X509Chain NewChain()
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(issuers.Where(c => c.Subject == c.Issuer).ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(issuers);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // the provider just gave it
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain;
    }

    private static Outcome<CertificateFiles> Read(string path, Func<Outcome<CertificateFiles>> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or ArgumentException
            or UnauthorizedAccessException)
        {
            return e is CryptographicException or ArgumentException
                ? new Refusal("keys.certificate-unreadable", Basis.Signing, path)
                : new Refusal("keys.certificate-file", Basis.Signing, Sentence.Of(e, path));
        }
    }

    private static void Write(string folder, string name, string pem) =>
        DurableFile.WriteNew(Path.Combine(folder, name), Encoding.ASCII.GetBytes(pem + "\n"), FilePermissions.Mode);

    private static Refusal Unfit(string code, params object?[] arguments) => new(code, Basis.Signing, arguments);
}
