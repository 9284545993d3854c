using Archive.Evidence.Canonical;
using Archive.Storage.Anchor;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Microsoft.Extensions.Logging;
using NpgsqlTypes;

namespace Archive.Anchoring;

/// <summary>
/// Says how each authority is doing: in facts, on the status page, and in the error log when one is overdue.
/// </summary>
public sealed partial class TimeStampState(
    AnchoringOptions options, PerishableDatabase perishable, EventStore events, AnchorLog anchors, TimeStampStore store,
    TimeStamping stamping, TimeProvider clock, ILogger<TimeStampState> logger)
{
    /// <summary>A checkpoint without a time-stamp this long after it was anchored is overdue.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromHours(12);

    public async Task Publish(BackOff backOff, CancellationToken ct)
    {
        foreach (var authority in options.Authorities)
        {
            var newest = await store.Newest(authority.Name, ct);
            var overdue = await Overdue(authority, newest, backOff, ct);
            await Record(authority, newest, overdue, ct);
            await Show(authority, newest, overdue, ct);
        }

        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            "DELETE FROM perishable.time_stamp WHERE tenant_id = $1 AND authority <> ALL ($2)",
            ct, transaction.Tenant, options.Authorities.Select(a => a.Name).ToArray());
        await transaction.Commit(ct);
    }

    /// <summary>
    /// What has waited too long: a checkpoint for its token, or a token that expires soon for its renewal.
    /// </summary>
    private async Task<TimeStampOverdue?> Overdue(
        TimeStampAuthority authority, StoredToken? newest, BackOff backOff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await anchors.FirstFrom(newest?.Size ?? 0, ct) is { } waits && waits.At + OverdueAfter <= now)
            return new(waits.At, (long)waits.Leaf, backOff.Trouble(authority.Name), Expiring: null);

        var lead = options.Lead;
        var expiring = (await store.Expiring(now + lead / 3, 1, ct)).FirstOrDefault(t => t.Authority == authority.Name);
        return expiring is null
            ? null
            : new(
                expiring.ValidUntil - lead,
                (long)expiring.Size - 1,
                backOff.Trouble(authority.Name),
                expiring.Token.Digest);
    }

    /// <summary>
    /// A token another tenant's worker asked for, or one kept just before a crash, gets its fact; an overdue gets one,
    /// once.
    /// </summary>
    private async Task Record(
        TimeStampAuthority authority,
        StoredToken? newest,
        TimeStampOverdue? overdue,
        CancellationToken ct)
    {
        var (stampedName, overdueName) = (Facts.NameOf(typeof(TimeStamped)), Facts.NameOf(typeof(TimeStampOverdue)));
        var stream = await store.StreamOf(authority.Name, ct);
        var head = (await events.Heads([stream], [stampedName, overdueName], ct)).GetValueOrDefault(stream);
        var stamped = head?.Last.FirstOrDefault(f => f.Type == stampedName);
        if (newest is not null && (stamped is null || stamped.At < CanonicalMoment.Truncate(newest.ObtainedAt)))
        {
            await stamping.Record(newest, await store.Revocation(newest.Token.Digest, ct), ct);
            return;
        }

        var said = head?.Last.FirstOrDefault(f => f.Type == overdueName);
        if (overdue is null || (said is not null && said.Version > (stamped?.Version ?? 0)))
            return;
        if (await events.Append([new(
            stream,
            head?.Version ?? 0,
            [Facts.New(overdue with { Since = CanonicalMoment.Truncate(overdue.Since) }, clock.GetUtcNow())])], ct))
            LogOverdue(logger, authority.Name, overdue.Since);
    }

    private async Task Show(
        TimeStampAuthority authority,
        StoredToken? newest,
        TimeStampOverdue? overdue,
        CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await using var command = transaction.Command(
            """
            INSERT INTO perishable.time_stamp (tenant_id, authority, last_at, overdue_since) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, authority) DO UPDATE SET last_at = excluded.last_at, overdue_since =
              excluded.overdue_since
            """,
            transaction.Tenant, authority.Name);
        foreach (var moment in new[] { newest?.Token.ExistedBy, overdue?.Since })
            command.Parameters.Add(new() {
                Value = moment is { } at ? at.UtcDateTime : DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
        await transaction.Commit(ct);
    }

    [LoggerMessage(6004, LogLevel.Error, "{Authority} is overdue: what was anchored since {Since:u} has no time-stamp "
        + "of it that lasts. See docs/operations.md, \"Time-stamps\"")]
    private static partial void LogOverdue(ILogger logger, string authority, DateTimeOffset since);
}
