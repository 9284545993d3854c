using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Microsoft.Extensions.Logging;

namespace Archive.Integrity;

/// <summary>A finding that is not resolved.</summary>
/// <param name="What">What was found, in the words of the day it was found.</param>
public sealed record RecordedFinding(Guid Id, FindingKind Kind, Sentence What, DateTimeOffset FoundAt)
{
    /// <summary>In English, for logs.</summary>
    public string Message => What.ToString();
}

/// <summary>
/// Findings are facts and alarms: each is recorded once, says so in the error log, and stands on the status page until
/// a later look finds the thing whole.
/// </summary>
public sealed partial class Findings(
    EventStore events,
    PerishableDatabase perishable,
    TimeProvider clock,
    ILogger<Findings> logger)
{
    private Tenant Tenant => perishable.Tenant;

    /// <returns>Those that were not known.</returns>
    public async Task<IReadOnlyList<Finding>> Record(IEnumerable<Finding> findings, CancellationToken ct)
    {
        var added = new List<Finding>();
        foreach (var finding in findings)
        {
            if (await Record(finding, ct))
                added.Add(finding);
        }

        return added;
    }

    /// <summary>Open findings about an object that a look did not find again are resolved.</summary>
    public Task<int> Resolve(Digest about, IReadOnlyCollection<Finding> still, CancellationToken ct) =>
        Resolve("object = $3", about.ToString(), still, ct);

    /// <summary>
    /// Open findings of these kinds, about no object, that a check of all there is of them did not find again are
    /// resolved.
    /// </summary>
    public Task<int> Resolve(
        IReadOnlyCollection<FindingKind> kinds,
        IReadOnlyCollection<Finding> still,
        CancellationToken ct) =>
        Resolve("object IS NULL AND kind = ANY ($3)", kinds.Select(k => Facts.WordOf(k)).ToArray(), still, ct);

    /// <summary>What is not resolved, oldest first.</summary>
    public async Task<IReadOnlyList<RecordedFinding>> Open(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            """
            SELECT finding, kind, message, found_at FROM perishable.finding
            WHERE tenant_id = $1 AND resolved_at IS NULL ORDER BY found_at, finding
            """,
            row => new RecordedFinding(
                row.GetGuid(0),
                KindOf(row.GetString(1)),
                Read(row.GetString(2)),
                row.GetFieldValue<DateTimeOffset>(3)),
            ct, Tenant);
    }

    public static FindingKind KindOf(string word) => Enum.GetValues<FindingKind>().Single(k => Facts.WordOf(k) == word);

    /// <summary>
    /// Insert row, append fact, commit. After a crash in between, the next check records the finding again.
    /// </summary>
    private async Task<bool> Record(Finding finding, CancellationToken ct)
    {
        var (id, now) = (Ids.New(), clock.GetUtcNow());
        await using var transaction = await perishable.Begin(ct);
        var fresh = await transaction.Run(
            """
            INSERT INTO perishable.finding (tenant_id, finding, kind, subject, object, message, found_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """,
            ct, Tenant, id, Facts.WordOf(finding.Kind), finding.Subject, finding.Object?.ToString(),
            Write(finding.What), now.UtcDateTime) == 1;
        if (!fresh)
            return false;
        await Append(id, 0, new FindingRecorded(
            id, finding.Kind, finding.Object, finding.Unit, finding.Record, finding.Version, finding.Fact, finding
                .Leaf), now, ct);
        await transaction.Commit(ct);
        Found(logger, Facts.WordOf(finding.Kind), finding.What);
        return true;
    }

    private async Task<int> Resolve(
        string which,
        object value,
        IReadOnlyCollection<Finding> still,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await perishable.Begin(ct);
        var resolved = await transaction.Query(
            $"""
             UPDATE perishable.finding SET resolved_at = $2
             WHERE tenant_id = $1 AND resolved_at IS NULL AND {which}
                 AND NOT EXISTS (SELECT FROM unnest($4, $5) s(kind, subject)
                   WHERE s.kind = finding.kind AND s.subject = finding.subject)
             RETURNING finding
             """,
            row => row.GetGuid(0), ct, Tenant, now.UtcDateTime, value,
            still.Select(s => Facts.WordOf(s.Kind)).ToArray(), still.Select(s => s.Subject).ToArray());
        foreach (var finding in resolved)
        {
            await Append(finding, 1, new FindingResolved(finding), now, ct);
            Resolved(logger, finding);
        }

        await transaction.Commit(ct);
        return resolved.Count;
    }

    /// <summary>The row keeps the sentence in both languages: `{"en","nl"}`.</summary>
    private static string Write(Sentence what) =>
        new JsonObject { ["en"] = what.In(Language.En), ["nl"] = what.In(Language.Nl) }.ToJsonString();

    private static Sentence Read(string row) =>
        JsonNode.Parse(row) is JsonObject written
            && Enum.GetValues<Language>().ToDictionary(l => l, l => (string?)written[l.Code]) is var texts
            ? new(language => texts[language] ?? row)
            : new(_ => row);

    private async Task Append(Guid stream, long expected, IFact fact, DateTimeOffset now, CancellationToken ct)
    {
        if (!await events.Append([new(stream, expected, [Facts.New(fact, now)])], ct))
            throw Sentences.Fault("integrity.finding-recorded-twice", stream);
    }

    [LoggerMessage(4101, LogLevel.Error, "ALARM {Kind}: {Says}")]
    private static partial void Found(ILogger logger, string kind, Sentence says);

    [LoggerMessage(4102, LogLevel.Information, "Finding {Finding} is resolved: a later look found it whole")]
    private static partial void Resolved(ILogger logger, Guid finding);
}
