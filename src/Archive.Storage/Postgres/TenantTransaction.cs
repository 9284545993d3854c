using Archive.Evidence;
using Npgsql;

namespace Archive.Storage.Postgres;

/// <summary>An open transaction of one tenant. Rolled back when disposed without <see cref="Commit"/>.</summary>
/// <remarks>
/// Parameters of all commands are numbered $1, $2, … in the order given. A <see cref="Evidence.Tenant"/> is given as
/// its name, null as SQL's NULL.
/// </remarks>
public sealed class TenantTransaction : IAsyncDisposable
{
    private TenantTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, Tenant tenant) =>
        (Connection, Transaction, Tenant) = (connection, transaction, tenant);

    public Tenant Tenant { get; }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    /// <summary>For large results and other special cases, where the others of this class do not do.</summary>
    public NpgsqlCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, Connection, Transaction);
        Add(command.Parameters, values);
        return command;
    }

    /// <returns>How many rows were written.</returns>
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

    /// <summary>Every row, as <paramref name="map"/> reads it.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(
        string sql, Func<NpgsqlDataReader, T> map, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var all = new List<T>();
        while (await rows.ReadAsync(ct))
            all.Add(map(rows));
        return all;
    }

    /// <summary>The first row; the default of <typeparamref name="T"/> if there is none.</summary>
    public async Task<T?> QueryFirst<T>(
        string sql, Func<NpgsqlDataReader, T> map, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? map(row) : default;
    }

    /// <summary>
    /// The first column of the first row; the default of <typeparamref name="T"/> if there is no row, or NULL in it.
    /// </summary>
    public async Task<T?> Scalar<T>(string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(ct) is { } value and not DBNull ? (T)value : default;
    }

    /// <summary>Several commands in one round trip, of which the caller reads the results.</summary>
    public NpgsqlBatch Batch(params (string Sql, object?[] Values)[] commands)
    {
        var batch = new NpgsqlBatch(Connection, Transaction);
        foreach (var (sql, values) in commands)
        {
            var command = new NpgsqlBatchCommand(sql);
            Add(command.Parameters, values);
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    public Task Commit(CancellationToken ct) => Transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    /// <param name="lockSql">Of a lock to begin with, $1 its tenant; it is waited for as long as that takes.</param>
    internal static async Task<TenantTransaction> Begin(
        NpgsqlDataSource source, Tenant tenant, CancellationToken ct, string? lockSql = null)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            var begun = new TenantTransaction(connection, await connection.BeginTransactionAsync(ct), tenant);
            (string, object?[]) own = ("SELECT set_config('archive.tenant', $1, true)", [tenant]);
            await using var first = lockSql is null ? begun.Batch(own) : begun.Batch(own, (lockSql, [tenant]));
            if (lockSql is not null)
                first.Timeout = 0;
            await first.ExecuteNonQueryAsync(ct);
            return begun;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static void Add(NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (var value in values)
            parameters.Add(new() { Value = value is Tenant tenant ? tenant.ToString() : value ?? DBNull.Value });
    }
}
