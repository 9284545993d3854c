using Archive.Storage.Postgres;

namespace Archive.Requests;

/// <summary>A request as officers find it.</summary>
/// <param name="Recorded">False while it is not known whether its receipt became a fact.</param>
public sealed record RegisteredRequest(
    Guid Request, RequestKindName Kind, RequestNumber Number, string Requester, string Subject, bool Recorded);

/// <summary>
/// `perishable.request`: the readable side of requests, and their numbers. A row is written before the request's
/// first fact, so that no request is recorded which nobody can find.
/// </summary>
public sealed class RequestRegister(PerishableDatabase perishable)
{
    private const string Columns = "request, kind, prefix, year, ordinal, requester, subject, recorded";

    /// <summary>Gives the request the next number of its year and prefix; committed when this returns.</summary>
    /// <param name="prefix">Of the kind that was asked.</param>
    /// <returns>Null if there is a request of this id.</returns>
    public async Task<RequestNumber?> Reserve(RegisterRequest asked, string prefix, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        // The year's row is locked until the commit: of two registrations at once the second waits and takes the next.
        var ordinal = await transaction.Scalar<int>(
            """
            INSERT INTO perishable.request_year AS y (tenant_id, prefix, year, last) VALUES ($1, $2, $3, 1)
            ON CONFLICT (tenant_id, prefix, year) DO UPDATE SET last = y.last + 1
            RETURNING last
            """,
            ct, transaction.Tenant, prefix, asked.ReceivedOn.Year);
        var number = new RequestNumber(prefix, asked.ReceivedOn.Year, ordinal);

        var added = await transaction.Run(
            """
            INSERT INTO perishable.request (tenant_id, request, kind, prefix, year, ordinal, requester, subject)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, request) DO NOTHING
            """,
            ct,
            transaction.Tenant, asked.Request, asked.Kind.ToString(), number.Prefix, number.Year, number.Ordinal,
            asked.Requester, asked.Subject);
        if (added == 0)
            return null;
        await transaction.Commit(ct);
        return number;
    }

    /// <summary>
    /// Takes numbers for given out that facts say were: a register put back from a back-up may not know them.
    /// </summary>
    public async Task Skip(IReadOnlyCollection<RequestNumber> given, CancellationToken ct)
    {
        var last = given.GroupBy(n => (n.Prefix, n.Year)).Select(y => y.MaxBy(n => n.Ordinal)).ToList();
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            """
            INSERT INTO perishable.request_year AS y (tenant_id, prefix, year, last)
            SELECT $1, n.prefix, n.year, n.last FROM unnest($2, $3, $4) n(prefix, year, last)
            ON CONFLICT (tenant_id, prefix, year) DO UPDATE SET last = greatest(y.last, excluded.last)
            """,
            ct, transaction.Tenant, last.Select(n => n.Prefix).ToArray(), last.Select(n => n.Year).ToArray(),
            last.Select(n => n.Ordinal).ToArray());
        await transaction.Commit(ct);
    }

    /// <summary>The request's receipt is a fact.</summary>
    public async Task Confirm(Guid request, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run("UPDATE perishable.request SET recorded = true WHERE request = $1", ct, request);
        await transaction.Commit(ct);
    }

    public async Task<RegisteredRequest?> Find(RequestNumber number, CancellationToken ct) =>
        (await Query(
            "WHERE prefix = $1 AND year = $2 AND ordinal = $3", ct, number.Prefix, number.Year, number.Ordinal))
        .SingleOrDefault();

    public async Task<RegisteredRequest?> Find(Guid request, CancellationToken ct) =>
        (await Query("WHERE request = $1", ct, request)).SingleOrDefault();

    /// <summary>Newest number first; of one year and ordinal in the order of their prefixes.</summary>
    public Task<IReadOnlyList<RegisteredRequest>> All(CancellationToken ct) =>
        Query("ORDER BY year DESC, ordinal DESC, prefix", ct);

    private async Task<IReadOnlyList<RegisteredRequest>> Query(
        string which,
        CancellationToken ct,
        params object?[] values)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            $"SELECT {Columns} FROM perishable.request {which}",
            row => new RegisteredRequest(
                row.GetGuid(0), new(row.GetString(1)), new(row.GetString(2), row.GetInt32(3), row.GetInt32(4)),
                row.GetString(5), row.GetString(6), row.GetBoolean(7)),
            ct, values);
    }
}
