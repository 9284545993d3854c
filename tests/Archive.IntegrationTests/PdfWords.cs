using System.Diagnostics;

namespace Archive.IntegrationTests;

/// <summary>What a reader can copy out of a PDF, by poppler's `pdftotext`.</summary>
internal static class PdfWords
{
    public static async Task<string> Of(string pdf)
    {
        using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-enc", "UTF-8", "-raw", pdf, "-"])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        var words = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return words;
    }
}
