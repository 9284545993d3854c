using System.Diagnostics;
using System.Globalization;

namespace Archive.Replay.Authority;

/// <summary>
/// The keys and certificates of an authority, made with openssl in a directory of its own: a root, one between, and the
/// one that signs; with revocation lists of the first two.
/// </summary>
internal sealed class AuthorityFiles(string directory, string listAddress)
{
    private const string Moment = "yyMMddHHmmss'Z'";

    public string Root => Path.Combine(directory, "root.pem");

    public string Between => Path.Combine(directory, "between.pem");

    public void MakeIssuers()
    {
        File.WriteAllText(Path.Combine(directory, "openssl.cnf"), Configuration());
        foreach (var issuer in new[] { "root", "between" })
        {
            File.WriteAllText(Path.Combine(directory, $"{issuer}.index"), "");
            File.WriteAllText(Path.Combine(directory, $"{issuer}.serial"), "1001\n");
            File.WriteAllText(Path.Combine(directory, $"{issuer}.crlnumber"), "01\n");
        }

        File.WriteAllText(Path.Combine(directory, "ts.serial"), "01\n");
        Key("root");
        Run(
            "req",
            "-x509",
            "-new",
            "-key",
            "root.key",
            "-sha256",
            "-days",
            "7300",
            "-subj",
            "/CN=Proefstam tijdstempels",
            "-config",
            "openssl.cnf",
            "-extensions",
            "issuer",
            "-out",
            "root.pem");
        Issue(
            "between",
            "Proeftussen tijdstempels",
            "root",
            "issuer_listed",
            TimeSpan.FromDays(-1),
            TimeSpan.FromDays(3650));
        List("root");
        List("between");
    }

    /// <summary>A new certificate for whoever signs; it takes the place of the one before.</summary>
    public void MakeSigner(TimeSpan from, TimeSpan until) =>
        Issue("tsa", "Proefdienst signer", "between", "signer", from, until);

    public void RevokeSigner()
    {
        Run("ca", "-config", "openssl.cnf", "-name", "between", "-revoke", "tsa.pem");
        List("between");
    }

    /// <summary>The DER of a list, as it is served.</summary>
    public byte[] RevocationList(string issuer) => File.ReadAllBytes(Path.Combine(directory, $"{issuer}.crl"));

    /// <returns>What openssl answers to a query.</returns>
    /// <param name="bare">Leave out the certificate between its own and the root.</param>
    public byte[] Reply(byte[] query, bool bare)
    {
        File.WriteAllBytes(Path.Combine(directory, "query"), query);
        Run(
            "ts",
            "-reply",
            "-config",
            "openssl.cnf",
            "-section",
            bare ? "bare" : "service",
            "-queryfile",
            "query",
            "-out",
            "reply");
        return File.ReadAllBytes(Path.Combine(directory, "reply"));
    }

    /// <returns>The token in a reply, signed anew with a certificate that is not for time-stamping.</returns>
    public byte[] SignedWithout(byte[] reply)
    {
        File.WriteAllBytes(Path.Combine(directory, "reply"), reply);
        Issue("other", "Proefdienst zonder doel", "between", "other", TimeSpan.FromDays(-1), TimeSpan.FromDays(30));
        Run("ts", "-reply", "-in", "reply", "-token_out", "-out", "token");
        Run("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token", "-out", "info");
        Run(
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-cades",
            "-nosmimecap",
            "-md",
            "sha256",
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.4",
            "-in",
            "info",
            "-signer",
            "other.pem",
            "-inkey",
            "other.key",
            "-outform",
            "DER",
            "-out",
            "token");
        return File.ReadAllBytes(Path.Combine(directory, "token"));
    }

    private void Key(string name) =>
        Run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", $"{name}.key");

    private void Issue(string name, string subject, string issuer, string extensions, TimeSpan from, TimeSpan until)
    {
        var now = TimeProvider.System.GetUtcNow();
        Key(name);
        Run(
            "req",
            "-new",
            "-key",
            $"{name}.key",
            "-subj",
            $"/CN={subject}",
            "-config",
            "openssl.cnf",
            "-out",
            $"{name}.csr");
        Run("ca", "-batch", "-notext", "-config", "openssl.cnf", "-name", issuer, "-extensions", extensions,
            "-startdate", (now + from).ToString(Moment, CultureInfo.InvariantCulture),
            "-enddate", (now + until).ToString(Moment, CultureInfo.InvariantCulture),
            "-in", $"{name}.csr", "-out", $"{name}.pem");
    }

    private void List(string issuer)
    {
        Run("ca", "-gencrl", "-config", "openssl.cnf", "-name", issuer, "-out", "crl.pem");
        Run("crl", "-in", "crl.pem", "-outform", "DER", "-out", $"{issuer}.crl");
    }

    private void Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {errors.Result}");
    }

    private string Configuration() =>
        $"""
         oid_section = oids
         [ oids ]
         policy_1 = 1.3.6.1.4.1.99999.7.1
         [ req ]
         distinguished_name = name
         [ name ]
         {Issuer("root")}
         {Issuer("between")}
         [ any ]
         commonName = supplied
         [ issuer ]
         basicConstraints = critical, CA:TRUE
         keyUsage = critical, keyCertSign, cRLSign
         subjectKeyIdentifier = hash
         [ issuer_listed ]
         basicConstraints = critical, CA:TRUE
         keyUsage = critical, keyCertSign, cRLSign
         subjectKeyIdentifier = hash
         authorityKeyIdentifier = keyid
         crlDistributionPoints = URI:{listAddress}root.crl
         [ signer ]
         basicConstraints = critical, CA:FALSE
         keyUsage = critical, digitalSignature
         extendedKeyUsage = critical, timeStamping
         authorityKeyIdentifier = keyid
         crlDistributionPoints = URI:{listAddress}between.crl
         [ other ]
         basicConstraints = critical, CA:FALSE
         keyUsage = critical, digitalSignature
         extendedKeyUsage = critical, emailProtection
         authorityKeyIdentifier = keyid
         [ service ]
         certs = between.pem
         {Service}
         [ bare ]
         {Service}

         """;

    private const string Service =
        """
        serial = ts.serial
        signer_cert = tsa.pem
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = policy_1
        digests = sha256
        accuracy = secs:1
        clock_precision_digits = 3
        ordering = yes
        ess_cert_id_alg = sha256
        """;

    private static string Issuer(string name) =>
        $"""
         [ {name} ]
         database = {name}.index
         serial = {name}.serial
         crlnumber = {name}.crlnumber
         new_certs_dir = .
         certificate = {name}.pem
         private_key = {name}.key
         default_md = sha256
         default_crl_days = 30
         policy = any
         unique_subject = no
         """;
}
