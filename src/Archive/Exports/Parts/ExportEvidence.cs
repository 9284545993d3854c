using System.Globalization;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence.Notes;
using Archive.Evidence.Verification;
using Archive.Exports.Content;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.Exports.Parts;

/// <summary>
/// Writes what proves the pages: each shown version's fact with its place in the log, its content opened as far as it is
/// shown, and what the pages say for a program to hold against it (docs/evidence-format.md, "Export").
/// </summary>
public sealed class ExportEvidence(EventStore events, LogReader log, UnitSecrets units)
{
    private static readonly string[] Told =
    [
        Facts.NameOf(typeof(VersionCaptured)), Facts.NameOf(typeof(DisappearanceFound)), Facts.NameOf(typeof(ReappearanceFound)),
        Facts.NameOf(typeof(RecordDestroyed)),
    ];

    public async Task Write(ExportContent input, SignedNote checkpoint, string root, CancellationToken ct)
    {
        foreach (var folder in new[] { "evidence/log", "evidence/facts", "evidence/content", "data", "inventory" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        await File.WriteAllBytesAsync(Path.Combine(root, "evidence/log/checkpoint"), checkpoint.ToBytes(), ct);

        var accounted = input.Documents.Where(d => d.HasPages || d.Destroyed is not null).ToList();
        foreach (var record in accounted.GroupBy(d => d.Version.Record))
            await WriteFacts(record.Key, [.. record.Select(d => d.Version.Fact)], checkpoint, root, ct);
        foreach (var document in accounted.Where(d => d.HasPages))
            await WriteContent(document, root, ct);

        await File.WriteAllBytesAsync(
            Path.Combine(root, ShownRecords.Path), ShownRecords.Write(accounted.Select(Shown)), ct);
        await File.WriteAllBytesAsync(Path.Combine(root, InventoryList.Path), InventoryList.Write(input), ct);
    }

    /// <summary>Versions that are shown or were destroyed, and every disappearance, return and destruction of the record.</summary>
    private async Task WriteFacts(
        Guid record, HashSet<Guid> versions, SignedNote checkpoint, string root, CancellationToken ct)
    {
        var facts = await events.Read(record, ct);
        foreach (var fact in facts.Where(f => Told.Contains(f.Type) && (f.Type != Told[0] || versions.Contains(f.Id))))
        {
            var leaf = await log.LeafOf(fact.Id, ct)
                ?? throw new FaultException($"Fact {fact.Id} is not in the log, though the log was brought up to date.");
            var name = Path.Combine(root, "evidence/facts", leaf.ToString(CultureInfo.InvariantCulture));
            await File.WriteAllBytesAsync($"{name}.json", fact.Statement(), ct);
            await File.WriteAllBytesAsync($"{name}.tlog-proof", (await log.Proof(leaf, checkpoint, ct)).ToBytes(), ct);
        }
    }

    private async Task WriteContent(Disclosure document, string root, CancellationToken ct)
    {
        var version = document.Version;
        var secret = await units.Get(version.Unit, ct)
            ?? throw new FaultException(
                $"Number {document.Number} (record {version.Record}, version {version.Version}) is missing without authority: the "
                + $"secret of its unit {version.Unit} is gone, and no fact says it was destroyed. Unless it is being destroyed at this "
                + "moment, run `archive verify`, and restore what it names.");
        var opened = OpenedContent.Open(version.Members, secret, version.Version, document.Shows);
        await File.WriteAllBytesAsync(Path.Combine(root, $"evidence/content/{version.Version}.json"), opened, ct);
    }

    private static ShownVersion Shown(Disclosure document) => new(
        document.Number,
        document.Version.Record,
        document.Version.Version,
        document.Version.Leaf,
        [.. document.Version.Members.Where((_, i) => document.Shows(i)).Select(m => (m.Path, m.Value))],
        document.Destroyed is { } gone ? new(gone.Leaf, CanonicalMoment.Write(gone.At), Facts.WordOf(gone.Basis)) : null);
}
