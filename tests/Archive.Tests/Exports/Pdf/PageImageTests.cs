using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

public sealed class PageImageTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("89504E470D0A1A0A 0000000D49484452 00000384 00000258", "png", 900, 600)]
    [InlineData("474946383961 2003 5802", "gif", 800, 600)]
    [InlineData("FFD8 FFE0 0004 0000 FFFF C0 0011 08 0258 0384", "jpg", 900, 600)] // a segment, a fill byte, the frame
    // a frame mark inside metadata does not count
    [InlineData("FFD8 FFE1 0006 FFC00000 FFC2 0011 08 0001 0002", "jpg", 2, 1)]
    [InlineData("52494646 00000000 57454250 56503858 0A000000 00000000 830300 570200", "webp", 900, 600)]
    [InlineData("52494646 00000000 57454250 56503820 00000000 000000 9D012A 8403 5802", "webp", 900, 600)]
    [InlineData("52494646 00000000 57454250 5650384C 00000000 2F 83C39500", "webp", 900, 600)]
    public void Kind_and_size_are_in_the_first_bytes(string hex, string extension, int width, int height)
    {
        File.WriteAllBytes(file, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(new PageImage(extension, width, height), PageImage.Read(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("89504E470D0A1A0A0000000D49484452")]                                   // ends before its size
    [InlineData("89504E470D0A1A0A 0000000D49484452 000186A0 000186A0")]                // 10,000 million pixels
    [InlineData("89504E470D0A1A0A 0000000D49484452 00000000 00000258")]                // no width
    [InlineData("FFD8 FFE0 0004 0000 FFDA")]                                           // no frame
    [InlineData("3C737667 20 786D6C6E73 3E3C736372697074 3E")]                         // an SVG
    [InlineData("255044462D312E37")]                                                   // a PDF
    public void Anything_else_is_not_shown(string hex)
    {
        File.WriteAllBytes(file, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Null(PageImage.Read(file));
    }
}
