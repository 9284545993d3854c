using Archive.Capture;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
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
internal sealed class EvidencePart(
    EventStore events, LogReader log, UnitSecrets units, DestroyedVersions destroyed) : IExportPart
{
    /// <summary>Records, or documents, that are asked for at a time.</summary>
    private const int AtATime = 100;

    private static readonly string[] Told =
    [
        Facts.NameOf(typeof(VersionCaptured)),
        Facts.NameOf(typeof(DisappearanceFound)),
        Facts.NameOf(typeof(ReappearanceFound)),
        Facts.NameOf(typeof(AuthorChanged)),
        Facts.NameOf(typeof(RecordDestroyed)),
    ];

    public IReadOnlyList<ExportPlace> Places { get; } =
        [ExportLayout.Checkpoint, ExportLayout.Facts, ExportLayout.Content];

    public PartStage Stage => PartStage.Pages;

    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        await work.Set.Write(ExportLayout.Checkpoint.Path, work.Checkpoint.ToBytes(), ct);
        var last = (long)Checkpoint.Parse(work.Checkpoint.Text).Size - 1;
        foreach (var records in content.Accounted.GroupBy(d => d.Version.Record).Chunk(AtATime))
        {
            await WriteFacts(
                [.. records.Select(r => r.Key)], [.. records.SelectMany(r => r).Select(d => d.Version.Fact)], last,
                work, ct);
        }

        foreach (var copies in content.Copies.Values.Chunk(AtATime))
            await WriteProven([.. copies.Select(c => (c.Leaf, c.Fact))], work, ct);

        foreach (var again in content.SeenAgain.Values.DistinctBy(a => a.Fact).Chunk(AtATime))
        {
            var facts = await events.Logged([.. again.Select(a => a.Fact)], ct);
            await WriteProven([.. again.Select(a => (a.Leaf, facts[a.Fact]))], work, ct);
        }

        foreach (var documents in content.Documents.Where(d => d.HasPages).Chunk(AtATime))
        {
            var secrets = await units.Get([.. documents.Select(d => d.Version.Unit).Distinct()], ct);
            await foreach (var document in content.Read(documents, ct))
                await WriteContent(document, secrets.GetValueOrDefault(document.Version.Unit), work.Set, ct);
        }
    }

    /// <summary>
    /// Versions that are shown or were destroyed, and every disappearance, return, change of author and destruction of
    /// the records.
    /// </summary>
    private async Task WriteFacts(
        IReadOnlyList<Guid> records, HashSet<Guid> versions, long last, ExportWork work, CancellationToken ct)
    {
        var facts = (await events.LoggedOf(records, last, ct))
            .Where(f => Told.Contains(f.Fact.Type) && (f.Fact.Type != Told[0] || versions.Contains(f.Fact.Id)))
            .ToList();
        versions.ExceptWith(facts.Select(f => f.Fact.Id));
        if (versions.FirstOrDefault() is var missing && missing != default)
            throw Sentences.Fault("records.not-in-log", missing);

        await WriteProven([.. facts.Select(f => (f.Leaf, f.Fact))], work, ct);
    }

    private async Task WriteProven(
        IReadOnlyList<(long Leaf, Fact Fact)> facts, ExportWork work, CancellationToken ct)
    {
        var proofs = await log.Proofs([.. facts.Select(f => (ulong)f.Leaf)], work.Checkpoint, ct);
        foreach (var ((leaf, fact), proof) in facts.Zip(proofs))
        {
            await work.Set.Write(ExportLayout.FactOf(leaf), fact.Statement(), ct);
            await work.Set.Write(ExportLayout.ProofOf(leaf), proof.ToBytes(), ct);
        }
    }

    private async Task WriteContent(
        Disclosure document, byte[]? secret, SetDirectory set, CancellationToken ct)
    {
        var version = document.Version;
        if (secret is null)
        {
            await destroyed.ThrowIfDestroyed(version.Record, document.Number, ct);
            throw Sentences.Fault(
                "exports.missing-without-authority", document.Number, version.Record, version.Version, version.Unit);
        }

        var opened = OpenedContent.Open(version.Members, secret, version.Version, document.Shows);
        await set.Write(ExportLayout.Content.PathOf($"{version.Version}.json"), opened, ct);
    }
}
