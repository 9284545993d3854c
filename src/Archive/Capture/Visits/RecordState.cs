using Archive.Capture.Mapping;
using Archive.Storage.Facts;

namespace Archive.Capture.Visits;

/// <summary>Where a record belongs, by records; null where that was never told.</summary>
internal sealed record Place(Guid? Answers, Guid? Thread)
{
    public static Place Unknown { get; } = new(null, null);

    /// <summary>What is told now, and of the rest what was told before.</summary>
    public Place With(Place now) => new(now.Answers ?? Answers, now.Thread ?? Thread);
}

/// <summary>What the facts say of a record so far: enough to decide what a new sighting adds.</summary>
/// <param name="Version">Of the record's stream; 0 if nothing was recorded yet.</param>
/// <param name="Gone">Whether a disappearance was the last word.</param>
internal sealed record RecordState(
    long Version, VersionCaptured? Last, IReadOnlyList<Figure> Figures, bool Gone, Place Place)
{
    /// <summary>Of a record of which nothing is recorded.</summary>
    public static RecordState None { get; } = new(0, null, [], false, Place.Unknown);

    private static readonly string[] Telling =
    [
        NameOf<VersionCaptured>(), NameOf<FiguresMeasured>(), NameOf<DisappearanceFound>(),
        NameOf<ReappearanceFound>(), NameOf<PlaceFound>(),
    ];

    public static async Task<Dictionary<Guid, RecordState>> Of(
        IReadOnlyCollection<Guid> records, EventStore events, CancellationToken ct)
    {
        if (records.Count == 0)
            return [];
        var heads = await events.Heads(records, Telling, ct);
        var states = records.ToDictionary(
            r => r,
            r => heads.TryGetValue(r, out var head) ? Of(head) : None);
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
            said.OfType<FiguresMeasured>().LastOrDefault()?.Figures ?? [],
            said.LastOrDefault(fact => fact is DisappearanceFound or ReappearanceFound) is DisappearanceFound,
            said.OfType<PlaceFound>().LastOrDefault() is { } p ? new(p.Answers, p.Thread) : Place.Unknown);
    }

    /// <summary>
    /// Whether content is that of the last version, whatever the accounts in it call themselves: keyed with the last
    /// version's id it gives the last version's digest. So the decision needs nothing but the facts and the record's
    /// own secret.
    /// </summary>
    public bool HasAsLast(VersionContent content, byte[] secret) =>
        Last is { } last && last.WithoutNames == content.WithoutNames(last.Kind, secret, last.Version);

    /// <summary>Whether the last version was written by somebody else, as far as both tell.</summary>
    public bool HasOtherAuthor(VersionContent content, byte[] secret) =>
        Last is { Author: { } author } last && content.Author(secret, last.Version) is { } now && now != author;

    private static string NameOf<T>()
        where T : IFact => Facts.NameOf(typeof(T));
}
