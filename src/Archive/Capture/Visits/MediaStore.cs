using Archive.Capture.Http;
using Archive.Evidence;
using Archive.Sources;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.Capture.Visits;

/// <summary>
/// What a version needs to know of a medium: where it is kept, and the SHA-256 of the file as served.
/// </summary>
public sealed record Medium(Guid Unit, Digest Object, Digest Digest, string MediaType);

/// <summary>
/// Pictures, films and sounds: downloaded once per address, kept once per tenant however often they are used, each in a
/// unit of its own.
/// </summary>
/// <param name="temporary">Where downloads are, as plain bytes, until they are sealed.</param>
public sealed class MediaStore(
    PerishableDatabase perishable, IVault vault, UnitSecrets units, MediumKey mediumKey, PoliteClient client,
    string temporary) : IDisposable
{
    private readonly Lazy<WorkDirectory> downloads = new(() => WorkDirectory.In(temporary));

    private Tenant Tenant => perishable.Tenant;

    /// <summary>
    /// Destroys secrets of media that a host was keeping when it died, before anything named them: no destruction would
    /// ever find them.
    /// </summary>
    /// <param name="abandoned">
    /// Longer than anybody takes to keep one. By the clock of the database, which dated them: by a host whose clock
    /// runs ahead, what another is keeping at this moment would be old.
    /// </param>
    public async Task<int> SweepSecrets(TimeSpan abandoned, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var swept = await transaction.Run(
            """
            DELETE FROM perishable.unit_secret s WHERE tenant_id = $1 AND kind = 'medium' AND created_at < now() - $2
                AND NOT EXISTS (SELECT FROM perishable.medium m WHERE m.tenant_id = $1 AND m.unit = s.unit)
            """,
            ct, Tenant, abandoned);
        await transaction.Commit(ct);
        return swept;
    }

    /// <summary>
    /// Keeps what is at an address for a record, unless that was done before. From when this returns the medium is not
    /// destroyed with another record, though no fact says yet that this one uses it.
    /// </summary>
    /// <returns>The medium, or why there is none.</returns>
    internal async Task<(Medium? Medium, Missed? Missed)> Keep(
        Source source, Uri url, Guid record, WaitBudget budget, CancellationToken ct)
    {
        if (await At(source, url, record, ct) is { } known)
            return (known, null);

        var exchanges = await client.AskFile(url, downloads.Value.Path, budget, ct);
        try
        {
            var answer = exchanges[^1];
            if (answer.Trouble is { } trouble)
                return (null, new(Endpoint.Medium, trouble.Cause, record, answer.Status));
            if (answer.File is null || answer.Status != 200)
                return (null, new(Endpoint.Medium, GapCause.NotFound, record, answer.Status));

            var (medium, remembered) = await Keep(source, url, answer.File, answer.MediaType, record, ct);
            if (!remembered)
                await Remember(source, url, medium, ct);
            return (medium, null);
        }
        finally
        {
            foreach (var file in exchanges.Select(e => e.File).OfType<FetchedFile>())
                File.Delete(file.Path);
        }
    }

    /// <summary>Media by their units; destroyed ones are absent.</summary>
    public async Task<IReadOnlyList<Medium>> Kept(IReadOnlyList<Guid> ofUnits, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            "SELECT unit, object, digest, media_type FROM perishable.medium WHERE tenant_id = $1 AND unit = ANY ($2)",
            Read, ct, Tenant, ofUnits.ToArray());
    }

    public void Dispose()
    {
        if (downloads.IsValueCreated)
            downloads.Value.Dispose();
    }

    private async Task<Medium?> At(Source source, Uri url, Guid record, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var medium = await Use(
            transaction,
            """
            SELECT m.unit, m.object, m.digest, m.media_type
            FROM perishable.medium_at a JOIN perishable.medium m USING (tenant_id, unit)
            WHERE a.tenant_id = $1 AND a.source = $2 AND a.url = $3 FOR SHARE OF a, m
            """,
            record, ct, Tenant, source.Id, url.AbsoluteUri);
        if (medium is not null)
            await transaction.Commit(ct);
        return medium;
    }

    private Task<Medium?> Same(TenantTransaction transaction, byte[] key, Guid record, CancellationToken ct) => Use(
        transaction,
        """
        SELECT unit, object, digest, media_type FROM perishable.medium WHERE tenant_id = $1 AND key = $2 FOR SHARE
        """,
        record, ct, Tenant, key);

    /// <summary>
    /// Finds a medium and writes down that the record uses it, before whoever destroys can look who does.
    /// </summary>
    private async Task<Medium?> Use(
        TenantTransaction transaction, string which, Guid record, CancellationToken ct, params object?[] values)
    {
        if (await transaction.QueryFirst(which, Read, ct, values) is not { } medium)
            return null;
        await transaction.Run(
            "INSERT INTO perishable.medium_use (tenant_id, unit, record) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            ct, Tenant, medium.Unit, record);
        return medium;
    }

    /// <returns>
    /// The medium, and whether its address was written down with it. That of one that others may hold is written down
    /// apart: who destroys takes the address first and the medium after that.
    /// </returns>
    private async Task<(Medium Medium, bool Remembered)> Keep(
        Source source, Uri url, FetchedFile file, string mediaType, Guid record, CancellationToken ct)
    {
        var key = await KeyOf(file, ct);
        await using (var transaction = await perishable.Begin(ct))
        {
            if (await Same(transaction, key, record, ct) is { } same)
            {
                await transaction.Commit(ct);
                return (same, false);
            }
        }

        for (;;)
        {
            var secret = await units.Create(UnitKind.Medium, ct);
            await using var bytes = File.OpenRead(file.Path);
            var kept = await vault.Keep(ObjectKind.File, [new(secret.Unit, secret.Secret, bytes, file.Length)], ct);

            await using var transaction = await perishable.Begin(ct);
            await transaction.Run(
                """
                INSERT INTO perishable.medium (tenant_id, unit, key, object, digest, media_type, length)
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, key) DO NOTHING
                """,
                ct,
                Tenant, secret.Unit, key, kept.Name.ToString(), file.Digest.ToBytes(), mediaType, file.Length);
            // Another visit may have kept the same file a moment earlier, and that one may be destroyed by now.
            if (await Same(transaction, key, record, ct) is not { } medium)
                continue;
            var own = medium.Unit == secret.Unit;
            if (own)
                await Remember(transaction, source, url, medium, ct);
            await transaction.Commit(ct);
            return (medium, own);
        }
    }

    private async Task<byte[]> KeyOf(FetchedFile file, CancellationToken ct)
    {
        using var hmac = mediumKey.Begin();
        await using var content = File.OpenRead(file.Path);
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
            hmac.AppendData(buffer, 0, read);
        return hmac.GetHashAndReset();
    }

    private async Task Remember(Source source, Uri url, Medium medium, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await Remember(transaction, source, url, medium, ct);
        await transaction.Commit(ct);
    }

    private Task Remember(TenantTransaction transaction, Source source, Uri url, Medium medium, CancellationToken ct) =>
        transaction.Run(
            """
            INSERT INTO perishable.medium_at (tenant_id, source, url, unit) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, source, url) DO UPDATE SET unit = excluded.unit
            """,
            ct, Tenant, source.Id, url.AbsoluteUri, medium.Unit);

    private static Medium Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), Digest.Parse(row.GetString(1)), Digest.From(row.GetFieldValue<byte[]>(2)), row.GetString(3));
}
