using Archive.Capture;
using Archive.Health;
using Archive.Integrity;
using Archive.Sources;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Web;

/// <summary>How a source is doing, in numbers.</summary>
/// <param name="LastVisitAt">When the last visit that came to its end began; null before the first.</param>
/// <param name="UnderWay">A visit has begun and not ended.</param>
public sealed record SourceStatus(
    PlatformName Platform, string Handle, DateTimeOffset WatchedAt, long Visits, DateTimeOffset? LastVisitAt,
    bool UnderWay,
    long Records, long Versions, long Gone, long Gaps);

/// <summary>What visits did not bring, by cause.</summary>
public sealed record GapStatus(GapCause Cause, long Count, DateTimeOffset LastAt);

/// <summary>How a time-stamp authority is doing.</summary>
/// <param name="Authority">Its address.</param>
/// <param name="LastAt">What was recorded before this moment is time-stamped; null before the first.</param>
/// <param name="OverdueSince">Since when something waits for its time-stamp; null while all is well.</param>
public sealed record TimeStampStatus(string Authority, DateTimeOffset? LastAt, DateTimeOffset? OverdueSince);

/// <summary>What reading back found amiss and was not mended since, by kind.</summary>
public sealed record FindingStatus(FindingKind Kind, long Count, DateTimeOffset FirstAt);

/// <summary>Until when exports can be signed.</summary>
public sealed record CertificateUntil(DateTimeOffset NotAfter, bool IsDevelopment);

/// <summary>How the archive is doing: numbers and times, and never a word of what it keeps.</summary>
/// <param name="Leaf">Last leaf of the log that the numbers include; null before the first.</param>
/// <param name="Mutable">
/// The storage is taken as it is: nothing was tried, and what is kept in it can be changed.
/// </param>
/// <param name="Certificate">Null before the first start with keys.</param>
public sealed record ArchiveStatus(
    long? Leaf, IReadOnlyList<SourceStatus> Sources, IReadOnlyList<GapStatus> Gaps,
    IReadOnlyList<FindingStatus> Findings,
    IReadOnlyList<TimeStampStatus> TimeStamps, bool Mutable, CertificateUntil? Certificate);

/// <summary>
/// Reads what the capabilities show to the web host (schema `web`), as a role that can read nothing else.
/// </summary>
/// <param name="perishable">The `perishable` database as role archive_web.</param>
public sealed class StatusReader(PerishableDatabase perishable)
{
    private const string OfSources =
        """
        SELECT s.platform, s.handle, s.watched_at, coalesce(v.visits, 0), v.last_at, coalesce(v.under_way, false),
            coalesce(r.records, 0), coalesce(r.versions, 0), coalesce(r.gone, 0), coalesce(g.gaps, 0)
        FROM web.source s
        LEFT JOIN web.visits v USING (tenant_id, source)
        LEFT JOIN web.records r USING (tenant_id, source)
        LEFT JOIN (
            SELECT source, sum(gaps)::bigint AS gaps FROM web.gaps WHERE tenant_id = $1 GROUP BY source) g
            USING (source)
        WHERE tenant_id = $1 ORDER BY s.platform, s.handle
        """;

    private const string OfGaps =
        """
        SELECT cause, sum(gaps)::bigint, max(last_at) FROM web.gaps
        WHERE tenant_id = $1 GROUP BY cause ORDER BY 2 DESC, 1
        """;

    private const string OfStorage = "SELECT mutable FROM web.storage WHERE tenant_id = $1";

    private const string OfCertificate =
        "SELECT not_after, development FROM web.signing_certificate WHERE tenant_id = $1";

    // A day and a half without any is overdue too, whatever became of the worker that should have said so.
    private const string OfTimeStamps =
        """
        SELECT authority, last_at,
        coalesce(overdue_since, CASE WHEN last_at < now() - interval '36 hours' THEN last_at END)
        FROM web.time_stamp WHERE tenant_id = $1 ORDER BY authority
        """;

    private const string OfFindings =
        "SELECT kind, findings, first_at FROM web.findings WHERE tenant_id = $1 ORDER BY 2 DESC, 1";

    /// <exception cref="Exception">One that <see cref="DatabaseCheck.IsDown"/> knows.</exception>
    public async Task<ArchiveStatus> Read(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return new(
            await Leaf(transaction, ct),
            await transaction.Query(OfSources, Source, ct, transaction.Tenant),
            await transaction.Query(OfGaps, Gap, ct, transaction.Tenant),
            await transaction.Query(OfFindings, Finding, ct, transaction.Tenant),
            await transaction.Query(OfTimeStamps, TimeStamp, ct, transaction.Tenant),
            await transaction.Scalar<bool>(OfStorage, ct, transaction.Tenant),
            await transaction.QueryFirst(OfCertificate, Certificate, ct, transaction.Tenant));
    }

    /// <returns>Last leaf of the log that can be read; null before the first.</returns>
    /// <exception cref="Exception">One that <see cref="DatabaseCheck.IsDown"/> knows.</exception>
    public async Task<long?> Leaf(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await Leaf(transaction, ct);
    }

    private static async Task<long?> Leaf(TenantTransaction transaction, CancellationToken ct)
    {
        var leaf = await transaction.Scalar<long?>(
            "SELECT leaf FROM web.projection WHERE tenant_id = $1 AND name = 'records'",
            ct, transaction.Tenant);
        return leaf >= 0 ? leaf : null;
    }

    private static SourceStatus Source(NpgsqlDataReader row) => new(
        new PlatformName(row.GetString(0)), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt64(3),
        row.ValueOrNull<DateTimeOffset>(4), row.GetBoolean(5),
        row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9));

    private static GapStatus Gap(NpgsqlDataReader row) =>
        new(Enum.Parse<GapCause>(row.GetString(0)), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2));

    private static TimeStampStatus TimeStamp(NpgsqlDataReader row) =>
        new(row.GetString(0), row.ValueOrNull<DateTimeOffset>(1), row.ValueOrNull<DateTimeOffset>(2));

    private static CertificateUntil Certificate(NpgsqlDataReader row) =>
        new(row.GetFieldValue<DateTimeOffset>(0), row.GetBoolean(1));

    private static FindingStatus Finding(NpgsqlDataReader row) =>
        new(Integrity.Findings.KindOf(row.GetString(0)), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2));
}
