using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archive.Anchoring;

/// <summary>Why a setting does not name authorities.</summary>
/// <param name="Key">Of a sentence in Resources/Settings.resx.</param>
internal sealed record AuthorityProblem(string Key, IReadOnlyList<object> Arguments);

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
    /// Reads authorities, each an address and one or more PEM files separated by spaces. What its certificates issued
    /// themselves are roots, others may stand in between.
    /// </summary>
    /// <returns>All of them; or none, and what is wrong.</returns>
    internal static (IReadOnlyList<TimeStampAuthority> Authorities, AuthorityProblem? Problem) Parse(
        IReadOnlyList<string> settings)
    {
        var authorities = new List<TimeStampAuthority>();
        foreach (var setting in settings)
        {
            var (authority, problem) = One(setting);
            if (authority is null)
                return ([], problem);
            if (authorities.Any(a => a.Name == authority.Name))
                return ([], new("Twice", [authority.Name]));
            authorities.Add(authority);
        }

        return (authorities, null);
    }

    private static (TimeStampAuthority? Authority, AuthorityProblem? Problem) One(string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || !Uri.TryCreate(parts[0], UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            return (null, new("NoAuthority", [words]));
        }

        var certificates = new List<X509Certificate2>();
        foreach (var file in parts[1..])
        {
            if (Certificates(file) is not { Count: > 0 } found)
                return (null, new("NoCertificate", [file, parts[0]]));
            certificates.AddRange(found);
        }

        var roots = certificates.Where(IsRoot).ToList();
        return roots.Count > 0
            ? (new(address, roots, [.. certificates.Where(c => !IsRoot(c))]), null)
            : (null, new("NoRoot", [string.Join(' ', parts[1..]), parts[0]]));
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <returns>Null if the file cannot be read.</returns>
    private static X509Certificate2Collection? Certificates(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
