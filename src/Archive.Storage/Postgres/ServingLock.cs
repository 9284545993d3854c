using Npgsql;

namespace Archive.Storage.Postgres;

/// <summary>
/// Who works with a tenant's readable data holds the database together with others; who restores it holds it alone. A
/// lock of the database server that ends with its connection, and that no back-up has: after a restore nobody holds
/// anything.
/// </summary>
public sealed class ServingLock : IAsyncDisposable
{
    private const string Key = "hashtextextended('archive.hold/' || $1, 0)";

    private readonly NpgsqlConnection connection;
    private readonly SemaphoreSlim turn = new(1);

    private ServingLock(NpgsqlConnection connection) => this.connection = connection;

    /// <returns>Null while someone holds it alone.</returns>
    public static Task<ServingLock?> WithOthers(PerishableDatabase perishable, CancellationToken ct) =>
        Acquire(perishable, $"SELECT pg_try_advisory_lock_shared({Key})", ct);

    /// <summary>
    /// For who cannot check the database himself: taken only if another, who could, holds it already.
    /// </summary>
    /// <returns>Null while nobody holds it, or someone alone.</returns>
    public static Task<ServingLock?> AfterOthers(PerishableDatabase perishable, CancellationToken ct) => Acquire(
        perishable,
        $"""
         SELECT CASE WHEN EXISTS (
             SELECT FROM pg_locks
             WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND (classid::bigint << 32) | objid::bigint = {Key} AND objsubid = 1
               AND mode = 'ShareLock' AND granted AND pid <> pg_backend_pid())
         THEN pg_try_advisory_lock_shared({Key}) ELSE false END
         """, ct);

    /// <returns>Null while anybody holds it.</returns>
    public static Task<ServingLock?> Alone(PerishableDatabase perishable, CancellationToken ct) =>
        Acquire(perishable, $"SELECT pg_try_advisory_lock({Key})", ct);

    /// <summary>Whether it is still held: not if the database went away, even if it came back.</summary>
    public async Task<bool> Stands(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await using var ask = new NpgsqlCommand("SELECT 1", connection);
            return await ask.ExecuteScalarAsync(ct) is 1;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            return false; // that the connection is gone is the answer
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Release(connection); // it goes back to a pool that does not reset sessions
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session ended, and its locks with it; a pool does not take it back.
        }

        await connection.DisposeAsync();
        turn.Dispose();
    }

    private static async Task<ServingLock?> Acquire(
        PerishableDatabase perishable, string sql, CancellationToken ct)
    {
        var connection = await perishable.Source.OpenConnectionAsync(ct);
        try
        {
            await using var take = new NpgsqlCommand(sql, connection);
            take.Parameters.Add(new() { Value = perishable.Tenant.ToString() });
            if (await take.ExecuteScalarAsync(ct) is true)
                return new ServingLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private static async Task Release(NpgsqlConnection connection)
    {
        await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
        await release.ExecuteNonQueryAsync();
    }
}
