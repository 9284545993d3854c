using Archive.Capture;
using Archive.Integrity;
using Archive.Keys;
using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Keys;

namespace Archive.Restore;

/// <summary>
/// What is sealed for ever although nobody destroyed it: a back-up of `perishable` had no secret for it.
/// </summary>
/// <param name="Records">Records of which nothing, or not every medium, can be opened any more.</param>
/// <param name="Requests">Requests of which the papers cannot.</param>
/// <param name="Numbers">Every request number that was ever given out.</param>
/// <param name="Units">All that is sealed for ever, of whatever kind, and that no fact says so of yet.</param>
public sealed record LostUnits(
    IReadOnlyList<Guid> Records, IReadOnlyList<RequestNumber> Requests, IReadOnlyList<RequestNumber> Numbers,
    IReadOnlyList<Guid> Units);

/// <summary>Looks for the secret of everything that facts say was kept, and that no fact says was destroyed.</summary>
public sealed class LostSecrets(EventStore events, UnitSecrets secrets)
{
    private const int Batch = 1000;

    /// <summary>As far as facts are in the log.</summary>
    public async Task<LostUnits> Find(CancellationToken ct)
    {
        var kept = new Dictionary<Guid, HashSet<Guid>>(); // record to its units
        var papers = new Dictionary<RequestNumber, Guid>();
        var destroyed = new HashSet<Guid>();
        var named = new HashSet<Guid>(); // every unit of which facts say that something is sealed under it
        var known = new HashSet<Guid>(); // to be lost, since an earlier restore or with a key
        await foreach (var (_, fact) in events.ReadLog(-1, ct))
        {
            named.UnionWith(NamedInFacts.In(fact).Objects.Select(o => o.Unit).OfType<Guid>());
            switch (Facts.ReadOrNull(fact))
            {
                case VersionCaptured captured:
                    if (!kept.TryGetValue(captured.Record, out var of))
                        kept.Add(captured.Record, of = []);
                    of.UnionWith([captured.Unit, .. captured.Media.Select(m => m.Unit)]);
                    break;
                case RecordDestroyed gone:
                    destroyed.UnionWith([gone.Record, .. gone.Units]);
                    break;
                case UnitsLost lost:
                    known.UnionWith(lost.Units);
                    break;
                case RequestReceived received:
                    papers[received.Number] = received.Details.Unit;
                    break;
            }
        }

        foreach (var record in destroyed)
            kept.Remove(record);
        named.UnionWith(kept.Values.SelectMany(u => u).Concat(papers.Values));
        named.ExceptWith(destroyed);
        var there = await There(named, ct);
        var units = named.Except(there).Except(known).Order().ToList();
        there.UnionWith(destroyed);
        return new(
            [.. kept.Where(r => !there.IsSupersetOf(r.Value)).Select(r => r.Key)],
            [.. papers.Where(p => !there.Contains(p.Value)).Select(p => p.Key)
                .OrderBy(n => (n.Year, n.Ordinal, n.Prefix))],
            [.. papers.Keys],
            units);
    }

    private async Task<HashSet<Guid>> There(IReadOnlyCollection<Guid> asked, CancellationToken ct)
    {
        var there = new HashSet<Guid>();
        foreach (var some in asked.Chunk(Batch))
            there.UnionWith((await secrets.Get(some, ct)).Keys);
        return there;
    }
}
