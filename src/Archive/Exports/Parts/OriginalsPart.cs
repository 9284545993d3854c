using Archive.Evidence.Sets;
using Archive.Exports.Content;

namespace Archive.Exports.Parts;

/// <summary>Media that may be shown, as captured.</summary>
internal sealed class OriginalsPart : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.Originals];

    public PartStage Stage => PartStage.BeforePages;

    /// <summary>Moved and not copied: films are large.</summary>
    public Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        foreach (var original in content.Originals.Values)
            File.Move(original.File, work.Set.NewFile(original.Path));
        return Task.CompletedTask;
    }
}
