using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archive.Anchoring;

/// <summary>An RFC 3161 authority that is asked for time-stamps.</summary>
/// <param name="Address">http or https; the operator chose it, so it may lie within the office's own network.</param>
/// <param name="Roots">The only certificates its tokens are trusted under.</param>
/// <param name="Others">Certificates that may stand between its own and a root.</param>
public sealed record TimeStampAuthority(
    Uri Address, IReadOnlyList<X509Certificate2> Roots, IReadOnlyList<X509Certificate2> Others)
{
    /// <summary>How it is called in rows, logs and pages.</summary>
    public string Name => Address.ToString();

    /// <summary>
    /// Reads ARCHIVE_TIMESTAMP_AUTHORITIES: authorities separated by commas, each an address and one or more PEM files
    /// separated by spaces. What its certificates issued themselves are roots, others may stand in between.
    /// </summary>
    /// <exception cref="FormatException">
    /// It is something else; the message names the authority and the file.
    /// </exception>
    public static IReadOnlyList<TimeStampAuthority> Parse(string setting)
    {
        var authorities = setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(One)
            .ToList();
        return authorities.Select(a => a.Name).Distinct().Count() == authorities.Count
            ? authorities
            : throw new FormatException("ARCHIVE_TIMESTAMP_AUTHORITIES names an authority twice.");
    }

    private static TimeStampAuthority One(string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || !Uri.TryCreate(parts[0], UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            throw new FormatException(
                $"ARCHIVE_TIMESTAMP_AUTHORITIES holds '{words}', which is not an http(s) address, a space and the PEM "
                    + "file of its "
                + "root certificate. Several authorities are separated by commas.");
        }

        var certificates = parts[1..].SelectMany(file => Certificates(parts[0], file)).ToList();
        var roots = certificates.Where(IsRoot).ToList();
        return roots.Count > 0
            ? new(address, roots, [.. certificates.Where(c => !IsRoot(c))])
            : throw new FormatException($"ARCHIVE_TIMESTAMP_AUTHORITIES: {string.Join(' ', parts[1..])} holds no root "
                + $"certificate (one it issued itself) of {parts[0]}.");
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static X509Certificate2Collection Certificates(string address, string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0
                ? certificates
                : throw new FormatException(
                    $"ARCHIVE_TIMESTAMP_AUTHORITIES: {file}, of {address}, holds no certificate in PEM.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new FormatException(
                $"ARCHIVE_TIMESTAMP_AUTHORITIES: {file}, of {address}, cannot be read: {e.Message}",
                e);
        }
    }
}
