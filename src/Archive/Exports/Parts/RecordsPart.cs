using Archive.Evidence.Canonical;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using Archive.Exports.Content;

namespace Archive.Exports.Parts;

/// <summary>What the pages say, for a program to hold against the evidence (<see cref="ShownRecords"/>).</summary>
internal sealed class RecordsPart : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.Records];

    public PartStage Stage => PartStage.BeforePages;

    /// <summary>
    /// One document after another: the canonical form of an array is that of its entries, with commas between them.
    /// </summary>
    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        await using var file = new FileStream(work.Set.NewFile(ExportLayout.Records.Path), FileMode.CreateNew);
        file.WriteByte((byte)'[');
        var first = true;
        await foreach (var document in content.Read(content.Accounted, ct))
        {
            if (!first)
                file.WriteByte((byte)',');
            first = false;
            file.Write(ShownRecords.Write([Shown(content, document)]).AsSpan()[1..^1]);
        }

        file.WriteByte((byte)']');
    }

    private static ShownVersion Shown(ExportContent content, Disclosure document) => new(
        document.Number,
        document.Version.Record,
        document.Version.Version,
        document.Version.Leaf,
        [.. document.Version.Members.Where((_, i) => document.Shows(i)).Select(m => (m.Path, m.Value))],
        document.Destroyed is { } gone
            ? new(gone.Leaf, CanonicalMoment.Write(gone.At), Facts.WordOf(gone.Basis))
            : null)
    {
        SeenAgain = content.SeenAgain.GetValueOrDefault(document.Number)?.Leaf,
        Redacted =
        [
            .. document.Version.Media.Where(m => content.Copies.ContainsKey((document.Number, m.Index)))
                .Select(m => (m.Index, Copy: content.Copies[(document.Number, m.Index)]))
                .Select(m => new ShownCopy(m.Index, m.Copy.Leaf, m.Copy.Salt)),
        ],
    };
}
