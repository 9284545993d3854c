using System.Text;
using Archive.Evidence;
using Archive.Exports.Pdf.Objects;

namespace Archive.Exports.Pdf;

/// <summary>
/// Adds to any renderer's PDF/A-3a file what its readers and inspectors also look for: the claim to PDF/UA-1 and the
/// title in the window. One incremental revision; the pages stay as they are.
/// </summary>
public static class PdfEnricher
{
    /// <param name="pdfPath">
    /// Changed in place, so it must be a draft of ours: when this fails midway the file is to be thrown away.
    /// </param>
    /// <exception cref="FaultException">
    /// The file lacks what PDF/A-3a and PDF/UA-1 require (claim, output intent, structure, language): nothing is
    /// claimed on its behalf.
    /// </exception>
    public static void Enrich(string pdfPath)
    {
        using var file = new PdfFile(pdfPath);
        var revision = new PdfRevision(file);
        var catalog = revision.Catalog;
        Require(revision, catalog);

        var metadata = (PdfStream)revision.Get(catalog["Metadata"])!;
        var xmp = PdfMetadata.ClaimAccessible(Encoding.UTF8.GetString(file.Decode(metadata)));
        catalog["Metadata"] = revision.Add(new PdfStream(
            new PdfDictionary { ["Type"] = new PdfName("Metadata"), ["Subtype"] = new PdfName("XML") },
            Encoding.UTF8.GetBytes(xmp)));
        revision.ChangeOrMake(catalog, "ViewerPreferences")["DisplayDocTitle"] = new PdfBoolean(true);

        using var target = new FileStream(pdfPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        revision.AppendTo(target);
    }

    private static void Require(PdfRevision revision, PdfDictionary catalog)
    {
        var marked = (revision.Get(catalog["MarkInfo"]) as PdfDictionary)?["Marked"];
        var missing = revision.Get(catalog["Metadata"]) is not PdfStream ? "exports.pdf-metadata"
            : revision.Get(catalog["OutputIntents"]) is not PdfArray { Items.Count: > 0 } ? "exports.pdf-output-intent"
            : revision.Get(catalog["StructTreeRoot"]) is not PdfDictionary ? "exports.pdf-structure"
            : revision.Get(marked) is not PdfBoolean { Value: true } ? "exports.pdf-tagged"
            : revision.Get(catalog["Lang"]) is not PdfString { Bytes.Length: > 0 } ? "exports.pdf-language"
            : null;
        if (missing is not null)
            throw Sentences.Fault("exports.pdf-lacks", Sentences.Of(missing));
    }
}
