using System.Globalization;
using System.Security.Cryptography;
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

    /// <summary>
    /// What was said in the documents of a volume is read when its turn comes. While the renderer is at work on as many
    /// as it can, one more is made ready and one is signed.
    /// </summary>
    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        var input = InSet(content, work.Set);
        var plan = Volumes.Plan(PageMapping.Threads(input), input.Documents.Count);
        var volumes = PageMapping.Volumes(input, plan);
        var records = await DigestOf(work.Set.Locate(ExportLayout.Records.Path), ct);
        var tools = renderer.Tools();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = renderer.AtATime + 2, CancellationToken = ct };
        var done = 0;
        work.Progress?.Invoke(0, plan.Count);
        await Parallel.ForEachAsync(plan.Zip(volumes), parallel, async (at, token) =>
        {
            var (volume, pages) = at;
            await Write(input, work, records, tools, volume, pages, token);
            work.Progress?.Invoke(Interlocked.Increment(ref done), plan.Count);
        });
    }

    private async Task Write(
        ExportContent input, ExportWork work, Digest records, Digest tools, Volume volume, ExportPages around,
        CancellationToken ct)
    {
        var name = PageMapping.PdfName(input, volume.Number, around.Volumes > 1);
        var path = ExportLayout.Documents.PathOf(name);
        var pdf = work.Set.NewFile(path);
        var pages = around with { Records = await PageMapping.Records(input, volume, ct) };
        var binding = DocumentBinding.Of(input.Set, path, records);
        var key = SignedVolumes.KeyOf(pages, binding, tools, work.Certificate);
        if (work.Kept?.Take(key, pdf) is not { } spans)
        {
            spans = await renderer.Render(pages, pdf, ct);
            PdfEnricher.Enrich(pdf);
            PdfSigner.Sign(pdf, work.Certificate, new(
                options.Body,
                $"{input.Request.Kind.Law.Name} {input.Request.Number}",
                input.Text("SignatureOf", options.Body),
                input.MadeAt,
                binding));
            work.Kept?.Keep(key, pdf, spans);
        }

        foreach (var (number, span) in spans)
            work.Pages.Add(int.Parse(number, CultureInfo.InvariantCulture), name, span);
    }

    private static async Task<Digest> DigestOf(string file, CancellationToken ct)
    {
        await using var content = File.OpenRead(file);
        return Digest.From(await SHA256.HashDataAsync(content, ct));
    }

    /// <summary>The content with its pictures where earlier parts have put them.</summary>
    private static ExportContent InSet(ExportContent content, SetDirectory set) => content with
    {
        Originals = content.Originals.ToDictionary(o => o.Key, o => o.Value with { File = set.Locate(o.Value.Path) }),
        Copies = content.Copies.ToDictionary(c => c.Key, c => c.Value with { File = set.Locate(c.Value.Path) }),
    };
}
