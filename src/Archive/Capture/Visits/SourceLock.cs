using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>
/// Of a source, who asks which records its things are, or takes a medium into use for one, and who destroys one of them
/// take turns: between two statements of the first nothing of that source is forgotten, and between what a destruction
/// is to take and its end nothing is added to it. Held until the transaction ends; many may ask at the same time.
/// </summary>
internal static class SourceLock
{
    private const string Key = "hashtextextended('archive.identity/' || $1 || '/' || $2, 0)";

    /// <summary>Begins a transaction that sees all that was forgotten before it.</summary>
    public static Task<TenantTransaction> BeginToAsk(
        PerishableDatabase perishable, Guid source, CancellationToken ct) =>
        Begin(perishable, source, $"SELECT pg_advisory_xact_lock_shared({Key})", ct);

    /// <summary>Begins a transaction that nobody asks beside.</summary>
    public static Task<TenantTransaction> BeginToForget(
        PerishableDatabase perishable, Guid source, CancellationToken ct) =>
        Begin(perishable, source, $"SELECT pg_advisory_xact_lock({Key})", ct);

    private static async Task<TenantTransaction> Begin(
        PerishableDatabase perishable, Guid source, string sql, CancellationToken ct)
    {
        var transaction = await perishable.Begin(ct);
        try
        {
            await using var take = transaction.Command(sql, transaction.Tenant, source.ToString());
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
