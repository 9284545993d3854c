using System.Globalization;
using Archive.Capture;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.Exports.Parts;

/// <summary>
/// Writes what proves the pages: each shown version's fact with its place in the log, and its content opened as far as
/// it is shown (docs/evidence-format.md, "Export").
/// </summary>
internal sealed class EvidencePart(EventStore events, LogReader log, UnitSecrets units) : IExportPart
{
    private static readonly string[] Told =
    [
        Facts.NameOf(typeof(VersionCaptured)),
        Facts.NameOf(typeof(DisappearanceFound)),
        Facts.NameOf(typeof(ReappearanceFound)),
        Facts.NameOf(typeof(RecordDestroyed)),
    ];

    public IReadOnlyList<ExportPlace> Places { get; } =
        [ExportLayout.Checkpoint, ExportLayout.Facts, ExportLayout.Content];

    public PartStage Stage => PartStage.BeforePages;

    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        await work.Set.Write(ExportLayout.Checkpoint.Path, work.Checkpoint.ToBytes(), ct);
        foreach (var record in content.Accounted.GroupBy(d => d.Version.Record))
            await WriteFacts(record.Key, [.. record.Select(d => d.Version.Fact)], work, ct);
        foreach (var copy in content.Copies.Values)
            await WriteFact(copy.Fact, (ulong)copy.Leaf, work, ct);
        foreach (var document in content.Documents.Where(d => d.HasPages))
            await WriteContent(document, work.Set, ct);
    }

    /// <summary>
    /// Versions that are shown or were destroyed, and every disappearance, return and destruction of the record.
    /// </summary>
    private async Task WriteFacts(
        Guid record, HashSet<Guid> versions, ExportWork work, CancellationToken ct)
    {
        var facts = await events.Read(record, ct);
        foreach (var fact in facts.Where(f => Told.Contains(f.Type) && (f.Type != Told[0] || versions.Contains(f.Id))))
        {
            var leaf = await log.LeafOf(fact.Id, ct)
                ?? throw Sentences.Fault("records.not-in-log", fact.Id);
            await WriteFact(fact, leaf, work, ct);
        }
    }

    private async Task WriteFact(Fact fact, ulong leaf, ExportWork work, CancellationToken ct)
    {
        var name = leaf.ToString(CultureInfo.InvariantCulture);
        var proof = await log.Proof(leaf, work.Checkpoint, ct);
        await work.Set.Write(ExportLayout.Facts.PathOf($"{name}.json"), fact.Statement(), ct);
        await work.Set.Write(ExportLayout.Facts.PathOf($"{name}.tlog-proof"), proof.ToBytes(), ct);
    }

    private async Task WriteContent(Disclosure document, SetDirectory set, CancellationToken ct)
    {
        var version = document.Version;
        var secret = await units.Get(version.Unit, ct)
            ?? throw Sentences.Fault(
                "exports.missing-without-authority", document.Number, version.Record, version.Version, version.Unit);
        var opened = OpenedContent.Open(version.Members, secret, version.Version, document.Shows);
        await set.Write(ExportLayout.Content.PathOf($"{version.Version}.json"), opened, ct);
    }
}
