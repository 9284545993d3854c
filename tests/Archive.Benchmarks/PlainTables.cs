using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests;
using Archive.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Archive.Benchmarks;

/// <summary>
/// The same tables with the same indexes, and nothing else, in both databases; filled as fast as PostgreSQL can.
/// </summary>
internal sealed class PlainTables : IAsyncDisposable
{
    private static readonly DateTime At = new(2026, 11, 20, 23, 7, 1, DateTimeKind.Utc);

    private readonly NpgsqlDataSource facts;
    private readonly NpgsqlDataSource perishable;
    private long sequence;

    private PlainTables(TestDatabase database)
    {
        facts = NpgsqlDataSource.Create(database.SuperuserOf(Migrations.Facts));
        perishable = NpgsqlDataSource.Create(database.SuperuserOf(Migrations.Perishable));
    }

    internal sealed record Row(
        long Sequence,
        Guid Id,
        string Stream,
        byte[] Data,
        byte[] Headers,
        string Type,
        string? Correlation,
        byte[] Sealed);

    public static async Task<PlainTables> Make(TestDatabase database)
    {
        var tables = new PlainTables(database);
        await Run(tables.facts, """
            CREATE SCHEMA plain;
            CREATE TABLE plain.mt_streams (LIKE archive.mt_streams INCLUDING ALL EXCLUDING CONSTRAINTS);
            CREATE TABLE plain.mt_events (LIKE archive.mt_events INCLUDING ALL EXCLUDING CONSTRAINTS);
            CREATE TABLE plain.log_inbox (LIKE archive.log_inbox INCLUDING ALL EXCLUDING CONSTRAINTS);
            """);
        await Run(
            tables.perishable,
            """
            CREATE SCHEMA plain;
            CREATE TABLE plain.unit_secret (LIKE perishable.unit_secret INCLUDING ALL EXCLUDING CONSTRAINTS);
            """);
        return tables;
    }

    public IReadOnlyList<Row> Prepare(IReadOnlyList<StreamAppend> streams) =>
    [
        .. streams.Select(s => new Row(
            ++sequence, Ids.New(), s.Stream.ToString(), s.Facts[0].Data.Bytes.ToArray(),
            s.Facts[0].Headers.Bytes.ToArray(), s.Facts[0].Type, s.Facts[0].Correlation?.ToString(),
            RandomNumberGenerator.GetBytes(60))),
    ];

    /// <summary>One transaction per database, each as durable as ours.</summary>
    public async Task Copy(IReadOnlyList<Row> rows)
    {
        var tenant = TestDatabase.Tenant.ToString();
        await using (var connection = await perishable.OpenConnectionAsync())
        {
            await Copy(connection, "plain.unit_secret (tenant_id, unit, kind, key_id, sealed)", rows, (copy, row) =>
            {
                copy.Write(tenant, NpgsqlDbType.Text);
                copy.Write(row.Id, NpgsqlDbType.Uuid);
                copy.Write("record", NpgsqlDbType.Text);
                copy.Write("7f8f2f6e-0000-4000-8000-000000000000", NpgsqlDbType.Text);
                copy.Write(row.Sealed, NpgsqlDbType.Bytea);
            });
        }

        await using var archive = await facts.OpenConnectionAsync();
        await using var transaction = await archive.BeginTransactionAsync();
        await Copy(archive, "plain.mt_streams (tenant_id, id, version, timestamp, created)", rows, (copy, row) =>
        {
            copy.Write(tenant, NpgsqlDbType.Varchar);
            copy.Write(row.Stream, NpgsqlDbType.Varchar);
            copy.Write(1L, NpgsqlDbType.Bigint);
            copy.Write(At, NpgsqlDbType.TimestampTz);
            copy.Write(At, NpgsqlDbType.TimestampTz);
        });
        await Copy(
            archive,
            "plain.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, "
                + "headers)",
            rows,
            (copy, row) =>
            {
                copy.Write(row.Sequence, NpgsqlDbType.Bigint);
                copy.Write(row.Id, NpgsqlDbType.Uuid);
                copy.Write(row.Stream, NpgsqlDbType.Varchar);
                copy.Write(1L, NpgsqlDbType.Bigint);
                copy.Write(row.Data, NpgsqlDbType.Jsonb);
                copy.Write(row.Type, NpgsqlDbType.Varchar);
                copy.Write(At, NpgsqlDbType.TimestampTz);
                copy.Write(tenant, NpgsqlDbType.Varchar);
                copy.Write(row.Correlation, NpgsqlDbType.Varchar);
                copy.Write(row.Headers, NpgsqlDbType.Jsonb);
            });
        await Copy(archive, "plain.log_inbox (tenant_id, seq_id)", rows, (copy, row) =>
        {
            copy.Write(tenant, NpgsqlDbType.Varchar);
            copy.Write(row.Sequence, NpgsqlDbType.Bigint);
        });
        await transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await facts.DisposeAsync();
        await perishable.DisposeAsync();
    }

    private static async Task Copy(
        NpgsqlConnection connection, string table, IReadOnlyList<Row> rows, Action<NpgsqlBinaryImporter, Row> write)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            write(copy, row);
        }

        await copy.CompleteAsync();
    }

    private static async Task Run(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
