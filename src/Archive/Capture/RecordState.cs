using Archive.Evidence.Content;
using Archive.Evidence.Store;

namespace Archive.Capture;

/// <summary>How often a record was answered, passed on and liked at one moment; no part of its content.</summary>
public sealed record Engagement(long Replies, long Shares, long Likes);

/// <summary>What the facts say of a record so far: enough to decide what a new sighting adds.</summary>
/// <param name="Version">Of the record's stream; 0 if nothing was recorded yet.</param>
/// <param name="Gone">Whether a disappearance was the last word.</param>
internal sealed record RecordState(long Version, VersionCaptured? Last, Engagement? Engagement, bool Gone)
{
    private static readonly string[] Versions = [NameOf<VersionCaptured>()];
    private static readonly string[] Engagements = [NameOf<EngagementMeasured>()];
    private static readonly string[] Presence = [NameOf<DisappearanceFound>(), NameOf<ReappearanceFound>()];

    public static async Task<Dictionary<Guid, RecordState>> Of(
        IReadOnlyCollection<Guid> records, EventStore events, CancellationToken ct)
    {
        var at = await events.Versions(records, ct);
        var versions = await events.Last(at.Keys.ToList(), Versions, ct);
        var engagements = await events.Last(at.Keys.ToList(), Engagements, ct);
        var presence = await events.Last(at.Keys.ToList(), Presence, ct);
        return records.ToDictionary(
            r => r,
            r => new RecordState(
                at.GetValueOrDefault(r),
                versions.TryGetValue(r, out var v) ? (VersionCaptured)Facts.Read(v) : null,
                engagements.TryGetValue(r, out var e) && Facts.Read(e) is EngagementMeasured m
                    ? new(m.Replies, m.Shares, m.Likes)
                    : null,
                presence.TryGetValue(r, out var p) && Facts.Read(p) is DisappearanceFound));
    }

    /// <summary>
    /// Whether content is the same as that of the last version: committed to with the last version's salt it gives the
    /// last version's root. So the decision needs nothing but the facts and the record's own secret.
    /// </summary>
    public bool HasAsLast(ContentCommitment recommitted) => Last is { } last && last.Content == recommitted;

    private static string NameOf<T>()
        where T : IFact => Facts.NameOf(typeof(T));
}
