using Archive.Evidence;
using Npgsql;

namespace Archive.Storage.Postgres;

/// <summary>How this product opens PostgreSQL: UTC sessions, and every transaction on behalf of one tenant.</summary>
public static class Database
{
    /// <summary>
    /// Sessions keep no state between transactions (the tenant is set per transaction), so the pool does not reset
    /// them; that keeps prepared statements and the staging table alive.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { Timezone = "UTC", NoResetOnClose = true });

    /// <summary>Begins a transaction that sees and writes the rows of one tenant only (row-level security).</summary>
    public static async Task<TenantTransaction> Begin(
        this NpgsqlDataSource database,
        Tenant tenant,
        CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await using var tell = new NpgsqlCommand("SELECT set_config('archive.tenant', $1, true)", connection);
            tell.Parameters.Add(new() { Value = tenant.ToString() });
            await tell.ExecuteNonQueryAsync(ct);
            return new TenantTransaction(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>An open transaction of one tenant. Rolled back when disposed without <see cref="Commit"/>.</summary>
public sealed class TenantTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    public NpgsqlTransaction Transaction => transaction;

    /// <summary>A command on this transaction; parameters are numbered $1, $2, … in the order given.</summary>
    public NpgsqlCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }

    public async Task<int> Run(string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Several commands in one round trip, in the order given.</summary>
    public async Task Run(CancellationToken ct, params (string Sql, object?[] Values)[] commands)
    {
        await using var batch = Batch(commands);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The same, for who wants their answers.</summary>
    public NpgsqlBatch Batch(params (string Sql, object?[] Values)[] commands)
    {
        var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (sql, values) in commands)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value ?? DBNull.Value });
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    public Task Commit(CancellationToken ct) => transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
