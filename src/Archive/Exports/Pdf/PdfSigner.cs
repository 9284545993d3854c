using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Cms;
using Archive.Evidence.Sets;
using Archive.Exports.Pdf.Objects;
using Archive.Keys.Certificates;

namespace Archive.Exports.Pdf;

/// <summary>What a signature says about itself.</summary>
/// <param name="Signer">Name of the body that signs.</param>
/// <param name="Reason">Why, such as "Woo-besluit Z-2026-0142".</param>
/// <param name="FieldLabel">What assistive technology reads for the signature field.</param>
/// <param name="SignedAt">The moment the signer claims; PAdES keeps it here, not in a signed attribute.</param>
/// <param name="Set">Binds the PDF to its set, see <see cref="DocumentBinding"/>.</param>
public sealed record PdfSignature(
    string Signer, string Reason, string FieldLabel, DateTimeOffset SignedAt, Digest Set);

/// <summary>
/// Signs a PDF as PAdES baseline B-B (ETSI EN 319 142-1), in one incremental revision with an invisible field. The file
/// is hashed as it streams by, so its size does not matter.
/// </summary>
public static class PdfSigner
{
    /// <summary>Bytes kept free for the CMS, with room for the time-stamp token of a later level.</summary>
    private const int Room = 24 * 1024;

    private const string RangeRoom = "[0 0000000000000 0000000000000 0000000000000]";

    /// <param name="pdfPath">
    /// Changed in place, so it must be a draft of ours: when this fails midway the file is to be thrown away.
    /// </param>
    /// <exception cref="FaultException">
    /// The PDF cannot be read, or the certificate chain is too long to fit.
    /// </exception>
    public static void Sign(string pdfPath, SigningCertificate certificate, PdfSignature signature)
    {
        var before = new FileInfo(pdfPath).Length;
        using var target = new FileStream(pdfPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        using (var file = new PdfFile(pdfPath))
        {
            var revision = new PdfRevision(file);
            AddField(revision, signature);
            revision.AppendTo(target);
        }

        var (range, contents) = FindRoom(target, before);
        var (start, end) = (contents, contents + (2 * Room) + 2);
        var written = $"[0 {start} {end} {target.Length - end}]".PadRight(RangeRoom.Length);
        Overwrite(target, range, written);

        var cms = CmsWriter.Build(Hash(target, start, end), certificate.Leaf, certificate.Chain, certificate.Sign);
        if (cms.Length > Room)
            throw Sentences.Fault("exports.signature-long", cms.Length, Room);
        Overwrite(target, contents + 1, Convert.ToHexString(cms));
        target.Flush();
    }

    private static void AddField(PdfRevision revision, PdfSignature signature)
    {
        var value = revision.Add(new PdfDictionary
        {
            ["Type"] = new PdfName("Sig"),
            ["Filter"] = new PdfName("Adobe.PPKLite"),
            ["SubFilter"] = new PdfName("ETSI.CAdES.detached"),
            ["M"] = PdfDate.Of(signature.SignedAt),
            ["Name"] = PdfString.Text(signature.Signer),
            ["Reason"] = PdfString.Text(signature.Reason),
            [DocumentBinding.Member] = new PdfVerbatim($"<{signature.Set}>"),
            ["ByteRange"] = new PdfVerbatim(RangeRoom),
            ["Contents"] = new PdfVerbatim($"<{new string('0', 2 * Room)}>"),
        });
        var page = revision.FirstPage();
        var field = revision.Add(new PdfDictionary
        {
            ["Type"] = new PdfName("Annot"),
            ["Subtype"] = new PdfName("Widget"),
            ["FT"] = new PdfName("Sig"),
            ["T"] = PdfString.Text("Signature1"),
            ["TU"] = PdfString.Text(signature.FieldLabel),
            ["Rect"] = new PdfArray(Enumerable.Repeat(new PdfNumber(0), 4)),
            ["F"] = new PdfNumber(132), // print, locked
            ["P"] = page,
            ["V"] = value,
        });

        var first = revision.Change(page, "Page");
        first["Tabs"] = new PdfName("S");
        revision.Extend(first, "Annots", field);
        var form = revision.ChangeOrMake(revision.Catalog, "AcroForm");
        revision.Extend(form, "Fields", field);
        form["SigFlags"] = new PdfNumber(3); // signatures exist, append only
    }

    /// <summary>Where the room for range and contents is in the new revision.</summary>
    private static (long Range, long Contents) FindRoom(FileStream target, long before)
    {
        var revision = new byte[target.Length - before];
        target.Seek(before, SeekOrigin.Begin);
        target.ReadExactly(revision);
        var range = revision.AsSpan().IndexOf(Encoding.ASCII.GetBytes(RangeRoom));
        var contents = revision.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"<{new string('0', 2 * Room)}>"));
        return (before + range, before + contents);
    }

    private static void Overwrite(FileStream target, long at, string text)
    {
        target.Seek(at, SeekOrigin.Begin);
        target.Write(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>SHA-256 of everything but what is between the two places.</summary>
    private static byte[] Hash(FileStream file, long start, long end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var (from, to) in new[] { (0L, start), (end, file.Length) })
        {
            file.Seek(from, SeekOrigin.Begin);
            for (var left = to - from; left > 0;)
            {
                var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                if (read == 0)
                    throw Sentences.Fault("exports.pdf-shorter");
                hash.AppendData(buffer, 0, read);
                left -= read;
            }
        }

        return hash.GetHashAndReset();
    }
}
