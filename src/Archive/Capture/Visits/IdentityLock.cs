using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>
/// Who asks which records some things are, or takes a medium into use for one, and who destroys a record take turns:
/// between two statements of the first nothing is forgotten, and between what a destruction is to take and its end
/// nothing is added to it. One for the tenant, as any source may show the same record. Held until the transaction ends;
/// many may ask at the same time.
/// </summary>
internal static class IdentityLock
{
    private const string Key = "hashtextextended('archive.identity/' || $1, 0)";

    /// <summary>Begins a transaction that sees all that was forgotten before it.</summary>
    public static Task<TenantTransaction> BeginToAsk(PerishableDatabase perishable, CancellationToken ct) =>
        Begin(perishable, $"SELECT pg_advisory_xact_lock_shared({Key})", ct);

    /// <summary>Begins a transaction that nobody asks beside.</summary>
    public static Task<TenantTransaction> BeginToForget(PerishableDatabase perishable, CancellationToken ct) =>
        Begin(perishable, $"SELECT pg_advisory_xact_lock({Key})", ct);

    private static async Task<TenantTransaction> Begin(PerishableDatabase perishable, string sql, CancellationToken ct)
    {
        var transaction = await perishable.Begin(ct);
        try
        {
            await using var take = transaction.Command(sql, transaction.Tenant);
            take.CommandTimeout = 0; // records may be being made anew, which a destruction waits for
            await take.ExecuteNonQueryAsync(ct);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }
}
