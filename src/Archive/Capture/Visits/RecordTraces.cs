using Archive.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>What capture has of one record.</summary>
/// <param name="ForgetKey">Keyed hash of what the platform calls it.</param>
internal sealed record RecordTrace(Guid Unit, byte[] ForgetKey);

/// <summary>
/// Capture's rows about one record, for whoever destroys it: in the transaction of that, so that all goes or nothing.
/// </summary>
internal static class RecordTraces
{
    /// <returns>Null if the record is unknown, or destroyed.</returns>
    public static Task<RecordTrace?> Find(TenantTransaction transaction, Guid record, CancellationToken ct) =>
        transaction.QueryFirst(
            "SELECT unit, forget_key FROM perishable.identity WHERE tenant_id = $1 AND record = $2",
            row => new RecordTrace(row.GetGuid(0), row.GetFieldValue<byte[]>(1)),
            ct, transaction.Tenant, record);

    /// <summary>
    /// Media that are kept for this record and for no other; nobody finds them any more, so no visit takes one into use
    /// meanwhile. If nothing comes of the destruction, the same file is kept once more when it is seen again.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> ReleaseMedia(
        TenantTransaction transaction, Guid record, CancellationToken ct)
    {
        // First the locks, then the look: who uses a medium holds them until that is written down. In one order for
        // all.
        await transaction.Run(
            """
            SELECT FROM perishable.medium_at WHERE tenant_id = $1 AND unit IN (
                SELECT unit FROM perishable.medium_use WHERE tenant_id = $1 AND record = $2)
            ORDER BY source, url FOR UPDATE
            """,
            ct, transaction.Tenant, record);
        await transaction.Run(
            """
            SELECT FROM perishable.medium WHERE tenant_id = $1 AND unit IN (
                SELECT unit FROM perishable.medium_use WHERE tenant_id = $1 AND record = $2)
            ORDER BY unit FOR UPDATE
            """,
            ct, transaction.Tenant, record);
        var media = await UsedByNoOther(transaction, record, ct);
        var units = media.ToArray();
        await transaction.Run(
            "DELETE FROM perishable.medium_at WHERE tenant_id = $1 AND unit = ANY ($2)", ct, transaction.Tenant, units);
        await transaction.Run(
            "UPDATE perishable.medium SET key = uuid_send(gen_random_uuid()) WHERE tenant_id = $1 AND unit = ANY ($2)",
            ct, transaction.Tenant, units);
        return media;
    }

    /// <summary>
    /// Forgets which record a thing of the platform was and who showed it, and sees to it that it is not kept again.
    /// </summary>
    /// <param name="forgotten">Keyed hash of what the platform calls it.</param>
    public static Task Forget(
        TenantTransaction transaction, Guid record, byte[] forgotten, CancellationToken ct) =>
        transaction.Run(
            ct,
            ("INSERT INTO perishable.forgotten (tenant_id, key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [transaction.Tenant, forgotten]),
            ("DELETE FROM perishable.identity WHERE tenant_id = $1 AND record = $2", [transaction.Tenant, record]),
            ("DELETE FROM perishable.medium_use WHERE tenant_id = $1 AND record = $2", [transaction.Tenant, record]));

    /// <summary>Objects of media, as far as their rows are there.</summary>
    public static Task<IReadOnlyList<Digest>> Objects(
        TenantTransaction transaction, IReadOnlyList<Guid> units, CancellationToken ct) => transaction.Query(
        "SELECT object FROM perishable.medium WHERE tenant_id = $1 AND unit = ANY ($2)",
        row => Digest.Parse(row.GetString(0)), ct, transaction.Tenant, units.ToArray());

    /// <summary>The last that is known of media: where their objects were.</summary>
    public static Task RemoveMedia(
        TenantTransaction transaction, IReadOnlyList<Guid> units, CancellationToken ct) => transaction.Run(
        ct,
        ("DELETE FROM perishable.medium_at WHERE tenant_id = $1 AND unit = ANY ($2)",
            [transaction.Tenant, units.ToArray()]),
        ("DELETE FROM perishable.medium WHERE tenant_id = $1 AND unit = ANY ($2)",
            [transaction.Tenant, units.ToArray()]));

    /// <summary>
    /// Records and media of which the secret is lost are no longer known: what is still on the platform is kept anew
    /// when it is seen again, as another record.
    /// </summary>
    /// <param name="units">Of which nothing can be opened any more.</param>
    /// <returns>The records among them.</returns>
    public static async Task<IReadOnlyList<Guid>> Lose(
        TenantTransaction transaction, IReadOnlyList<Guid> units, CancellationToken ct)
    {
        var records = await transaction.Query(
            "DELETE FROM perishable.identity WHERE tenant_id = $1 AND unit = ANY ($2) RETURNING record",
            row => row.GetGuid(0), ct, transaction.Tenant, units.ToArray());
        await transaction.Run(
            "DELETE FROM perishable.medium_use WHERE tenant_id = $1 AND (record = ANY ($2) OR unit = ANY ($3))",
            ct, transaction.Tenant, records.ToArray(), units.ToArray());
        await RemoveMedia(transaction, units, ct);
        return records;
    }

    /// <summary>
    /// What is kept is recognised by another key once it is destroyed: for when the key before is lost.
    /// </summary>
    /// <param name="key">Of the transaction's tenant.</param>
    public static async Task RecogniseBy(SuppressionKey key, TenantTransaction transaction, CancellationToken ct)
    {
        var known = await transaction.Query(
            "SELECT record, platform, space, kind, platform_id FROM perishable.identity WHERE tenant_id = $1",
            row => (Record: row.GetGuid(0), Key: key.Of(
                row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4))),
            ct, transaction.Tenant);
        await transaction.Run(
            """
            UPDATE perishable.identity i SET forget_key = n.key FROM unnest($2::uuid[], $3::bytea[]) n(record, key)
            WHERE i.tenant_id = $1 AND i.record = n.record
            """,
            ct, transaction.Tenant, known.Select(k => k.Record).ToArray(),
            known.Select(k => k.Key).ToArray());
    }

    /// <summary>Media that are kept for this record and for no other, as it is now.</summary>
    public static Task<IReadOnlyList<Guid>> UsedByNoOther(
        TenantTransaction transaction, Guid record, CancellationToken ct) => transaction.Query(
        """
        SELECT unit FROM perishable.medium_use m WHERE tenant_id = $1 AND record = $2 AND NOT EXISTS (
            SELECT FROM perishable.medium_use o WHERE o.tenant_id = $1 AND o.unit = m.unit AND o.record <> $2)
        """,
        row => row.GetGuid(0), ct, transaction.Tenant, record);
}
