using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archive.Evidence;

namespace Archive.Keys.Certificates;

/// <summary>What is known of a certificate without its key.</summary>
/// <param name="Fingerprint">SHA-256 of the certificate in DER.</param>
/// <param name="IsDevelopment">Made by ourselves for trying out; it has no legal value.</param>
public sealed record CertificateStatus(
    Digest Fingerprint, string Subject, DateTimeOffset NotBefore, DateTimeOffset NotAfter, bool IsDevelopment)
{
    /// <summary>A trust-service provider takes weeks; from this long before the end the operator is warned.</summary>
    public static readonly TimeSpan WarnBefore = TimeSpan.FromDays(60);

    private const string Page = "eIDAS art. 25; docs/decisions/0098";
    private const string Mend = "Import a new one: archive keys rotate certificate";

    /// <param name="folder">One of <see cref="CertificateFolders"/>.</param>
    /// <exception cref="FaultException">There is no certificate in it.</exception>
    public static CertificateStatus Read(string folder)
    {
        var path = Path.Combine(folder, DevelopmentCertificate.Certificate);
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return Of(certificate);
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            throw new FaultException(
                $"The signing certificate {path} cannot be read: {e.Message} Restore it from the back-up of the keys.",
                e);
        }
    }

    public static CertificateStatus Of(X509Certificate2 certificate) => new(
        Digest.Of(certificate.RawData), certificate.Subject, certificate.NotBefore.ToUniversalTime(), certificate
            .NotAfter
            .ToUniversalTime(),
        certificate.Subject.Contains(DevelopmentCertificate.Warning, StringComparison.Ordinal));

    /// <returns>Null if it may sign at that moment; otherwise why not.</returns>
    public Refusal? Bars(DateTimeOffset moment)
    {
        if (moment > NotAfter)
            return new($"The certificate that signs ({Subject}) was valid until {Day(NotAfter)}; a signature with it "
                + $"would be worth nothing. {Mend}", Page);
        return moment < NotBefore
            ? new($"The certificate that signs ({Subject}) is valid from {Day(NotBefore)} only. Wait until then, or "
                + "check this machine's clock.", Page)
            : null;
    }

    /// <returns>What an operator should be told now; null while there is nothing.</returns>
    public string? Warns(DateTimeOffset moment) => Bars(moment) is { } barred
        ? barred.Reason
        : moment > NotAfter - WarnBefore
            ? $"The certificate that signs exports ends on {Day(NotAfter)}; after that no export can be signed. Ask "
                + $"for a new one now. {Mend}"
            : null;

    /// <summary>In a few words, for a list.</summary>
    public string Judge(DateTimeOffset moment) => (Bars(moment), Warns(moment)) switch
    {
        (not null, _) => "DOES NOT SIGN: outside its time",
        (_, not null) => "signs; ends soon",
        _ => IsDevelopment ? "signs; development, no legal value" : "signs",
    };

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
