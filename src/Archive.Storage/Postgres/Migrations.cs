using System.Text;
using Archive.Evidence;
using Npgsql;

namespace Archive.Storage.Postgres;

/// <summary>
/// Brings a database to this build's schema: plain SQL files, applied once each in the order of their names, each in a
/// transaction with the row that says so. A file that changed after it was applied is a Fault.
/// </summary>
public static class Migrations
{
    public const string Facts = "archive";
    public const string Perishable = "perishable";

    /// <param name="connectionString">Of the role that owns the database.</param>
    /// <param name="which"><see cref="Facts"/> or <see cref="Perishable"/>.</param>
    /// <returns>Names of the files applied now; empty if the database was up to date.</returns>
    public static async Task<IReadOnlyList<string>> Apply(string connectionString, string which, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var connection = await database.OpenConnectionAsync(ct);
        await Run(connection, "SELECT pg_advisory_lock(hashtext('archive.migrations'))", ct);
        await Run(
            connection,
            """
            CREATE TABLE IF NOT EXISTS public.migration (
                name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """,
            ct);

        var known = await Applied(connection, ct);
        var applied = new List<string>();
        foreach (var (name, sql) in Files(which))
        {
            var digest = Digest.Of(Encoding.UTF8.GetBytes(sql)).ToString();
            if (known.TryGetValue(name, out var before))
            {
                if (before != digest)
                {
                    throw Sentences.Fault("storage.migration-differs", which, name, before);
                }

                continue;
            }

            await using var transaction = await connection.BeginTransactionAsync(ct);
            await Run(connection, sql, ct);
            await Run(connection, "INSERT INTO public.migration (name, sha256) VALUES ($1, $2)", ct, name, digest);
            await transaction.CommitAsync(ct);
            applied.Add(name);
        }

        return applied;
    }

    private static IEnumerable<(string Name, string Sql)> Files(string which)
    {
        var assembly = typeof(Migrations).Assembly;
        var prefix = $"Archive.Storage.Schema.{which}.";
        foreach (var resource in assembly.GetManifestResourceNames()
                     .Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[prefix.Length..], reader.ReadToEnd());
        }
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT name, sha256 FROM public.migration", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
            known.Add(rows.GetString(0), rows.GetString(1));
        return known;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
