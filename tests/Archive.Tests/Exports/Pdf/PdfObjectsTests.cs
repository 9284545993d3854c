using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Exports.Pdf.Objects;

namespace Archive.Tests.Exports.Pdf;

public sealed class PdfObjectsTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("<< /A#20B [1 -2.50 (a\\(b\\)\\101\\\n)] /C <48 4> /D 12 0 R % remark\n /E true /F null>>",
        "<</A#20B [1 -2.50 <6128622941>]\n/C <4840>\n/D 12 0 R\n/E true\n/F null\n>>")]
    [InlineData("[1 0 2 0 R 3]", "[1 0 2 0 R 3]")]
    [InlineData("((nested) \\r\\n\\\\)", "<286E657374656429200D0A5C>")]
    [InlineData("/Name#2FSlash", "/Name#2FSlash")]
    public void Objects_are_read_and_written(string written, string again)
    {
        using var output = new MemoryStream();
        PdfWriter.Write(output, new PdfLexer(Encoding.Latin1.GetBytes(written)).Value());
        Assert.Equal(again, Encoding.Latin1.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData("[1 2")]
    [InlineData("(without end")]
    [InlineData("<4G>")]
    [InlineData("<< 1 2 >>")]
    [InlineData("")]
    public void Broken_objects_are_faults(string written) =>
        Assert.Throws<FaultException>(() => new PdfLexer(Encoding.Latin1.GetBytes(written)).Value());

    [Fact]
    public void Endless_nesting_is_a_fault() =>
        Assert.Throws<FaultException>(() => new PdfLexer(Encoding.Latin1.GetBytes(new string('[', 100_000))).Value());

    [Theory]
    [InlineData("")]
    [InlineData("no pdf at all")]
    [InlineData("%PDF-1.7\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\n0 1\n0000000000 65535 f\r\ntrailer <</Size 1>>\nstartxref\n999999\n%%EOF")]
    public void What_is_no_pdf_is_a_fault(string content)
    {
        File.WriteAllText(file, content);
        Assert.Throws<FaultException>(() => new PdfFile(file));
    }

    [Fact]
    public void An_object_that_refers_to_itself_is_a_fault()
    {
        const string Body = "%PDF-1.7\n1 0 obj\n1 0 R\nendobj\n";
        File.WriteAllText(file, $"{Body}xref\n0 2\n0000000000 65535 f\r\n0000000009 00000 n\r\ntrailer\n<</Size 2 "
            + $"/Root 1 0 R>>\nstartxref\n{Body.Length}\n%%EOF\n");
        using var pdf = new PdfFile(file);
        Assert.Throws<FaultException>(() => pdf.Resolve(pdf.Trailer["Root"]));
    }
}
