using System.Text;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Keys;

namespace Archive.Exports.Parts;

/// <summary>The keys, which prove nothing by themselves: trust them from elsewhere.</summary>
internal sealed class KeysPart(ArchiveHome home) : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.Keys];

    public PartStage Stage => PartStage.AfterPages;

    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        foreach (var key in work.LogKeys)
            await Write(key == work.LogKeys[^1] ? "log.vkey" : $"log-{key.KeyId:x8}.vkey", $"{key}\n");
        await Write("export.vkey", $"{home.ExportSigner().Key}\n");
        await Write("root.pem", work.Certificate.RootPem);

        Task Write(string name, string text) =>
            work.Set.Write(ExportLayout.Keys.PathOf(name), Encoding.UTF8.GetBytes(text), ct);
    }
}
