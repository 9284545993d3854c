using System.Collections.Concurrent;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Sources;

/// <summary>
/// A source as its visits need it. The handle is personal data and lives in the perishable database only.
/// </summary>
/// <param name="Handle">In the one form of its platform.</param>
/// <param name="Server">Scheme and authority of the platform's API.</param>
/// <param name="Domain">The server as handles name it, wherever its API answers.</param>
public sealed record Source(Guid Id, PlatformName Platform, string Handle, Uri Server, string Domain);

/// <summary>From now on the archive visits an account. Watching it again changes nothing.</summary>
/// <param name="Handle">As its platform writes it.</param>
/// <param name="Server">Where its API answers; where its platform says if null.</param>
public sealed record WatchSource(PlatformName Platform, string Handle, LegalBasis Basis, Uri? Server = null);

/// <summary>Where sources are kept: handle first (perishable), then the fact.</summary>
public sealed class SourceDesk(
    EventStore events, PerishableDatabase perishable, KnownPlatforms platforms, TimeProvider clock)
{

    private readonly ConcurrentDictionary<Guid, Source> known = new();

    /// <param name="officer">Who asks: an officer, or an operator at the console.</param>
    public async Task<Outcome<Source>> Watch(WatchSource asked, Guid? officer, CancellationToken ct)
    {
        if (platforms.Find(asked.Platform.ToString()).IsRefused(out var unknown, out var form))
            return unknown;
        if (form.Parse(asked.Handle).IsRefused(out var refused, out var account))
            return refused;

        var handle = account.Handle;
        var now = CanonicalMoment.Truncate(clock.GetUtcNow());
        Guid id;
        string server;
        await using (var transaction = await perishable.Begin(ct))
        {
            // Who watches it once more without an address leaves the one it has.
            (id, server) = await transaction.QueryFirst(
                """
                INSERT INTO perishable.source AS s (tenant_id, source, platform, handle, server, basis, watched_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (tenant_id, platform, handle) DO UPDATE
                    SET server = CASE WHEN $8 THEN excluded.server ELSE s.server END
                RETURNING source, server
                """,
                row => (row.GetGuid(0), row.GetString(1)),
                ct,
                transaction.Tenant, Ids.New(), asked.Platform.ToString(), handle,
                (asked.Server ?? account.Server).GetLeftPart(UriPartial.Authority), asked.Basis.ToString(), now,
                asked.Server is not null);
            await transaction.Commit(ct);
        }

        // False means that the source's stream is there already: it is being watched.
        await events.Append(
            [new(id, 0, [Facts.New(new SourceWatched(id, asked.Platform, asked.Basis), now, officer)])],
            ct);
        return new Source(id, asked.Platform, handle, new Uri(server), form.Domain(handle));
    }

    /// <exception cref="FaultException">A fact names a source of which the address is lost.</exception>
    public async Task<Source> Of(Guid id, CancellationToken ct)
    {
        if (!known.ContainsKey(id))
        {
            foreach (var source in await All(ct))
                known[source.Id] = source;
        }

        return known.GetValueOrDefault(id)
            ?? throw Sentences.Fault("sources.address-lost", id);
    }

    /// <summary>The same with the moment from which each is watched.</summary>
    public async Task<IReadOnlyList<(Source Source, DateTimeOffset WatchedAt)>> Watched(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            """
            SELECT source, platform, handle, server, watched_at FROM perishable.source
            WHERE tenant_id = $1 ORDER BY handle
            """,
            row => (SourceOf(row), row.GetFieldValue<DateTimeOffset>(4)), ct, transaction.Tenant);
    }

    /// <summary>Every source that is watched, in the order of their handles.</summary>
    public async Task<IReadOnlyList<Source>> All(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            "SELECT source, platform, handle, server FROM perishable.source WHERE tenant_id = $1 ORDER BY handle",
            SourceOf, ct, transaction.Tenant);
    }

    private Source SourceOf(NpgsqlDataReader row)
    {
        var (platform, handle) = (new PlatformName(row.GetString(1)), row.GetString(2));
        return new(row.GetGuid(0), platform, handle, new Uri(row.GetString(3)), platforms.Of(platform).Domain(handle));
    }
}
