using Archive.Evidence;
using Npgsql;

namespace Archive.Storage.Postgres;

/// <summary>
/// A PostgreSQL database on behalf of one tenant. Sessions are in UTC, and every transaction sees and writes rows of
/// the tenant only (row-level security). Safe for use from many threads at once. Disposed, it closes its connections.
/// </summary>
public abstract class TenantDatabase : IAsyncDisposable, IDisposable
{
    private const int MostPrepared = 100; // a session's statements; the one used longest ago goes first

    private protected TenantDatabase(NpgsqlDataSource source, Tenant tenant) => (Source, Tenant) = (source, tenant);

    public Tenant Tenant { get; }

    /// <summary>
    /// The connections themselves: for a lock that outlives a transaction, and for another library's own SQL. What is
    /// done on them is not limited to the tenant unless it sets the tenant itself.
    /// </summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>
    /// Opens PostgreSQL as this product does. Sessions keep no state between transactions (the tenant is set per
    /// transaction), so the pool does not reset them; that keeps prepared statements and the staging table alive. What
    /// a session runs a second time is parsed and planned once.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timezone = "UTC",
            NoResetOnClose = true,
            MaxAutoPrepare = MostPrepared,
            AutoPrepareMinUsages = 2,
        });

    /// <summary>Begins a transaction of the tenant.</summary>
    public Task<TenantTransaction> Begin(CancellationToken ct) => TenantTransaction.Begin(Source, Tenant, ct);

    public void Dispose()
    {
        Source.Dispose();
        GC.SuppressFinalize(this);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Source.DisposeAsync();
    }
}

/// <summary>Database `archive` as a role that adds facts and reads log and anchor log.</summary>
public sealed class FactsDatabase(NpgsqlDataSource source, Tenant tenant) : TenantDatabase(source, tenant);

/// <summary>Database `archive` as the role that writes log and anchor log.</summary>
public sealed class SequencerDatabase(NpgsqlDataSource source, Tenant tenant) : TenantDatabase(source, tenant);

/// <summary>Database `perishable`: what can be destroyed, and what is made from facts.</summary>
public sealed class PerishableDatabase(NpgsqlDataSource source, Tenant tenant) : TenantDatabase(source, tenant)
{
    /// <summary>Begins a transaction of the tenant with a lock, which it waits for as long as that takes.</summary>
    /// <param name="lockSql">Takes the lock; $1 is the tenant.</param>
    public Task<TenantTransaction> BeginWith(string lockSql, CancellationToken ct) =>
        TenantTransaction.Begin(Source, Tenant, ct, lockSql);

    /// <summary>Begins a transaction of another tenant of this home: they share their key-encryption keys.</summary>
    /// <exception cref="FaultException">The login is of one tenant, and would find no row of the other.</exception>
    public async Task<TenantTransaction> BeginFor(Tenant other, CancellationToken ct)
    {
        var transaction = await TenantTransaction.Begin(Source, other, ct);
        try
        {
            return await transaction.Scalar<bool>(
                "SELECT position('/' IN session_user::text) = 0 OR split_part(session_user::text, '/', 2) = $1",
                ct, other)
                ? transaction
                : throw Sentences.Fault("storage.login-of-one-tenant", other);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }
}
