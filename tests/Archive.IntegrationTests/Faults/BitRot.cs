using System.Text;
using Archive.Evidence;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>Something of which one bit may flip, and what of the product looks at it.</summary>
/// <param name="Weight">How many of a thousand flips are of this kind.</param>
/// <param name="Flip">
/// Flips one bit, asks the product, puts the bit back. True if the product named the item; null if it was no change.
/// </param>
internal sealed record Rotting(string Kind, int Weight, Func<Random, Task<bool?>> Flip);

/// <summary>
/// Flips single bits in files and in rows, as a failing disk or a failing memory does below all rights and triggers.
/// </summary>
internal sealed class BitRot(ArchiveUnderTest archive)
{
    public IReadOnlyList<Rotting> All => [
        new("vault objects", 300, Object),
        new("facts", 250, random => Row(random, Facts[random.Next(Facts.Length)])),
        new("leaves", 150, random => Row(random, Leaves[random.Next(Leaves.Length)])),
        new("tiles", 100, random => Row(random, Tiles[random.Next(Tiles.Length)])),
        new("checkpoints in the database", 50, random => Row(random, Checkpoints[random.Next(Checkpoints.Length)])),
        new("checkpoint outside", 50, Outside),
        new("sealed secrets", 50, Secret),
        new("journal of destructions", 50, Journal),
    ];

    /// <summary>
    /// A column that is no evidence: when the database was told of a checkpoint. Nothing looks at it.
    /// </summary>
    public Task<bool?> Unlooked(Random random) =>
        Row(random, new("log_checkpoint", "at", "timestamptz", "ctid::text", "size::text"));

    private sealed record Column(string Table, string Name, string Type, string Key, string Named);

    private static readonly Column[] Facts =
    [
        .. new[] {
            ("seq_id", "bigint"),
            ("id", "uuid"),
            ("stream_id", "varchar"),
            ("version", "bigint"),
            ("data", "jsonb"),
            ("data", "jsonb"),
            ("type", "varchar"),
            ("\"timestamp\"", "timestamptz"),
            ("tenant_id", "varchar"),
            ("correlation_id", "varchar") }
            .Select(c => new Column("mt_events", c.Item1, c.Item2, "ctid::text", "id::text")),
    ];

    private static readonly Column[] Leaves =
    [
        .. new[] {
            ("leaf", "bigint"),
            ("seq_id", "bigint"),
            ("event_id", "uuid"),
            ("commitment", "bytea"),
            ("commitment", "bytea") }
            .Select(c => new Column("log_leaf", c.Item1, c.Item2, "ctid::text", "'eaf ' || leaf || ' |' || event_id")),
    ];

    private static readonly Column[] Tiles =
    [
        new("log_tile", "hashes", "bytea", "ctid::text", "'tile'"), new(
            "log_tile",
            "root",
            "bytea",
            "ctid::text",
            "'tile'"),
        new("log_tile", "tile_index", "bigint", "ctid::text", "'tile'"),
    ];

    private static readonly Column[] Checkpoints =
    [
        new("log_checkpoint", "note", "bytea", "ctid::text", "size::text"), new(
            "log_checkpoint",
            "size",
            "bigint",
            "ctid::text",
            "size::text"),
    ];

    private async Task<bool?> Object(Random random)
    {
        var vault = archive.Get<IVault>();
        var names = await vault.All(default).ToListAsync();
        var name = names.OrderBy(n => n.ToString(), StringComparer.Ordinal).ElementAt(random.Next(names.Count));
        var path = Directory.EnumerateFiles(archive.Settings.Vault.Place, $"{name}", SearchOption.AllDirectories)
            .Single();
        return await InFile(
            random,
            path,
            async () => await vault.Scrub(name, default) is { } finding && finding.Object == name.ToString());
    }

    private Task<bool?> Outside(Random random) => InFile(random, archive.Get<OutsideCheckpoint>().Path, async () =>
    {
        try
        {
            return (await Verify()).Any(f => f.Says.Contains("outside", StringComparison.Ordinal));
        }
        catch (FaultException e)
        {
            return e.Message.Contains(archive.Get<OutsideCheckpoint>().Path, StringComparison.Ordinal);
        }
    });

    private Task<bool?> Journal(Random random)
    {
        var entries = Directory.GetFiles(archive.Settings.JournalPath, "*.json");
        var path = entries[random.Next(entries.Length)];
        return InFile(
            random,
            path,
            () => Named(() => Task.FromResult(archive.Get<DestructionJournal>().All()), Path.GetFileName(path)));
    }

