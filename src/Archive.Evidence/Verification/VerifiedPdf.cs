using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Archive.Evidence.Cms;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// A PDF whose last signature is valid, PAdES B-B (ETSI EN 319 142-1 section 6; ISO 32000-2, 12.8). Valid if and only
/// if
///   (1) its ByteRange is `[0 a b c]`, b + c is the length of the file, and a to b is exactly the string of /Contents;
///   (2) its SubFilter is ETSI.CAdES.detached;
///   (3) /Contents is hexadecimal in one case: one DER value and then zeros;
///   (4) that value is a signature over the SHA-256 of the two ranges, see <see cref="CmsReader"/>.
/// Who signed is another question: <see cref="ChainsTo"/>.
/// </summary>
public sealed partial class VerifiedPdf
{
    /// <summary>A signature dictionary is looked for this far on either side of its ByteRange.</summary>
    private const int Window = 1 << 20;

    private readonly CmsReader cms;

    private VerifiedPdf(CmsReader cms, string? set) => (this.cms, Set) = (cms, set);

    public X509Certificate2 Signer => cms.Signer;

    /// <summary>The hexadecimal string by which it is bound to a set; null if it has none.</summary>
    public string? Set { get; }

    /// <param name="pdf">Seekable; read in pieces.</param>
    /// <exception cref="FormatException">There is no signature, or it is not valid; the message says why.</exception>
    public static VerifiedPdf Of(Stream pdf)
    {
        var found = FindLast(pdf, "/ByteRange"u8.ToArray());
        if (found < 0)
            throw new MalformedException("PdfNoSignature");

        var start = Math.Max(0, found - Window);
        var window = new byte[(int)Math.Min(pdf.Length - start, 2 * Window)];
        pdf.Position = start;
        pdf.ReadExactly(window);
        var signature = SignatureDictionary.Read(window, DictionaryBefore(window, (int)(found - start)));

        if (signature.Name("Type") is not ("Sig" or null) || signature.Name("SubFilter") != "ETSI.CAdES.detached")
            throw new MalformedException("PdfSignatureKind");
        if (signature.HexString("Contents") is not { } contents
            || signature.Numbers("ByteRange") is not [0, var a, var b, var c])
            throw new MalformedException("PdfNoByteRange");
        if (a != start + contents.Start || b != start + contents.End || c != pdf.Length - b)
            throw new MalformedException("PdfNotWhole");

        var der = Unpad(Encoding.Latin1.GetString(window, contents.Start + 1, contents.End - contents.Start - 2));
        var set = signature.HexString(DocumentBinding.Member) is { } bound
            ? Encoding.Latin1.GetString(window, bound.Start + 1, bound.End - bound.Start - 2)
            : null;
        return new(CmsReader.Verify(der, Hash(pdf, (0, a), (b, c))), set);
    }

    /// <summary>
    /// Whether the signer's certificate was issued under one of these roots. Not at which moment: a B-B signature
    /// proves no time, so neither expiry nor revocation can be judged here, and the report shows the validity instead.
    /// </summary>
    public bool ChainsTo(IEnumerable<X509Certificate2> roots)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(cms.Certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = Signer.NotBefore;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.ChainPolicy.CustomTrustStore.Count > 0 && chain.Build(Signer);
    }

    /// <summary>The DER value at the front of /Contents, when only zeros follow it.</summary>
    private static byte[] Unpad(string hex)
    {
        if (!hex.All(char.IsAsciiHexDigitLower) && !hex.All(char.IsAsciiHexDigitUpper))
            throw new MalformedException("PdfHexCase");
        if (hex.Length % 2 != 0)
            throw new MalformedException("PdfHalfByte");

        var padded = Convert.FromHexString(hex);
        if (!AsnDecoder.TryReadEncodedValue(padded, AsnEncodingRules.DER, out _, out _, out _, out var length)
            || padded.AsSpan(length).ContainsAnyExcept((byte)0))
        {
            throw new MalformedException("PdfNotOneValue");
        }

        return padded[..length];
    }

    private static byte[] Hash(Stream pdf, params ReadOnlySpan<(long Offset, long Length)> ranges)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        foreach (var (offset, length) in ranges)
        {
            pdf.Position = offset;
            for (var left = length; left > 0;)
            {
                var n = pdf.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                if (n == 0)
                    throw new MalformedException("PdfCutOff");
                sha.AppendData(buffer, 0, n);
                left -= n;
            }
        }

        return sha.GetHashAndReset();
    }

    /// <summary>Where the last object that begins before a place opens its dictionary.</summary>
    private static int DictionaryBefore(byte[] window, int place)
    {
        var before = Encoding.Latin1.GetString(window, 0, place);
        return ObjectStart().Match(before) is { Success: true } start
            ? start.Groups["dictionary"].Index
            : throw new MalformedException("PdfByteRangeLoose");
    }

    /// <returns>Offset of the last occurrence; -1 if there is none.</returns>
    private static long FindLast(Stream stream, byte[] sought)
    {
        var block = new byte[Math.Min(Window, stream.Length)];
        for (var end = stream.Length; end > 0;)
        {
            var start = Math.Max(0, end - Window);
            var read = (int)(end - start);
            stream.Position = start;
            stream.ReadExactly(block, 0, read);
            var at = block.AsSpan(0, read).LastIndexOf(sought);
            if (at >= 0)
                return start + at;
            end = start == 0 ? 0 : start + sought.Length - 1; // one may lie across the border
        }

        return -1;
    }

    [GeneratedRegex(@"[0-9]+ [0-9]+ obj\s*(?<dictionary><<)", RegexOptions.RightToLeft)]
    private static partial Regex ObjectStart();
}
