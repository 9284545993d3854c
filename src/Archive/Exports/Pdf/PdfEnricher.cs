using System.Text;
using Archive.Evidence;
using Archive.Exports.Pdf.Objects;

namespace Archive.Exports.Pdf;

/// <summary>
/// Adds to any renderer's PDF/A-3a file what its readers and inspectors also look for: the claim to PDF/UA-1, the title
/// in the window, associated files. One incremental revision; the pages stay as they are.
/// </summary>
public static class PdfEnricher
{
    /// <param name="pdfPath">
    /// Changed in place, so it must be a draft of ours: when this fails midway the file is to be thrown away.
    /// </param>
    /// <param name="moment">Becomes the modification date of the attachments.</param>
    /// <exception cref="FaultException">
    /// The file lacks what PDF/A-3a and PDF/UA-1 require (claim, output intent, structure, language): nothing is
    /// claimed on its behalf.
    /// </exception>
    public static void Enrich(string pdfPath, DateTimeOffset moment, params IReadOnlyList<PdfAttachment> attachments)
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
        if (attachments.Count > 0)
            Attach(revision, catalog, moment, attachments);

        using var target = new FileStream(pdfPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        revision.AppendTo(target);
    }

    private static void Require(PdfRevision revision, PdfDictionary catalog)
    {
        var marked = (revision.Get(catalog["MarkInfo"]) as PdfDictionary)?["Marked"];
        var missing = revision.Get(catalog["Metadata"]) is not PdfStream ? "metadata"
            : revision.Get(catalog["OutputIntents"]) is not PdfArray { Items.Count: > 0 } ? "an output intent"
            : revision.Get(catalog["StructTreeRoot"]) is not PdfDictionary ? "a structure tree"
            : revision.Get(marked) is not PdfBoolean { Value: true } ? "the mark that it is tagged"
            : revision.Get(catalog["Lang"]) is not PdfString { Bytes.Length: > 0 } ? "a language"
            : null;
        if (missing is not null)
            throw new FaultException(
                $"The PDF lacks {missing}, so it is not PDF/A-3a and PDF/UA-1. Use another renderer.");
    }

    private static void Attach(
        PdfRevision revision, PdfDictionary catalog, DateTimeOffset moment, IReadOnlyList<PdfAttachment> attachments)
    {
        var files = attachments.Select(a => (a.Name, Reference: Embed(revision, a, moment))).ToList();
        revision.Extend(catalog, "AF", files.Select(f => f.Reference));

        var tree = revision.ChangeOrMake(revision.ChangeOrMake(catalog, "Names"), "EmbeddedFiles");
        if (tree["Kids"] is not null)
            throw new FaultException("The PDF already has more attachments than one leaf of names holds.");
        var old = (revision.Get(tree["Names"]) as PdfArray)?.Items ?? [];
        var names = new SortedDictionary<string, PdfValue?>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < old.Count; i += 2)
            names[Encoding.Latin1.GetString(((PdfString)old[i]!).Bytes)] = old[i + 1];
        foreach (var (name, reference) in files)
        {
            if (!names.TryAdd(name, reference))
                throw new FaultException($"The PDF already has an attachment '{name}'.");
        }

        tree["Names"] = new PdfArray(
            names.SelectMany(n => new[] { new PdfString(Encoding.Latin1.GetBytes(n.Key)), n.Value }));
    }

    private static PdfReference Embed(PdfRevision revision, PdfAttachment attachment, DateTimeOffset moment)
    {
        var parameters = new PdfDictionary
        {
            ["Size"] = new PdfNumber(attachment.Content.Length),
            ["ModDate"] = PdfDate.Of(moment),
        };
        var content = revision.Add(new PdfStream(
            new PdfDictionary
            {
                ["Type"] = new PdfName("EmbeddedFile"),
                ["Subtype"] = new PdfName(attachment.MediaType),
                ["Params"] = parameters,
            },
            attachment.Content));
        return revision.Add(new PdfDictionary
        {
            ["Type"] = new PdfName("Filespec"),
            ["F"] = PdfString.Ascii(attachment.Name),
            ["UF"] = PdfString.Text(attachment.Name),
            ["Desc"] = PdfString.Text(attachment.Description),
            ["AFRelationship"] = new PdfName(attachment.Relationship.ToString()),
            ["EF"] = new PdfDictionary { ["F"] = content, ["UF"] = content },
        });
    }
}
