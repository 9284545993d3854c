using Archive.Evidence;
using Archive.Requests.Woo;
using Archive.Storage.Postgres;

namespace Archive.Requests;

/// <summary>A request as officers find it.</summary>
/// <param name="Recorded">False while it is not known whether its receipt became a fact.</param>
public sealed record RegisteredRequest(
    Guid Request, RequestNumber Number, string Requester, string Subject, bool Recorded);

/// <summary>
/// `perishable.woo_request`: the readable side of requests, and their numbers. A row is written before the request's
/// first fact, so that no request is recorded which nobody can find.
/// </summary>
public sealed class RequestRegister(PerishableDatabase perishable)
{
    private const string Columns = "request, year, ordinal, requester, subject, recorded";

    /// <summary>Gives the request the next number of its year; committed when this returns.</summary>
    /// <returns>Null if there is a request of this id.</returns>
    public async Task<RequestNumber?> Reserve(RegisterWooRequest asked, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        // The year's row is locked until the commit: of two registrations at once the second waits and takes the next.
        var ordinal = await transaction.Scalar<int>(
            """
            INSERT INTO perishable.woo_request_year AS y (tenant_id, year, last) VALUES ($1, $2, 1)
            ON CONFLICT (tenant_id, year) DO UPDATE SET last = y.last + 1
            RETURNING last
            """,
            ct, transaction.Tenant, asked.ReceivedOn.Year);
        var number = new RequestNumber(asked.ReceivedOn.Year, ordinal);

        var added = await transaction.Run(
            """
            INSERT INTO perishable.woo_request (tenant_id, request, year, ordinal, requester, subject)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, request) DO NOTHING
            """,
            ct,
            transaction.Tenant, asked.Request, number.Year, number.Ordinal, asked.Requester, asked.Subject);
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
        var last = given.GroupBy(n => n.Year).Select(y => (Year: y.Key, Last: y.Max(n => n.Ordinal))).ToList();
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            """
            INSERT INTO perishable.woo_request_year AS y (tenant_id, year, last) SELECT $1, n.year,
            n.last FROM unnest($2, $3) n(year, last)
            ON CONFLICT (tenant_id, year) DO UPDATE SET last = greatest(y.last, excluded.last)
            """,
            ct, transaction.Tenant, last.Select(y => y.Year).ToArray(), last.Select(y => y.Last).ToArray());
        await transaction.Commit(ct);
    }

    /// <summary>The request's receipt is a fact.</summary>
    public async Task Confirm(Guid request, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run("UPDATE perishable.woo_request SET recorded = true WHERE request = $1", ct, request);
        await transaction.Commit(ct);
    }

    public async Task<RegisteredRequest?> Find(RequestNumber number, CancellationToken ct) =>
        (await Query("WHERE year = $1 AND ordinal = $2", ct, number.Year, number.Ordinal)).SingleOrDefault();

    public async Task<RegisteredRequest?> Find(Guid request, CancellationToken ct) =>
        (await Query("WHERE request = $1", ct, request)).SingleOrDefault();

    /// <summary>Newest number first.</summary>
    public Task<IReadOnlyList<RegisteredRequest>> All(CancellationToken ct) =>
        Query("ORDER BY year DESC, ordinal DESC", ct);

    private async Task<IReadOnlyList<RegisteredRequest>> Query(
        string which,
        CancellationToken ct,
        params object?[] values)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            $"SELECT {Columns} FROM perishable.woo_request {which}",
            row => new RegisteredRequest(
                row.GetGuid(0), new RequestNumber(row.GetInt32(1), row.GetInt32(2)),
                row.GetString(3), row.GetString(4), row.GetBoolean(5)),
            ct, values);
    }
}
