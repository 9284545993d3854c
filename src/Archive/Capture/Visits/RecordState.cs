using Archive.Evidence.Content;
using Archive.Storage.Facts;

namespace Archive.Capture.Visits;

/// <summary>How often a record was answered, passed on and liked at one moment; no part of its content.</summary>
public sealed record Engagement(long Replies, long Shares, long Likes);

/// <summary>What the facts say of a record so far: enough to decide what a new sighting adds.</summary>
/// <param name="Version">Of the record's stream; 0 if nothing was recorded yet.</param>
/// <param name="Gone">Whether a disappearance was the last word.</param>
internal sealed record RecordState(long Version, VersionCaptured? Last, Engagement? Engagement, bool Gone)
{
    private static readonly string[] Telling =
    [
        NameOf<VersionCaptured>(), NameOf<EngagementMeasured>(), NameOf<DisappearanceFound>(),
        NameOf<ReappearanceFound>(),
    ];

    public static async Task<Dictionary<Guid, RecordState>> Of(
        IReadOnlyCollection<Guid> records, EventStore events, CancellationToken ct)
    {
        if (records.Count == 0)
            return [];
        var heads = await events.Heads(records, Telling, ct);
        var states = records.ToDictionary(
            r => r,
            r => heads.TryGetValue(r, out var head) ? Of(head) : new(0, null, null, false));
        // The last of a type may be one that another program wrote in a form of its own: then one before it counts.
        foreach (var (record, head) in heads.Where(h => h.Value.Last.Any(f => Facts.ReadOrNull(f) is null)))
            states[record] = Of(head with { Last = await events.Read(record, ct) });
        return states;
    }

    private static RecordState Of(StreamHead head)
    {
        var said = head.Last.OrderBy(fact => fact.Version).Select(Facts.ReadOrNull).OfType<IFact>().ToList();
        return new(
            head.Version,
            said.OfType<VersionCaptured>().LastOrDefault(),
            said.OfType<EngagementMeasured>().LastOrDefault() is { } m ? new(m.Replies, m.Shares, m.Likes) : null,
            said.LastOrDefault(fact => fact is DisappearanceFound or ReappearanceFound) is DisappearanceFound);
    }

    /// <summary>
    /// Whether content is the same as that of the last version: committed to with the last version's salt it gives the
    /// last version's root. So the decision needs nothing but the facts and the record's own secret.
    /// </summary>
    public bool HasAsLast(ContentCommitment recommitted) => Last is { } last && last.Content == recommitted;

    private static string NameOf<T>()
        where T : IFact => Facts.NameOf(typeof(T));
}
