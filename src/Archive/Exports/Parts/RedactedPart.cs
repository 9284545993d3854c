using Archive.Evidence.Sets;
using Archive.Exports.Content;

namespace Archive.Exports.Parts;

/// <summary>Copies of pictures with black regions, as they were approved.</summary>
internal sealed class RedactedPart : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.Redacted];

    public PartStage Stage => PartStage.BeforePages;

    public Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        foreach (var copy in content.Copies.Values)
            File.Move(copy.File, work.Set.NewFile(copy.Path));
        return Task.CompletedTask;
    }
}
