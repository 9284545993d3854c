using Archive.Records;

namespace Archive.Requests;

/// <summary>A record as a search found it.</summary>
/// <param name="Version">The version shown at that leaf of the log.</param>
/// <param name="PostedOn">The platform's day of the record, in the office's zone (`OfficeTime.DayOf`).</param>
public sealed record FoundRecord(Guid Record, Guid Version, DateOnly PostedOn, RecordParts Parts);

/// <summary>
/// An officer freezes a search: what it found is what the request is about, and each record gets a number. A later
/// search adds what is not there yet; a version captured since has a number of its own.
/// </summary>
/// <param name="AsOf">Number of the last leaf of the log the search saw; -1 for an empty log.</param>
/// <param name="Found">In the order the inventory will have.</param>
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

        var known = request.Records.Values.Select(r => (r.Scoped.Record, r.Scoped.Version)).ToHashSet();
        var next = request.Records.Count == 0 ? 1 : request.Records.Keys.Max() + 1;
        var added = asked.Found
            .Where(f => known.Add((f.Record, f.Version)))
            .Select((f, i) => new ScopedRecord(next + i, f.Record, f.Version, f.PostedOn, f.Parts))
            .ToList();
        if (added.Count == 0 && request.Searched)
            return new Refusal("requests.nothing-in-scope", Basis.Judging);

        return request.Change(new RecordsScoped(request.Id, asked.Scope, asked.AsOf, SealedTextRef.NotYet, added));
    }
}
