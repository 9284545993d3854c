using System.Reflection;
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

    private const string TenantLogins = "Archive.Storage.Postgres.tenant-logins.sql";

    /// <param name="connectionString">Of the role that owns the database.</param>
    /// <param name="which"><see cref="Facts"/> or <see cref="Perishable"/>.</param>
    /// <param name="owners">
    /// Where the folders lie that own tables of database `perishable`, besides this assembly.
    /// </param>
    /// <returns>Names of the files applied now; empty if the database was up to date.</returns>
    public static async Task<IReadOnlyList<string>> Apply(
        string connectionString, string which, Assembly owners, CancellationToken ct)
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
        foreach (var (name, sql) in Files(which, owners))
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

        await Run(connection, Text(typeof(Migrations).Assembly, TenantLogins), ct);
        return applied;
    }

    /// <summary>Each owner's files lie in its own folder; their numbers say in which order they are applied.</summary>
    private static IEnumerable<(string Name, string Sql)> Files(string which, Assembly owners) => (
        from assembly in new[] { typeof(Migrations).Assembly, owners }.Distinct()
        from resource in assembly.GetManifestResourceNames()
        let folders = resource.Split(".Schema.")
        where folders.Length == 2 && resource.EndsWith(".sql", StringComparison.Ordinal)
        let isFacts = folders[1].StartsWith($"{Facts}.", StringComparison.Ordinal)
        where isFacts == (which == Facts)
        let name = isFacts ? folders[1][(Facts.Length + 1)..] : folders[1]
        select (Name: name, Sql: Text(assembly, resource))).OrderBy(file => file.Name, StringComparer.Ordinal);

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
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
