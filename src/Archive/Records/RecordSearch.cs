using Archive.Capture;
using Archive.Sources;
using Archive.Storage.Postgres;

namespace Archive.Records;

/// <summary>A record as a list of results shows it.</summary>
/// <param name="Version">Its last version, whichever version matched.</param>
public sealed record SearchHit(Guid Record, Guid Version, DateTimeOffset PostedAt);

/// <summary>Finds records of which any version matches, oldest first.</summary>
/// <param name="office">Days in a query are the office's days.</param>
public sealed class RecordSearch(
    PerishableDatabase perishable, OfficeTime office, KnownPlatforms platforms)
{
    /// <summary>Reads what an officer typed.</summary>
    public Outcome<SearchQuery> Parse(string typed) => SearchQuery.Parse(typed, platforms);

    public async Task<IReadOnlyList<SearchHit>> Find(SearchQuery query, CancellationToken ct)
    {
        List<object?> values = [perishable.Tenant];
        string Parameter(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }

        var where = new List<string> { "v.tenant_id = $1" };
        foreach (var term in query.Terms)
            where.Add((term.Not ? "NOT " : "") + "(" + Condition(term, Parameter) + ")");
        if (query.From is { } from)
            where.Add($"({HandleCondition("ltrim(r.author_handle, '@')", Parameter(from))})");
        if (query.Platform is { } platform)
            where.Add($"r.platform = {Parameter(platform.ToString())}");
        if (query.After is { } after)
            where.Add(StoodAfter(Parameter(office.StartOf(after))));
        if (query.Before is { } before)
            where.Add(StoodBefore(Parameter(office.StartOf(before))));

        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            $"""
             SELECT r.record, l.version, r.posted_at
             FROM perishable.record r
             JOIN perishable.record_version l ON l.tenant_id = r.tenant_id AND l.record = r.record
               AND l.ordinal = r.versions
             WHERE r.tenant_id = $1 AND EXISTS (
                 SELECT FROM perishable.record_version v
                 WHERE v.tenant_id = r.tenant_id AND v.record = r.record AND {string.Join(" AND ", where)})
             ORDER BY r.posted_at, r.record
             """,
            row => new SearchHit(row.GetGuid(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2)), ct,
            [.. values]);
    }

    /// <summary>
    /// When an account was opened says nothing of what it said since: of an account it counts whether this version
    /// still stood then, as far as is known.
    /// </summary>
    private static string StoodAfter(string moment) =>
        $"""
         CASE WHEN r.kind = '{RecordKind.Account}' THEN coalesce(r.gone_at, 'infinity') > {moment}
             AND NOT EXISTS (SELECT FROM perishable.record_version n WHERE n.tenant_id = v.tenant_id
                 AND n.record = v.record AND n.ordinal = v.ordinal + 1 AND n.captured_at <= {moment})
         ELSE r.posted_at >= {moment} END
         """;

    /// <summary>Of an account, whether this version was seen before then.</summary>
    private static string StoodBefore(string moment) =>
        $"CASE WHEN r.kind = '{RecordKind.Account}' THEN v.captured_at ELSE r.posted_at END < {moment}";

    private static string Condition(SearchTerm term, Func<object, string> parameter)
    {
        var value = parameter(term.Kind == SearchKind.Literal ? $"%{Escape(term.Value)}%" : term.Value);
        return term.Kind switch
        {
            SearchKind.Word => InAnyLanguage("plainto_tsquery", value),
            SearchKind.Phrase => InAnyLanguage("phraseto_tsquery", value),
            SearchKind.Handle => $"EXISTS (SELECT FROM unnest(v.handles) h WHERE {HandleCondition("h", value)})",
            SearchKind.Tag => $"v.tags @> ARRAY[{value}::text]",
            SearchKind.Literal => $"v.body LIKE {value}",
        };
    }

    private static string InAnyLanguage(string function, string value) => string.Join(
        " OR ",
        new[] { "dutch", "english", "simple" }.Select(language => $"v.search @@ {function}('{language}', {value})"));

    private static string HandleCondition(string column, string value) =>
        $"lower({column}) = {value} OR split_part(lower({column}), '@', 1) = {value}";

    private static string Escape(string literal) =>
        literal.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
