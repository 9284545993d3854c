using System.Text;
using Archive.Evidence;
using Archive.Exports.Pdf;
using Archive.Exports.Pdf.Objects;

namespace Archive.Tests.Exports.Pdf;

/// <summary>
/// What ISO 19005-3 (PDF/A-3a) and ISO 14289-1 (PDF/UA-1) require of the structure, read from the signed file.
/// </summary>
public sealed class ClaimTests(RenderedSample sample) : IClassFixture<RenderedSample>
{
    [NeedsTypst]
    public void Both_standards_are_claimed_and_their_marks_are_there()
    {
        using var file = new PdfFile(sample.Signed(Language.Nl));
        var catalog = Dictionary(file, file.Trailer["Root"]);
        var xmp = Encoding.UTF8.GetString(file.Decode((PdfStream)file.Resolve(catalog["Metadata"])!));

        Assert.Contains(
            "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
            xmp,
            StringComparison.Ordinal);
        Assert.Contains("<pdfuaid:part>1</pdfuaid:part>", xmp, StringComparison.Ordinal);
        Assert.Contains("http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>", xmp, StringComparison.Ordinal);
        Assert.Equal(new PdfBoolean(true), Dictionary(file, catalog["MarkInfo"])["Marked"]);
        Assert.Equal(new PdfBoolean(true), Dictionary(file, catalog["ViewerPreferences"])["DisplayDocTitle"]);
        Assert.Equal("nl", Encoding.ASCII.GetString(((PdfString)catalog["Lang"]!).Bytes));
        Assert.NotNull(Dictionary(file, catalog["StructTreeRoot"])["ParentTree"]);
        var intent = Dictionary(file, Assert.Single(((PdfArray)file.Resolve(catalog["OutputIntents"])!).Items));
        Assert.Equal(new PdfName("GTS_PDFA1"), intent["S"]);
        Assert.IsType<PdfStream>(file.Resolve(intent["DestOutputProfile"]));
        Assert.Equal(2, ((PdfArray)file.Resolve(file.Trailer["ID"])!).Items.Count);
    }

    [NeedsTypst]
    public void The_first_page_is_walked_in_the_order_of_its_structure()
    {
        using var file = new PdfFile(sample.Signed(Language.Nl));
        var page = Dictionary(file, new PdfRevision(file).FirstPage());
        Assert.Equal(new PdfName("S"), page["Tabs"]);
        var widget = Dictionary(file, ((PdfArray)file.Resolve(page["Annots"])!).Items[^1]);
        Assert.Equal(new PdfNumber(132), widget["F"]);
        Assert.All(((PdfArray)widget["Rect"]!).Items, side => Assert.Equal(new PdfNumber(0), side));
        Assert.NotNull(widget["TU"]);
    }

    [NeedsTypst]
    public void Nothing_is_claimed_for_a_file_without_the_marks()
    {
        var bare = Path.Combine(sample.Room, "bare.pdf");
        File.Copy(sample.Drawn(Language.Nl), bare);
        using (var file = new PdfFile(bare))
        using (var target = new FileStream(bare, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var revision = new PdfRevision(file);
            revision.Catalog["StructTreeRoot"] = null;
            revision.AppendTo(target);
        }

        var fault = Assert.Throws<FaultException>(() => PdfEnricher.Enrich(bare));
        Assert.Contains("a structure tree", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Run where the operator has it: VERAPDF names its command.</summary>
    [NeedsTypst]
    public void An_independent_inspector_agrees_where_there_is_one()
    {
        if (Environment.GetEnvironmentVariable("VERAPDF") is not { Length: > 0 } inspector)
            return;
        foreach (var standard in new[] { "3a", "ua1" })
        {
            var (code, report) = Tool.Run(
                inspector,
                "--flavour",
                standard,
                "--format",
                "text",
                sample.Signed(Language.Nl));
            Assert.True(code == 0 && report.StartsWith("PASS", StringComparison.Ordinal), report);
        }
    }

    private static PdfDictionary Dictionary(PdfFile file, PdfValue? value) =>
        Assert.IsType<PdfDictionary>(file.Resolve(value));
}
