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

    private static readonly Basis Law = Basis.Of("eIDAS art. 25");

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
            throw Sentences.Fault(e, "keys.certificate-not-read", path);
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
            return new("keys.certificate-ended", Law, Subject, NotAfter);
        return moment < NotBefore
            ? new("keys.certificate-not-yet", Law, Subject, NotBefore)
            : null;
    }

    /// <returns>What an operator should be told now; null while there is nothing.</returns>
    public Sentence? Warns(DateTimeOffset moment) => Bars(moment) is { } barred
        ? barred.Says
        : moment > NotAfter - WarnBefore ? Sentences.Of("keys.certificate-ends-soon", NotAfter) : null;

    /// <summary>In a few words, for a list.</summary>
    public Sentence Judge(DateTimeOffset moment) => Sentences.Of((Bars(moment), Warns(moment)) switch
    {
        (not null, _) => "keys.outside-its-time",
        (_, not null) => "keys.signs-ends-soon",
        _ => IsDevelopment ? "keys.signs-for-trying-out" : "keys.signs",
    });
}
