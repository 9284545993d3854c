using Archive.Capture.Mapping;
using Archive.Evidence.Content;
using Archive.Evidence;

namespace Archive.Capture.Visits;

/// <summary>
/// What the seenItems of one answer add to one record. Pure but for fresh version ids: state in, facts out.
/// </summary>
/// <param name="newWay">How the source showed it, if no fact says so yet.</param>
internal sealed class RecordChanges(
    Guid source, Guid visit, MapperName mapper, Guid record, RecordState before, SightedBy? newWay)
{
    private SightedBy? unsaid = newWay;

    private readonly List<IFact> facts = [];
    private RecordState state = before;

    public Guid Record => record;

    /// <summary>Of its stream, before these.</summary>
    public long Version { get; } = before.Version;

    public IReadOnlyList<IFact> Facts => facts;

    public VisitCounts Counts { get; private set; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>
    /// A version is added if the content is not that of the record's last one, whatever any timestamp says (A→B→A is
    /// three versions) and whatever the accounts in it call themselves, unless it is an account. An older version out
    /// of the platform's history is added only if it lies after the last one we have.
    /// </summary>
    public void See(SeenItem seen)
    {
        if (unsaid is { } way)
            facts.Add(new RecordSighted(record, source, visit, way, seen.Pieces[0]));
        unsaid = null;
        if (seen.ReadFrom == ReadFrom.Current && state.Gone)
        {
            facts.Add(new ReappearanceFound(record, source, visit, seen.Pieces[0]));
            state = state with { Gone = false };
            Counts = Counts with { Reappeared = Counts.Reappeared + 1 };
        }

        var content = new VersionContent(mapper, seen.Content);
        if (state.HasAsLast(content, seen.Identity.Secret))
        {
            Counts = Counts with { Unchanged = Counts.Unchanged + 1 };
        }
        else
        {
            if (state.HasOtherAuthor(content, seen.Identity.Secret))
                facts.Add(new AuthorChanged(record, source, visit, seen.Pieces[0]));
            var captured = Captured(seen, content);
            facts.Add(captured);
            Counts = Counts with { NewVersions = Counts.NewVersions + 1, NewRecords = Counts.NewRecords
                + (state.Last is null ? 1 : 0) };
            state = state with { Last = captured };
        }

        if (state.Place.With(seen.Place) is var place && place != state.Place)
        {
            facts.Add(new PlaceFound(record, source, visit, place.Answers, place.Thread, seen.Pieces[0]));
            state = state with { Place = place };
        }

        if (seen.Figures.Count > 0 && !seen.Figures.SequenceEqual(state.Figures))
        {
            facts.Add(new FiguresMeasured(record, source, visit, seen.Pieces[0], seen.Figures));
            state = state with { Figures = seen.Figures };
        }
    }

    /// <summary>A definite "not there": a disappearance, unless that was the last we knew.</summary>
    public void Lose(StoredResponse answer)
    {
        if (state.Gone || state.Last is null)
            return;
        facts.Add(new DisappearanceFound(record, source, visit, answer.Status, answer.Exchange));
        state = state with { Gone = true };
        Counts = Counts with { Disappeared = Counts.Disappeared + 1 };
    }

    /// <summary>What answered something does so still when the platform has forgotten what that was.</summary>
    private RecordKind KindOf(SeenItem seen) =>
        seen.Kind == RecordKind.Post && state.Last?.Kind == RecordKind.Comment ? RecordKind.Comment : seen.Kind;

    private static DateTimeOffset HourOf(DateTimeOffset at) =>
        new(at.UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    private VersionCaptured Captured(SeenItem seen, VersionContent content)
    {
        var version = Ids.New();
        return new VersionCaptured(
            seen.Identity.Record,
            seen.Identity.Unit,
            KindOf(seen),
            source,
            visit,
            version,
            (state.Last?.Ordinal ?? 0) + 1,
            seen.ReadFrom,
            seen.Pieces,
            content.Commit(seen.Identity.Secret, version),
            content.WithoutNames(KindOf(seen), seen.Identity.Secret, version),
            content.Author(seen.Identity.Secret, version),
            HourOf(seen.Content.PostedAt!.Value),
            seen.Media);
    }
}
