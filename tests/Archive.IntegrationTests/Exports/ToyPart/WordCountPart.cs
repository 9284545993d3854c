using System.Text;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Exports.Parts;

namespace Archive.IntegrationTests.Exports.ToyPart;

/// <summary>How many members of each document can be read, and how many cannot.</summary>
internal sealed class WordCountPart : IExportPart
{
    public static readonly FixedPath File = ExportLayout.Data.Only("word-counts.csv");

    public IReadOnlyList<ExportPlace> Places { get; } = [File];

    public PartStage Stage => PartStage.BeforePages;

    public Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        var text = new StringBuilder("number,shown,withheld\n");
        foreach (var document in content.Documents.Where(d => d.HasPages))
        {
            text.Append(document.Number).Append(',').Append(document.Opened)
                .Append(',').Append(document.Withheld).Append('\n');
        }

        return work.Set.Write(File.Path, Encoding.UTF8.GetBytes(text.ToString()), ct);
    }
}
