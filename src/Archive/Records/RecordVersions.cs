using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Sources;
using Archive.Storage.Postgres;

namespace Archive.Records;

/// <summary>One version of a record, as people read it.</summary>
/// <param name="Source">That showed this version; others may show the record too.</param>
/// <param name="Of">How many versions the record has now.</param>
/// <param name="Members">All of it, in the order the fact's commitment is over.</param>
/// <param name="EditedAt">When it was written, if the platform tells that of an edit.</param>
/// <param name="GoneAt">When the record was found to be absent; null while it is there.</param>
public sealed record RecordVersion(
    Guid Record,
    Guid Version,
    Guid Source,
    Guid Unit,
    int Ordinal,
    int Of,
    PlatformName Platform,
    RecordKind Kind,
    string PlatformId,
    string? InReplyTo,
    DateTimeOffset PostedAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset CapturedAt,
    DateTimeOffset? GoneAt,
    long Leaf,
    Guid Fact,
    MapperName Mapper,
    Digest Root,
    IReadOnlyList<Member> Members,
    IReadOnlyList<MediumRef> Media,
    IReadOnlyList<PieceRef> Pieces)
{
    /// <summary>The record that it answers, if that was ever told and is one here.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The record its thread begins with, if it was seen in one.</summary>
    public Guid? Thread { get; init; }

    /// <summary>When the version before it was captured; null for the first.</summary>
    public DateTimeOffset? FormerCapturedAt { get; init; }

    /// <summary>
    /// From when it is certain that this version stood: when it was written, else, of an edit that the platform gives
    /// no moment of, and of what an account says of itself, when it was captured.
    /// </summary>
    public DateTimeOffset StoodFrom =>
        EditedAt ?? (Ordinal == 1 && Kind != RecordKind.Account ? PostedAt : CapturedAt);

    public string? Single(string path) => Members.FirstOrDefault(m => m.Path == path)?.Value;

    /// <summary>The text as captured.</summary>
    public string Text => string.Concat(
        Members.Where(m => m.Path.StartsWith("text/", StringComparison.Ordinal)).Select(m => m.Value));
}

/// <summary>Reads versions of records.</summary>
public sealed class RecordVersions(PerishableDatabase perishable)
{
    private const string Select =
        """
        SELECT r.record, v.version, v.source, r.unit, v.ordinal, r.versions, r.platform, r.kind, r.platform_id,
        r.in_reply_to,
            r.posted_at, v.edited_at, v.captured_at, r.gone_at, v.leaf, v.fact, v.mapper, v.root, v.members, v.media,
              v.pieces,
            (SELECT f.captured_at FROM perishable.record_version f
             WHERE f.tenant_id = v.tenant_id AND f.record = v.record AND f.ordinal = v.ordinal - 1),
            coalesce(r.parent, (SELECT p.record FROM perishable.identity c JOIN perishable.identity p
                ON p.tenant_id = c.tenant_id AND p.platform = c.platform AND p.space = c.space AND p.kind = c.kind
                WHERE c.tenant_id = r.tenant_id AND c.record = r.record AND p.platform_id = r.in_reply_to)),
            r.thread
        FROM perishable.record r JOIN perishable.record_version v USING (tenant_id, record)
        WHERE r.tenant_id = $1
        """;

    /// <summary>All versions of these records: records in the order given, versions oldest first.</summary>
    public async Task<IReadOnlyList<RecordVersion>> OfRecords(IReadOnlyList<Guid> records, CancellationToken ct)
    {
        var order = records.Select((r, i) => (r, i)).ToDictionary(x => x.r, x => x.i);
        var versions = await Read($"{Select} AND r.record = ANY ($2)", [.. records], ct);
        return [.. versions.OrderBy(v => order[v.Record]).ThenBy(v => v.Ordinal)];
    }

    /// <summary>These versions by their ids; destroyed ones are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, RecordVersion>> Of(
        IReadOnlyList<Guid> versions,
        CancellationToken ct) =>
        (await Read($"{Select} AND v.version = ANY ($2)", [.. versions], ct)).ToDictionary(v => v.Version);

    /// <summary>Every gap, oldest first.</summary>
    public async Task<IReadOnlyList<RecordedGap>> Gaps(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            """
            SELECT g.fact, g.at, g.source, s.handle, g.record, g.endpoint, g.cause, g.status
            FROM perishable.gap g JOIN perishable.source s USING (tenant_id, source)
            WHERE g.tenant_id = $1 ORDER BY g.leaf
            """,
            row => new RecordedGap(
                row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2), row.GetString(3),
                row.ValueOrNull<Guid>(4), Enum.Parse<Endpoint>(row.GetString(5)),
                Enum.Parse<GapCause>(row.GetString(6)), row.ValueOrNull<int>(7)),
            ct, transaction.Tenant);
    }

    /// <summary>Of kept answers the last fact that they came again; of those that never did there is none.</summary>
    public async Task<IReadOnlyDictionary<Digest, SeenAgain>> SeenAgain(
        IReadOnlyCollection<Digest> answers, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var rows = await transaction.Query(
            "SELECT object, fact, leaf, at FROM perishable.answered_again WHERE tenant_id = $1 AND object = ANY ($2)",
            row => (Object: Digest.Parse(row.GetString(0)), Again: new SeenAgain(
                row.GetGuid(1), row.GetInt64(2), row.GetFieldValue<DateTimeOffset>(3))),
            ct, transaction.Tenant, answers.Select(a => a.ToString()).Distinct().ToArray());
        return rows.ToDictionary(r => r.Object, r => r.Again);
    }

    /// <summary>Number of the last leaf of the log that the readable records show; -1 before the first.</summary>
    public async Task<long> AsOf(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Scalar<long?>(
            "SELECT leaf FROM perishable.projection WHERE tenant_id = $1 AND name = 'records'",
            ct, transaction.Tenant) ?? -1;
    }

    /// <summary>Every source that showed one of these records, whichever version.</summary>
    public async Task<IReadOnlySet<Guid>> Sources(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return (await transaction.Query(
            "SELECT DISTINCT source FROM perishable.sighting WHERE tenant_id = $1 AND record = ANY ($2)",
            row => row.GetGuid(0), ct, transaction.Tenant, records.ToArray())).ToHashSet();
    }

    /// <summary>When visits to these sources began that came to their end, oldest first.</summary>
    public async Task<ILookup<Guid, DateTimeOffset>> Visits(IReadOnlyList<Guid> sources, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var visits = await transaction.Query(
            """
            SELECT source, started_at FROM perishable.visit
            WHERE tenant_id = $1 AND source = ANY ($2) AND ended ORDER BY started_at
            """,
            row => (Source: row.GetGuid(0), At: row.GetFieldValue<DateTimeOffset>(1)),
            ct, transaction.Tenant, sources.ToArray());
        return visits.ToLookup(v => v.Source, v => v.At);
    }

    private async Task<IReadOnlyList<RecordVersion>> Read(string sql, Guid[] ids, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(sql, RecordVersionRow.Read, ct, transaction.Tenant, ids);
    }
}

/// <summary>That a kept answer came again.</summary>
/// <param name="At">When the fact was recorded, within a minute of the answer.</param>
public sealed record SeenAgain(Guid Fact, long Leaf, DateTimeOffset At);

/// <summary>A gap with the source it belongs to.</summary>
public sealed record RecordedGap(
    Guid Fact, DateTimeOffset At, Guid Source, string Handle, Guid? Record, Endpoint Endpoint, GapCause Cause,
    int? Status);
