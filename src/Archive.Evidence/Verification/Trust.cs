using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archive.Evidence.Notes;

namespace Archive.Evidence.Verification;

/// <summary>
/// Whom the reader trusts, received by another way than the export: lines that are each the vkey of a signing key
/// (C2SP signed-note), and PEM blocks that are each a root certificate. Nothing else, comments and empty lines
/// included.
/// </summary>
/// <param name="Keys">A key's name is its role: `archive name/export/tenant`, `archive name/log/tenant`.</param>
/// <param name="Roots">May be empty: then the report names who signed the PDFs and judges no further.</param>
public sealed record Trust(IReadOnlyList<NoteKey> Keys, IReadOnlyList<X509Certificate2> Roots)
{
    private const string PemBegin = "-----BEGIN CERTIFICATE-----";
    private const string PemEnd = "-----END CERTIFICATE-----";

    /// <summary>Where the roots are that a certificate was held against, for the report.</summary>
    /// <param name="judged">Whether the reader gave roots; otherwise those that came with the set were used.</param>
    internal static Sentence Place(bool judged) => new(judged ? "TheTrustFile" : "TheKeysFolder");

    /// <exception cref="FormatException">Something else stands in it; the message names the line.</exception>
    public static Trust Parse(string text)
    {
        var keys = new List<NoteKey>();
        var roots = new List<X509Certificate2>();
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        if (lines[^1].Length != 0)
            throw new MalformedException("TrustLastLine");

        for (var i = 0; i < lines.Length - 1; i++)
        {
            if (lines[i] != PemBegin)
            {
                keys.Add(ParseKey(lines[i], i + 1));
                continue;
            }

            var end = Array.IndexOf(lines, PemEnd, i);
            if (end < 0)
                throw new MalformedException("LineCertificateNoEnd", i + 1);
            roots.Add(ParseRoot(string.Join('\n', lines[i..(end + 1)]) + "\n", i + 1));
            i = end;
        }

        if (keys.Count == 0)
            throw new MalformedException("TrustNoKey");
        return new(keys, roots);
    }

    /// <summary>One or more certificates one after another, each in that form.</summary>
    public static List<X509Certificate2> ParsePems(string pems)
    {
        var certificates = new List<X509Certificate2>();
        for (var at = 0; at == 0 || at < pems.Length;)
        {
            var end = pems.IndexOf($"\n{PemEnd}\n", at, StringComparison.Ordinal);
            if (end < 0)
                throw new MalformedException("CertificateNoEnd");
            var next = end + PemEnd.Length + 2;
            certificates.Add(ParsePem(pems[at..next]));
            at = next;
        }

        return certificates;
    }

    /// <summary>
    /// One PEM file as it lies in `keys/`: a certificate that names itself as its issuer. Its own signature is not
    /// looked at: a root is trusted because it was received, not because it says so.
    /// </summary>
    public static X509Certificate2 ParseRoot(string pem, int line = 1)
    {
        var root = ParsePem(pem, line);
        return root.SubjectName.RawData.AsSpan().SequenceEqual(root.IssuerName.RawData)
            ? root
            : throw new MalformedException("LineCertificateNoRoot", line, root.Subject, root.Issuer);
    }

    /// <summary>A certificate in the one form the RFC 7468 writer makes, ended by LF.</summary>
    public static X509Certificate2 ParsePem(string pem, int line = 1)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(
                Convert.FromBase64String(pem.Trim()[PemBegin.Length..^PemEnd.Length]));
            if (certificate.ExportCertificatePem() + "\n" == pem)
                return certificate;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentOutOfRangeException)
        {
            throw new MalformedException(e, "LineCertificateUnreadable", line);
        }

        throw new MalformedException("LineCertificateForm", line);
    }

    private static NoteKey ParseKey(string line, int number)
    {
        try
        {
            return NoteKey.Parse(line);
        }
        catch (FormatException e)
        {
            throw new MalformedException(e, "Line", number, Sentence.Of(e));
        }
    }
}