    private async Task<bool?> Secret(Random random)
    {
        var perishable = archive.Database.SuperuserOf(Storage.Postgres.Migrations.Perishable);
        await using var source = NpgsqlDataSource.Create(perishable);
        await using var connection = await source.OpenConnectionAsync();
        var column = random.Next(5) == 0 ? ("key_id", "text") : ("sealed", "bytea");
        return await Row(random, connection, new(
            "unit_secret",
            column.Item1,
            column.Item2,
            "unit::text",
            "unit::text"), "perishable", unit =>
            // A changed id of the key names a key that is not here; it is that id which the fault tells.
            Named(
                () => archive.Get<UnitSecrets>().Get(Guid.Parse(unit), default),
                column.Item1 == "key_id" ? "key-encryption key" : unit));
    }

    private async Task<bool?> Row(Random random, Column column)
    {
        await using var checks = await Attack.WithoutChecks(archive.Database);
        await using var connection = await archive.Database.Superuser.OpenConnectionAsync();
        return await Row(random, connection, column, "archive", async name =>
        {
            var findings = await Verify();
            return name.Split(" |").Any(part => findings.Any(f => f.Says.Contains(part, StringComparison.Ordinal)));
        });
    }

    private static async Task<bool?> Row(
        Random random, NpgsqlConnection connection, Column column, string schema, Func<string, Task<bool>> found)
    {
        await Run(connection, "SET session_replication_role = replica");
        await using var transaction = await connection.BeginTransactionAsync();
        await using var pick = new NpgsqlCommand(
            $"""
             SELECT {column.Key}, {column.Named}, {column.Name}{(column.Type == "bytea" ? "" : "::text")}
             FROM {schema}.{column.Table}
             WHERE {column.Name} IS NOT NULL ORDER BY md5(ctid::text || $1) LIMIT 1
             """,
            connection);
        pick.Parameters.Add(new() { Value = $"{random.Next()}" });
        string key, name;
        object was;
        await using (var row = await pick.ExecuteReaderAsync())
        {
            Assert.True(await row.ReadAsync());
            (key, name, was) = (row.GetString(0), row.GetString(1), row.GetValue(2));
        }

        if (Flipped(random, was) is not { } flipped)
            return null;
        var where = column.Key == "ctid::text" ? "ctid = $2::tid" : $"{column.Key} = $2";
        string? changed;
        await using (var set = new NpgsqlCommand(
            $"""
             UPDATE {schema}.{column.Table} SET {column.Name} = $1::{column.Type}
             WHERE {where} RETURNING {column.Key}
             """, connection))
        {
            set.Parameters.Add(new() { Value = flipped });
            set.Parameters.Add(new() { Value = key });
            try
            {
                changed = (string?)await set.ExecuteScalarAsync();
            }
            catch (PostgresException e) when (e.SqlState[..2] is "22" or "23" or "42")
            {
                return null; // the database takes no such value
            }
        }

        Assert.NotNull(changed);
        await transaction.CommitAsync();
        try
        {
            return await Same(connection, column, schema, changed, was) ? null : await found(name);
        }
        finally
        {
            await using var back = new NpgsqlCommand(
                $"UPDATE {schema}.{column.Table} SET {column.Name} = $1::{column.Type} WHERE {where}",
                connection);
            back.Parameters.Add(new() { Value = was });
            back.Parameters.Add(new() { Value = changed });
            Assert.Equal(1, await back.ExecuteNonQueryAsync());
        }
    }

    /// <summary>White space in JSON, a zero before a number: written otherwise, and the same value.</summary>
    private static async Task<bool> Same(
        NpgsqlConnection connection,
        Column column,
        string schema,
        string key,
        object was)
    {
        await using var compare = new NpgsqlCommand(
            $"SELECT {column.Name} = $1::{column.Type} FROM {schema}.{column.Table} WHERE {column.Key} = $2",
            connection);
        compare.Parameters.Add(new() { Value = was });
        compare.Parameters.Add(new() { Value = key });
        return (bool)(await compare.ExecuteScalarAsync())!;
    }

    private static object? Flipped(Random random, object value)
    {
        var bytes = value is string text ? Encoding.UTF8.GetBytes(text) : (byte[])((byte[])value).Clone();
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        if (value is not string)
            return bytes;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes) is var flipped
                && flipped.Contains('\0') ? null : flipped;
        }
        catch (ArgumentException)
        {
            return null; // no text any more
        }
    }

    private static async Task<bool?> InFile(Random random, string path, Func<Task<bool>> found)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        var (was, mode) = (await File.ReadAllBytesAsync(path), File.GetUnixFileMode(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            var flipped = (byte[])was.Clone();
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(path, flipped);
            return await found();
        }
        finally
        {
            await File.WriteAllBytesAsync(path, was);
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task<bool> Named<T>(Func<Task<T>> read, string name) =>
        await Record.ExceptionAsync(read) is FaultException e && e.Message.Contains(name, StringComparison.Ordinal);

    private async Task<IReadOnlyList<LogFinding>> Verify() =>
        (await archive.Get<LogReader>().Verify(archive.Get<OutsideCheckpoint>().Read(), default)).Findings;

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
