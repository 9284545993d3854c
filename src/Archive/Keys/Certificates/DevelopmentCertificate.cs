using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Keys.Certificates;

/// <summary>Makes the certificate for trying things out: a root, and a leaf it signed, both ECDSA P-256.</summary>
internal static class DevelopmentCertificate
{
    public const string Certificate = "signer.pem";
    public const string Key = "signer.key";
    public const string Root = "root.pem";

    public const string Warning = "DEVELOPMENT - no legal value / ONTWIKKELING - geen rechtskracht";
    private const int Years = 5;

    /// <summary>
    /// All files or none, and on the disk when it returns: they are made aside and moved into place in one step.
    /// </summary>
    public static void Ensure(string directory, DateTimeOffset moment)
    {
        if (Directory.Exists(directory))
            return;

        var aside = $"{Path.TrimEndingDirectorySeparator(directory)}.{Ids.New()}";
        DurableFile.CreateDirectory(aside);
        Make(aside, moment);
        try
        {
            DurableFile.Move(aside, directory);
        }
        catch (IOException) when (Directory.Exists(directory))
        {
            Directory.Delete(aside, recursive: true); // another process was first
        }
    }

    private static void Make(string directory, DateTimeOffset moment)
    {
        var (from, to) = (moment.AddHours(-1), moment.AddYears(Years));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = RootRequest(rootKey).CreateSelfSigned(from, to);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = LeafRequest(leafKey, root).Create(root, from, to, Serial());

        Write(directory, Root, root.ExportCertificatePem());
        Write(directory, Certificate, leaf.ExportCertificatePem());
        Write(directory, Key, leafKey.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest RootRequest(ECDsa key)
    {
        var request = Request(key, "Archive root");
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request;
    }

    private static CertificateRequest LeafRequest(ECDsa key, X509Certificate2 root)
    {
        var request = Request(key, "Archive signer");
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                root,
                includeKeyIdentifier: true,
                includeIssuerAndSerial: false));
        return request;
    }

    private static CertificateRequest Request(ECDsa key, string role)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(role);
        name.AddOrganizationalUnitName(Warning);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    /// <summary>16 random bytes, positive and without leading zeros (RFC 5280 section 4.1.2.2).</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static void Write(string directory, string name, string pem) =>
        DurableFile.WriteNew(Path.Combine(directory, name), Encoding.ASCII.GetBytes(pem + "\n"), FilePermissions.Mode);
}
