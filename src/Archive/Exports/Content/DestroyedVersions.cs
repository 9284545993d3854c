using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Records;
using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Log;

namespace Archive.Exports.Content;

/// <summary>A record was destroyed lawfully after it came into scope.</summary>
/// <param name="Fact">The fact that says so.</param>
/// <param name="Leaf">Of that fact.</param>
public sealed record Destruction(Guid Fact, long Leaf, DateTimeOffset At, DestructionBasis Basis);

/// <summary>
/// What facts still tell of a version whose content was destroyed: where it came from, when, and by what it went.
/// </summary>
public sealed class DestroyedVersions(EventStore events, LogReader log)
{
    /// <returns>Those of the records that a fact destroyed.</returns>
    public async Task<IReadOnlySet<Guid>> Among(IReadOnlyCollection<Guid> records, CancellationToken ct) =>
        (await events.Last(records, [Facts.NameOf(typeof(RecordDestroyed))], ct)).Keys.ToHashSet();

    /// <summary>What of a record cannot be read is no fault if it was destroyed meanwhile.</summary>
    /// <param name="number">Of the document that shows it.</param>
    /// <exception cref="DestroyedMeanwhileException">It was.</exception>
    public async Task ThrowIfDestroyed(Guid record, int number, CancellationToken ct)
    {
        if ((await Among([record], ct)).Contains(record))
            throw new DestroyedMeanwhileException(number);
    }

    /// <param name="logSize">Of the checkpoint that the set will have: what it shows lies below it.</param>
    /// <returns>The version without a member, and its destruction.</returns>
    /// <exception cref="DestroyedMeanwhileException">It was destroyed after the checkpoint was taken.</exception>
    /// <exception cref="FaultException">
    /// It cannot be read, and no fact destroyed it: something was removed behind our back.
    /// </exception>
    public async Task<(RecordVersion Version, Destruction Destroyed)> Of(
        RecordInScope item, long logSize, CancellationToken ct)
    {
        var facts = await events.Read(item.Scoped.Record, ct);
        var versions = Said<VersionCaptured>(facts);
        var (fact, captured) = versions.SingleOrDefault(v => v.Said.Version == item.Scoped.Version);
        var (gone, destroyed) = Said<RecordDestroyed>(facts)
            .LastOrDefault(d => captured is not null && d.Said.Units.Contains(captured.Unit));
        if (captured is null || destroyed is null)
            throw Missing(item);
        if (await log.LeafOf(gone.Id, ct) is not { } leaf || (long)leaf >= logSize)
            throw new DestroyedMeanwhileException(item.Number);

        var platform = PlatformName.Of(captured.Content.Mapper);
        return (
            new RecordVersion(
                captured.Record, captured.Version, captured.Source, captured.Unit, captured.Ordinal, versions
                    .Count, platform,
                captured.Kind, PlatformId: "", InReplyTo: null, captured.PostedHour, EditedAt: null, fact
                    .At, GoneAt: null,
                await Leaf(fact, ct), fact.Id, captured.Content.Mapper, captured.Content
                    .Root, Members: [], Media: [], captured.Pieces),
            new Destruction(gone.Id, (long)leaf, gone.At, destroyed.Basis));
    }

    private static List<(Fact Fact, T Said)> Said<T>(IEnumerable<Fact> facts)
        where T : IFact => [.. facts.Select(f => (Fact: f, Said: Facts.ReadOrNull(f))).Where(f => f.Said is T)
            .Select(f => (f.Fact, (T)f.Said!))];

    private async Task<long> Leaf(Fact fact, CancellationToken ct) => (long)(await log.LeafOf(fact.Id, ct)
        ?? throw Sentences.Fault("records.not-in-log", fact.Id));

    private static FaultException Missing(RecordInScope item) => Sentences.Fault(
        "exports.unreadable-without-authority", item.Number, item.Scoped.Record, item.Scoped.Version);
}
