using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

public sealed class HostileTextTests : IDisposable
{
    private readonly string room = Directory.CreateTempSubdirectory("archive-hostile-").FullName;

    public void Dispose() => Directory.Delete(room, recursive: true);

    [NeedsTypst]
    public async Task No_comment_can_stop_an_export()
    {
        var texts = HostileText.Corpus()
            .Concat(HostileText.Planes())
            .Concat(HostileText.Mixtures(seed: 20261120, count: 60));
        var pdf = Path.Combine(room, "hostile.pdf");

        await Rendered.Renderer.Render(PagesOf(texts), pdf, default);

        var (_, text) = Tool.Run("pdftotext", pdf, "-");
        Assert.Contains("⟦U+202E⟧", text, StringComparison.Ordinal);
        Assert.Contains("⟦U+0000 ×100000⟧", text, StringComparison.Ordinal);
        Assert.Contains("#read(\"/etc/passwd\")", text, StringComparison.Ordinal);
        Assert.DoesNotContain("root:x:0", text, StringComparison.Ordinal);
    }

    private static ExportPages PagesOf(IEnumerable<string> texts) => SamplePages.Empty() with
    {
        Records = [.. texts.Select((text, i) => SamplePages.Plain($"{i + 1}", text))],
    };
}
