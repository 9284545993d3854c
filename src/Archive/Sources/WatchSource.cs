using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Sources;

/// <summary>A source as its visits need it. The handle is personal data and lives in the perishable database only.</summary>
/// <param name="Handle">`name@host`, lower case, without the first @.</param>
/// <param name="Server">Scheme and authority of the platform's API.</param>
public sealed record Source(Guid Id, Platform Platform, string Handle, Uri Server)
{
    /// <summary>The server as handles name it, wherever its API answers.</summary>
    public string Domain => Handle[(Handle.IndexOf('@', StringComparison.Ordinal) + 1)..];
}

/// <summary>From now on the archive visits an account. Watching it again changes nothing.</summary>
/// <param name="Handle">`@name@host` or `name@host`.</param>
/// <param name="Server">Where its API answers; `https://host` if null.</param>
public sealed partial record WatchSource(Platform Platform, string Handle, LegalBasis Basis, Uri? Server = null)
{
    public static (Refusal? Refused, string Handle) Normalise(string handle)
    {
        var name = handle.Trim().TrimStart('@').ToLowerInvariant();
        return Form().IsMatch(name)
            ? (null, name)
            : (new Refusal($"'{handle}' is not an account: write @name@server, such as @gemeente@social.example.",
                "docs/operations.md, \"Watching a source\""), "");
    }

    [GeneratedRegex(@"\A[a-z0-9_.-]+@[a-z0-9.-]+(:[0-9]{1,5})?\z")]
    private static partial Regex Form();
}

/// <summary>Where sources are kept: handle first (perishable), then the fact.</summary>
public sealed class SourceDesk(EventStore events, NpgsqlDataSource perishable, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Source> known = new();

    public async Task<(Refusal? Refused, Source? Source)> Watch(WatchSource asked, Guid? officer, CancellationToken ct)
    {
        var (refused, handle) = WatchSource.Normalise(asked.Handle);
        if (refused is not null)
            return (refused, null);

        var server = asked.Server ?? new Uri($"https://{handle[(handle.IndexOf('@', StringComparison.Ordinal) + 1)..]}");
        var now = CanonicalMoment.Truncate(clock.GetUtcNow());
        Guid id;
        await using (var transaction = await perishable.Begin(events.Tenant, ct))
        {
            await using var keep = transaction.Command(
                """
                INSERT INTO perishable.source (tenant_id, source, platform, handle, server, basis, watched_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (tenant_id, platform, handle) DO UPDATE SET server = excluded.server RETURNING source
                """,
                events.Tenant.ToString(), Ids.New(), asked.Platform.ToString(), handle, server.GetLeftPart(UriPartial.Authority),
                asked.Basis.ToString(), now);
            id = (Guid)(await keep.ExecuteScalarAsync(ct))!;
            await transaction.Commit(ct);
        }

        // False means that the source's stream is there already: it is being watched.
        await events.Append([new(id, 0, [Facts.New(new SourceWatched(id, asked.Platform, asked.Basis), now, officer)])], ct);
        return (null, new Source(id, asked.Platform, handle, server));
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
            ?? throw new FaultException($"Source {id} is not in the perishable database. Restore that from its back-up.");
    }

    /// <summary>Every source that is watched, in the order of their handles.</summary>
    public async Task<IReadOnlyList<Source>> All(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(events.Tenant, ct);
        await using var query = transaction.Command(
            "SELECT source, platform, handle, server FROM perishable.source WHERE tenant_id = $1 ORDER BY handle",
            events.Tenant.ToString());
        await using var rows = await query.ExecuteReaderAsync(ct);
        var sources = new List<Source>();
        while (await rows.ReadAsync(ct))
            sources.Add(new(rows.GetGuid(0), Enum.Parse<Platform>(rows.GetString(1)), rows.GetString(2), new Uri(rows.GetString(3))));
        return sources;
    }
}
