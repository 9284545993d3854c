using Archive.Evidence;
using Archive.Sources;
using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>
/// Rows of media, in a transaction of the perishable database. Who takes locks takes those of addresses first and those
/// of media after that, each in their order, so that two who want some of the same wait for each other.
/// </summary>
internal sealed class MediumRows(TenantTransaction transaction)
{
    private Tenant Tenant => transaction.Tenant;

    /// <summary>Media by their addresses, locked until the transaction ends against who would destroy them.</summary>
    public async Task<Dictionary<string, Medium>> At(Source source, IEnumerable<string> urls, CancellationToken ct)
    {
        var wanted = urls.ToArray();
        await transaction.Run(
            """
            SELECT FROM perishable.medium_at WHERE tenant_id = $1 AND source = $2 AND url = ANY ($3)
            ORDER BY source, url FOR SHARE
            """,
            ct, Tenant, source.Id, wanted);
        return await Read(
            """
            SELECT a.url, m.unit, m.object, m.digest, m.media_type
            FROM perishable.medium_at a JOIN perishable.medium m USING (tenant_id, unit)
            WHERE a.tenant_id = $1 AND a.source = $2 AND a.url = ANY ($3) ORDER BY m.unit FOR SHARE OF m
            """,
            ct, Tenant, source.Id, wanted);
    }

    /// <summary>The same by their keys, in hexadecimal.</summary>
    public Task<Dictionary<string, Medium>> Same(IEnumerable<byte[]> keys, CancellationToken ct) => Read(
        """
        SELECT encode(key, 'hex'), unit, object, digest, media_type FROM perishable.medium
        WHERE tenant_id = $1 AND key = ANY ($2) ORDER BY unit FOR SHARE
        """,
        ct, Tenant, keys.ToArray());

    /// <returns>Units of those that were added; another visit had kept the same file as the others.</returns>
    public async Task<HashSet<Guid>> Add(
        IEnumerable<(byte[] Key, Medium Medium, long Length)> media, CancellationToken ct)
    {
        var added = media.ToList();
        var units = await transaction.Query(
            """
            INSERT INTO perishable.medium (tenant_id, unit, key, object, digest, media_type, length)
            SELECT $1, n.* FROM unnest($2::uuid[], $3::bytea[], $4::text[], $5::bytea[], $6::text[], $7::bigint[])
                n (unit, key, object, digest, media_type, length) ORDER BY n.key
            ON CONFLICT (tenant_id, key) DO NOTHING RETURNING unit
            """,
            row => row.GetGuid(0), ct,
            Tenant, added.Select(a => a.Medium.Unit).ToArray(), added.Select(a => a.Key).ToArray(),
            added.Select(a => a.Medium.Object.ToString()).ToArray(),
            added.Select(a => a.Medium.Digest.ToBytes()).ToArray(),
            added.Select(a => a.Medium.MediaType).ToArray(), added.Select(a => a.Length).ToArray());
        return [.. units];
    }

    /// <summary>Writes down which records use them, before whoever destroys can look who does.</summary>
    public Task Use(IReadOnlyCollection<(Guid Unit, Guid Record)> uses, CancellationToken ct) =>
        transaction.Run(ct, UseCommand(uses));

    /// <summary>The command of <see cref="Use"/>, to be run among others.</summary>
    public (string Sql, object?[] Values) UseCommand(IReadOnlyCollection<(Guid Unit, Guid Record)> uses) => (
        """
        INSERT INTO perishable.medium_use (tenant_id, unit, record)
        SELECT DISTINCT $1, u.unit, u.record FROM unnest($2::uuid[], $3::uuid[]) u (unit, record) ORDER BY 2, 3
        ON CONFLICT DO NOTHING
        """,
        [Tenant, uses.Select(u => u.Unit).ToArray(), uses.Select(u => u.Record).ToArray()]);

    /// <summary>
    /// Writes down their addresses. Not together with the lock of a medium that others may hold: who destroys takes the
    /// address first.
    /// </summary>
    /// <param name="at">Each address once.</param>
    public (string Sql, object?[] Values) RememberCommand(
        Source source, IReadOnlyCollection<(string Url, Guid Unit)> at) => (
        """
        INSERT INTO perishable.medium_at (tenant_id, source, url, unit)
        SELECT $1, $2, n.url, n.unit FROM unnest($3::text[], $4::uuid[]) n (url, unit) ORDER BY n.url
        ON CONFLICT (tenant_id, source, url) DO UPDATE SET unit = excluded.unit
        """,
        [Tenant, source.Id, at.Select(a => a.Url).ToArray(), at.Select(a => a.Unit).ToArray()]);

    /// <summary>Media by their units; destroyed ones are absent.</summary>
    public async Task<IReadOnlyList<Medium>> Of(IReadOnlyList<Guid> units, CancellationToken ct)
    {
        var found = await Read(
            """
            SELECT unit::text, unit, object, digest, media_type FROM perishable.medium
            WHERE tenant_id = $1 AND unit = ANY ($2)
            """,
            ct, Tenant, units.ToArray());
        return [.. found.Values];
    }

    private async Task<Dictionary<string, Medium>> Read(string sql, CancellationToken ct, params object?[] values)
    {
        var rows = await transaction.Query(
            sql,
            row => (At: row.GetString(0), Medium: new Medium(
                row.GetGuid(1), Digest.Parse(row.GetString(2)), Digest.From(row.GetFieldValue<byte[]>(3)),
                row.GetString(4))),
            ct, values);
        return rows.ToDictionary(r => r.At, r => r.Medium, StringComparer.Ordinal);
    }
}
