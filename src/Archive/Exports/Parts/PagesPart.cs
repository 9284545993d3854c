using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Exports.Pages;
using Archive.Exports.Pdf;

namespace Archive.Exports.Parts;

/// <summary>The pages: one signed PDF, or one per volume.</summary>
internal sealed class PagesPart(ExportsOptions options, IPageRenderer renderer) : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.Documents];

    public PartStage Stage => PartStage.Pages;

    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        var volumes = Volumes.Split(PageMapping.Request(InSet(content, work.Set)));
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = ct,
        };
        var records = Digest.Of(await File.ReadAllBytesAsync(work.Set.Locate(ExportLayout.Records.Path), ct));
        await Parallel.ForEachAsync(volumes, parallel, async (volume, token) =>
        {
            var name = volumes.Count == 1 ? $"{content.Set}.pdf" : $"{content.Set}-{volume.Volume}.pdf";
            var path = ExportLayout.Documents.PathOf(name);
            var pdf = work.Set.NewFile(path);
            await renderer.Render(volume, pdf, token);
            PdfEnricher.Enrich(pdf);
            PdfSigner.Sign(pdf, work.Certificate, new(
                options.Body,
                $"{content.Request.Kind.Law.Name} {content.Request.Number}",
                content.Text("SignatureOf", options.Body),
                content.MadeAt,
                DocumentBinding.Of(content.Set, path, records)));
        });
    }

    /// <summary>The content with its pictures where earlier parts have put them.</summary>
    private static ExportContent InSet(ExportContent content, SetDirectory set) => content with
    {
        Originals = content.Originals.ToDictionary(o => o.Key, o => o.Value with { File = set.Locate(o.Value.Path) }),
        Copies = content.Copies.ToDictionary(c => c.Key, c => c.Value with { File = set.Locate(c.Value.Path) }),
    };
}
