using System.Globalization;

namespace Archive.Replay;

/// <summary>
/// A page of a list that has the newest first, as Mastodon pages it: <c>max_id</c> wants what is older, <c>since_id</c>
/// the newest of what is newer, <c>min_id</c> the oldest of what is newer; at most <c>limit</c>, 20 unless told, 40 at
/// most. The <c>Link</c> header leads on to older ones while a page is full, and back while it is not empty. Source:
/// Mastodon documentation, "Using the API: pagination through the Link header".
/// </summary>
public sealed record Paging<T>(IReadOnlyList<T> Items, int Limit, string? Oldest, string? Newest)
{
    /// <summary>Adds the header to a page that has anything on it.</summary>
    public Reply Linked(Reply reply, Question asked)
    {
        if (Items.Count == 0)
        {
            return reply;
        }

        var kept = asked.Query
            .Where(pair => pair.Key is not ("limit" or "max_id" or "min_id" or "since_id"))
            .Select(pair => $"&{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");
        var start = $"<{asked.Address}{asked.Path}?limit={Limit}{string.Concat(kept)}";
        var back = $"{start}&min_id={Newest}>; rel=\"prev\"";
        return reply.With("link", Items.Count < Limit ? back : $"{start}&max_id={Oldest}>; rel=\"next\", {back}");
    }
}

public static class Paging
{
    private const int Usual = 20;
    private const int Most = 40;

    /// <param name="newestFirst">The whole list.</param>
    /// <returns>Null if the limit is no number.</returns>
    public static Paging<T>? Of<T>(IReadOnlyList<T> newestFirst, Func<T, string> id, Question asked)
    {
        var limit = Usual;
        if (asked["limit"] is { } given
            && !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit))
        {
            return null;
        }

        limit = Math.Clamp(limit, 1, Most);
        var items = newestFirst.AsEnumerable();
        if (asked["max_id"] is { } max)
        {
            items = items.Where(item => Compare(id(item), max) < 0);
        }

        if ((asked["min_id"] ?? asked["since_id"]) is { } floor)
        {
            items = items.Where(item => Compare(id(item), floor) > 0);
        }

        T[] page = asked["min_id"] is null ? [.. items.Take(limit)] : [.. items.TakeLast(limit)];
        return new Paging<T>(page, limit, page.Length > 0 ? id(page[^1]) : null, page.Length > 0 ? id(page[0]) : null);
    }

    /// <summary>
    /// Ids grow with time: as numbers where they are numbers (so a longer one is newer), otherwise as text.
    /// </summary>
    private static int Compare(string one, string other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other);
}
