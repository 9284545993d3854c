using Archive.Records;

namespace Archive.Requests;

/// <summary>A record as a search found it.</summary>
/// <param name="Version">The version shown at that leaf of the log.</param>
/// <param name="PostedOn">The platform's day of the record, in the office's zone (`OfficeTime.DayOf`).</param>
public sealed record FoundRecord(Guid Record, Guid Version, DateOnly PostedOn, RecordParts Parts);

/// <summary>
/// An officer freezes a search: what it found is what the request is about, and each record gets a number. A later
/// search adds what is not there yet; a version captured since has a number of its own. Until the first judgement the
/// numbers follow the threads, whichever search found what; from then on they stay, and what is added comes after them.
/// </summary>
/// <param name="AsOf">Number of the last leaf of the log the search saw; -1 for an empty log.</param>
/// <param name="Found">
/// In the order the inventory will have. While nothing has been judged, with what was in scope before.
/// </param>
public sealed record ScopeRecords(
    Guid Request, Guid Scope, string Query, long AsOf, IReadOnlyList<FoundRecord> Found)
{
    public static Outcome<IFact[]> Decide(RequestState request, ScopeRecords asked)
    {
        if (request.Closed is { } closed)
            return closed;
        if (string.IsNullOrWhiteSpace(asked.Query))
            return new Refusal("requests.search-needed", Basis.Of(request.Kind.Law.Request));
        if (asked.AsOf < -1)
            return new Refusal("requests.leaf-needed", Basis.Judging);

        var before = request.Records.Values.Select(r => r.Scoped).ToDictionary(r => r.Version);
        var found = asked.Found.DistinctBy(f => f.Version).ToList();
        if (request.Searched && found.TrueForAll(f => before.ContainsKey(f.Version)))
            return new Refusal("requests.nothing-in-scope", Basis.Judging);

        // What was in scope and is not read any more keeps a number, the last ones.
        var unread = before.Values.ExceptBy(found.Select(f => f.Version), r => r.Version);
        List<ScopedRecord> numbered = request.Judged
            ? Numbered(found.Where(f => !before.ContainsKey(f.Version)), before.Values.Max(r => r.Number) + 1)
            : [.. Numbered(found, 1), .. unread.Select((r, i) => r with { Number = found.Count + 1 + i })];
        return request.Change(new RecordsScoped(
            request.Id, asked.Scope, asked.AsOf, SealedTextRef.NotYet, !request.Judged, numbered));
    }

    private static List<ScopedRecord> Numbered(IEnumerable<FoundRecord> found, int from) =>
        [.. found.Select((f, i) => new ScopedRecord(from + i, f.Record, f.Version, f.PostedOn, f.Parts))];
}
