namespace Archive.Replay.Recorded;

/// <summary>What the recordings show of one status over time.</summary>
/// <param name="Sightings">In the order of the recordings; at least one.</param>
/// <param name="Disappears">Whether it is gone in the state "after".</param>
public sealed record RecordedStatus(string Id, IReadOnlyList<StatusFound> Sightings, bool Disappears)
{
    public StatusFound Newest => Sightings[^1];

    /// <summary>
    /// As it was at a moment: the first sighting in "before", the last in "after". Where nothing was recorded at that
    /// moment, the nearest other one. Answers to a deletion are used only for want of anything else: servers put the
    /// source text there, and leave out the content.
    /// </summary>
    public StatusFound At(When when)
    {
        var usable = Sightings.Where(seen => seen.HasContent && seen.In.Method != "DELETE").ToArray();
        if (usable.Length == 0)
        {
            return Newest;
        }

        return when == When.Before
            ? usable.MinBy(seen => seen.In.When)!
            : usable.Reverse().MaxBy(seen => seen.In.When)!;
    }

    /// <summary>
    /// Every status in the recordings, with its fate. One is gone after a recorded DELETE or 404; and where it was in a
    /// thread before and not after, unless it is only its parent that went (its answers then leave the thread too, and
    /// stay where they are).
    /// </summary>
    public static IReadOnlyDictionary<string, RecordedStatus> In(IReadOnlyList<Recording> recordings)
    {
        var sightings = recordings.SelectMany(StatusesFound.In).ToLookup(found => found.Id, StringComparer.Ordinal);
        var vanished = VanishedFromThreads(recordings);
        return sightings.ToDictionary(
            each => each.Key,
            each => new RecordedStatus(each.Key, [.. each], Gone(each.Key, each.First().Parent)),
            StringComparer.Ordinal);

        bool Gone(string id, string? parent) =>
            recordings.Any(recording => Told(recording, id))
            || vanished.Contains(id) && (parent is null || !vanished.Contains(parent));
    }

    private static bool Told(Recording recording, string id) =>
        recording.Path.EndsWith("/statuses/" + id, StringComparison.Ordinal)
        && (recording is { Method: "DELETE", Status: 200 } or { Method: "GET", Status: 404 or 410 });

    private static HashSet<string> VanishedFromThreads(IReadOnlyList<Recording> recordings)
    {
        var threads = recordings.Where(each => each.Path.EndsWith("/context", StringComparison.Ordinal)).ToArray();
        return
        [
            .. from before in threads
               where before.When == When.Before
               from after in threads
               where after.When == When.After && after.Path == before.Path
               let left = StatusesFound.In(after).Select(found => found.Id).ToHashSet(StringComparer.Ordinal)
               from found in StatusesFound.In(before)
               where !left.Contains(found.Id)
               select found.Id,
        ];
    }
}
