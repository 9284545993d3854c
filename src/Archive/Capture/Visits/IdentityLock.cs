using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>
/// Who asks which records some things are, or takes a medium into use for one, and who destroys a record take turns:
/// between two statements of the first nothing is forgotten, and between what a destruction is to take and its end
/// nothing is added to it. One for the tenant, as any source may show the same record. Held until the transaction ends;
/// many may ask at the same time. It is waited for as long as it takes: records may be being made anew.
/// </summary>
internal static class IdentityLock
{
    private const string Key = "hashtextextended('archive.identity/' || $1, 0)";

    /// <summary>Begins a transaction that sees all that was forgotten before it.</summary>
    public static Task<TenantTransaction> BeginToAsk(PerishableDatabase perishable, CancellationToken ct) =>
        perishable.BeginWith($"SELECT pg_advisory_xact_lock_shared({Key})", ct);

    /// <summary>Begins a transaction that nobody asks beside.</summary>
    public static Task<TenantTransaction> BeginToForget(PerishableDatabase perishable, CancellationToken ct) =>
        perishable.BeginWith($"SELECT pg_advisory_xact_lock({Key})", ct);
}
