using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Capture.Visits;

/// <summary>What the seenItems of one answer add to their records; each record by itself, several at a time.</summary>
/// <param name="unsighted">Records of which no fact says yet that this source showed them, in this way.</param>
internal sealed class VisitChanges(
    Guid source, Guid visit, MapperName mapper, Dictionary<Guid, RecordState> states, IReadOnlySet<Guid> unsighted,
    SightedBy way)
{
    private readonly List<RecordChanges> changed = [];

    /// <param name="seenItems">In the order in which they are to count.</param>
    public void See(IReadOnlyList<SeenItem> seenItems) => changed.AddRange(
        seenItems.GroupBy(s => s.Identity.Record).AsParallel().AsOrdered().Select(ofOne =>
        {
            var changes = Of(ofOne.Key);
            foreach (var seen in ofOne)
                changes.See(seen);
            return changes;
        }));

    /// <summary>A definite "not there": a disappearance, unless that was the last we knew.</summary>
    public void Lose(Guid record, StoredResponse answer)
    {
        var changes = changed.Find(c => c.Record == record);
        if (changes is null)
            changed.Add(changes = Of(record));
        changes.Lose(answer);
    }

    public IEnumerable<StreamAppend> Appends(DateTimeOffset now) => changed.Where(c => c.Facts.Count > 0)
        .AsParallel().AsOrdered()
        .Select(c => new StreamAppend(
            c.Record, c.Version, c.Facts.Select(f => Facts.New(f, now, correlation: visit)).ToList()));

    public VisitCounts AddTo(VisitCounts before) => changed.Aggregate(before, (sum, c) => sum with
    {
        NewRecords = sum.NewRecords + c.Counts.NewRecords,
        NewVersions = sum.NewVersions + c.Counts.NewVersions,
        Unchanged = sum.Unchanged + c.Counts.Unchanged,
        Disappeared = sum.Disappeared + c.Counts.Disappeared,
        Reappeared = sum.Reappeared + c.Counts.Reappeared,
    });

    private RecordChanges Of(Guid record) => new(
        source, visit, mapper, record, states[record], unsighted.Contains(record) ? way : null);
}
