using Archive.Capture.Mapping;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence;

namespace Archive.Capture.Visits;

/// <summary>
/// What the sightings of one answer add to their records. Pure but for fresh version ids: states in, facts out.
/// </summary>
internal sealed class VisitChanges(Guid source, Guid visit, MapperName mapper, Dictionary<Guid, RecordState> states)
{
    private readonly Dictionary<Guid, List<IFact>> added = [];
    private VisitCounts counts = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>
    /// A version is added if the content is not that of the record's last one, whatever any timestamp says (A→B→A is
    /// three versions). An older version out of the platform's history is added only if it lies after the last one we
    /// have.
    /// </summary>
    public void See(Sighting seen)
    {
        var record = seen.Identity.Record;
        var state = states[record];
        if (seen.ReadFrom == ReadFrom.Current && state.Gone)
        {
            Add(record, new ReappearanceFound(record, source, visit, seen.Pieces[0]));
            state = state with { Gone = false };
            counts = counts with { Reappeared = counts.Reappeared + 1 };
        }

        var content = new VersionContent(mapper, seen.Content);
        if (state.Last is { } last && state.HasAsLast(content.Commit(seen.Identity.Secret, last.Version)))
        {
            counts = counts with { Unchanged = counts.Unchanged + 1 };
        }
        else
        {
            var captured = Captured(seen, state, content);
            Add(record, captured);
            counts = counts with { NewVersions = counts.NewVersions + 1, NewRecords = counts.NewRecords
                + (state.Last is null ? 1 : 0) };
            state = state with { Last = captured };
        }

        if (seen.Engagement is { } engagement && engagement != state.Engagement)
        {
            Add(record, new EngagementMeasured(
                record, visit, seen.Pieces[0], engagement.Replies, engagement.Shares, engagement.Likes));
            state = state with { Engagement = engagement };
        }

        states[record] = state;
    }

    /// <summary>A definite "not there": a disappearance, unless that was the last we knew.</summary>
    public void Lose(Guid record, StoredResponse answer)
    {
        var state = states[record];
        if (state.Gone || state.Last is null)
            return;
        Add(record, new DisappearanceFound(record, source, visit, answer.Status, answer.Exchange));
        states[record] = state with { Gone = true };
        counts = counts with { Disappeared = counts.Disappeared + 1 };
    }

    public IEnumerable<StreamAppend> Appends(DateTimeOffset now) => added.Select(a => new StreamAppend(
        a.Key, states[a.Key].Version, a.Value.Select(f => Facts.New(f, now, correlation: visit)).ToList()));

    public VisitCounts AddTo(VisitCounts before) => before with
    {
        NewRecords = before.NewRecords + counts.NewRecords,
        NewVersions = before.NewVersions + counts.NewVersions,
        Unchanged = before.Unchanged + counts.Unchanged,
        Disappeared = before.Disappeared + counts.Disappeared,
        Reappeared = before.Reappeared + counts.Reappeared,
    };

    private VersionCaptured Captured(Sighting seen, RecordState state, VersionContent content)
    {
        var version = Ids.New();
        return new VersionCaptured(
            seen.Identity.Record,
            seen.Identity.Unit,
            seen.Kind,
            source,
            visit,
            version,
            (state.Last?.Ordinal ?? 0) + 1,
            seen.ReadFrom,
            seen.Pieces,
            content.Commit(seen.Identity.Secret, version),
            CanonicalMoment.Truncate(seen.Content.PostedAt!.Value),
            seen.Content.EditedAt is { } edited ? CanonicalMoment.Truncate(edited) : null,
            seen.Media);
    }

    private void Add(Guid record, IFact fact)
    {
        if (!added.TryGetValue(record, out var facts))
            added[record] = facts = [];
        facts.Add(fact);
    }
}
