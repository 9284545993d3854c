using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Keys.Certificates;

namespace Archive.Tests.Exports.Pdf;

/// <summary>Certificates as openssl makes them, taken into use or refused with a sentence.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CertificateFilesTests : IDisposable
{
    private const string Signs = "keyUsage=critical,digitalSignature,nonRepudiation";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private readonly string room = Directory.CreateTempSubdirectory("archive-certificate-").FullName;

    private string Keys => Path.Combine(room, "keys");

    public void Dispose() => Directory.Delete(room, recursive: true);

    [Theory]
    [InlineData("rsa:2048")]
    [InlineData("ec:P-256")]
    [InlineData("ec:P-384")]
    public void A_pkcs12_of_a_provider_is_taken_into_use_and_signs(string key)
    {
        Issue(key, Signs);
        Run(
            "openssl",
            "pkcs12",
            "-export",
            "-in",
            At("leaf.pem"),
            "-inkey",
            At("leaf.key"),
            "-certfile",
            At("chain.pem"),
            "-out",
            At("leaf.p12"),
            "-passout",
            "pass:geheim");
        using var files = Taken(CertificateFiles.FromPkcs12(At("leaf.p12"), "geheim", null));

        Assert.Null(files.Judge(Now));
        var folder = files.Place(Keys);

        using var certificate = SigningCertificate.Load(folder, TimeProvider.System);
        Assert.Equal(["CN=Intermediate", "CN=Root"], certificate.Chain.Select(c => c.Subject));
        Assert.Equal(64, files.Status.Fingerprint.ToString().Length);
        var (bytes, publicKey) = ("sign this"u8.ToArray(), certificate.Leaf);
        var signature = certificate.Sign(bytes);
        Assert.True(certificate.Leaf.PublicKey.GetRSAPublicKey() is not null
            ? publicKey.GetRSAPublicKey()!.VerifyData(
                bytes,
                signature,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1)
            : publicKey.GetECDsaPublicKey()!.VerifyData(
                bytes,
                signature,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence));
        Assert.All(
            Directory.GetFiles(folder),
            f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void Pem_files_do_as_well_and_the_one_before_stays()
    {
        SigningCertificate.LoadOrCreateDevelopment(CertificateFolders.Current(Keys), TimeProvider.System).Dispose();
        Issue("rsa:2048", Signs);
        using var files = Taken(Pem("leaf.key"));

        Assert.Null(files.Judge(Now));
        var folder = files.Place(Keys);

        Assert.EndsWith("certificate-2", folder);
        Assert.Equal(folder, CertificateFolders.Current(Keys));
        Assert.Equal(
            [true, false],
            CertificateFolders.All(Keys).Select(f => CertificateStatus.Read(f.Path).IsDevelopment));
        Assert.EndsWith("certificate-3", CertificateFolders.Next(Keys));
    }

    [Theory]
    [InlineData("rsa:1024", Signs, "keys.certificate-small-rsa")]
    [InlineData("rsa:2048", "keyUsage=critical,keyEncipherment", "keys.certificate-usage")]
    [InlineData("rsa:2048", "subjectKeyIdentifier=hash", "keys.certificate-usage")]
    [InlineData(
        "rsa:2048",
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,digitalSignature",
        "keys.certificate-of-authority")]
    [InlineData("ed25519", Signs, "keys.certificate-algorithm")]
    public void One_that_cannot_sign_documents_is_refused_with_what_is_wrong(string key, string extensions, string code)
    {
        Issue(key, extensions);
        if (Pem("leaf.key").IsRefused(out var refused, out var files))
        {
            Assert.Equal(("ed25519", "keys.certificate-unreadable"), (key, refused.Code)); // the runtime loads none
            return;
        }

        using (files)
            Assert.Equal(code, files.Judge(Now)?.Code);
    }

    [Fact]
    public void Outside_its_time_it_is_refused()
    {
        Issue("rsa:2048", Signs);
        using var files = Taken(Pem("leaf.key"));

        Assert.Equal("keys.certificate-ended", files.Judge(Now.AddDays(101))?.Code);
        Assert.Equal("keys.certificate-not-yet", files.Judge(Now.AddDays(-1))?.Code);
    }

    [Fact]
    public void Without_its_issuers_it_is_refused()
    {
        Issue("rsa:2048", Signs);
        foreach (var chain in new[] { "root.pem", "int.pem", "leaf.pem" })
        {
            using var files = Taken(CertificateFiles.FromPem(At("leaf.pem"), At("leaf.key"), null, At(chain)));
            Assert.Contains("issuers", files.Judge(Now)!.In(Language.En));
        }
    }

    [Fact]
    public void The_key_of_another_certificate_is_refused()
    {
        Issue("rsa:2048", Signs);
        Assert.Equal("keys.certificate-unreadable", Pem("root.key").Refusal?.Code);
    }

    [Fact]
    public void A_wrong_password_is_said()
    {
        Issue("rsa:2048", Signs);
        Run(
            "openssl",
            "pkcs12",
            "-export",
            "-in",
            At("leaf.pem"),
            "-inkey",
            At("leaf.key"),
            "-out",
            At("leaf.p12"),
            "-passout",
            "pass:geheim");

        Assert.Contains(
            "password",
            CertificateFiles.FromPkcs12(At("leaf.p12"), "anders", null).Refusal!.In(Language.En));
    }

    [Fact]
    public void Its_end_is_announced_sixty_days_before_and_bars_after()
    {
        Issue("rsa:2048", Signs); // for 100 days
        using var files = Taken(Pem("leaf.key"));
        var (status, end) = (files.Status, files.Status.NotAfter);

        Assert.Null(status.Warns(end.AddDays(-61)));
        Assert.Contains("ends on", $"{status.Warns(end.AddDays(-59))}");
        Assert.Null(status.Bars(end));
        Assert.Contains("archive keys rotate certificate", status.Bars(end.AddSeconds(1))!.In(Language.Nl));
    }

    private static CertificateFiles Taken(Outcome<CertificateFiles> files) =>
        Assert.IsType<Outcome<CertificateFiles>.Done>(files).Value;

    private Outcome<CertificateFiles> Pem(string key) =>
        CertificateFiles.FromPem(At("leaf.pem"), At(key), null, At("chain.pem"));

    /// <summary>A root, an intermediate it signed, and a leaf of 100 days that the intermediate signed.</summary>
    private void Issue(string key, string extensions)
    {
        const string Authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign";
        Make("root", "rsa:2048", "Root", Authority, null);
        Make("int", "rsa:2048", "Intermediate", Authority, "root");
        Make("leaf", key, "Gemeente Voorbeeldstad", extensions, "int");
        File.WriteAllText(At("chain.pem"), File.ReadAllText(At("int.pem")) + File.ReadAllText(At("root.pem")));
    }

    private void Make(string name, string key, string subject, string extensions, string? issuer)
    {
        string[] kind = key.StartsWith("ec:", StringComparison.Ordinal)
            ? ["ec", "-pkeyopt", $"ec_paramgen_curve:{key[3..]}"]
            : [key];
        File.WriteAllText(At("extensions"), extensions + "\n");
        Run("openssl", ["req", "-newkey", .. kind, "-nodes", "-subj", $"/CN={subject}", "-keyout", At(
            $"{name}.key"), "-out", At($"{name}.csr")]);
        string[] by = issuer is null
            ? ["-signkey", At($"{name}.key")]
            : ["-CA", At($"{issuer}.pem"), "-CAkey", At($"{issuer}.key")];
        Run("openssl", ["x509", "-req", "-in", At($"{name}.csr"), .. by, "-days", "100", "-extfile", At(
            "extensions"), "-out", At($"{name}.pem")]);
    }

    private string At(string name) => Path.Combine(room, name);

    private static void Run(string program, params string[] arguments)
    {
        var (code, output) = Tool.Run(program, arguments);
        Assert.True(code == 0, output);
    }
}
