using System.Net.Sockets;
using Archive.Evidence;
using Npgsql;

namespace Archive.Storage.Postgres;

/// <summary>
/// What is the matter with PostgreSQL when it does not do what it is asked, in words that say what to do; and whether
/// it may pass by itself.
/// </summary>
public static class DatabaseTrouble
{
    /// <param name="directory">Where the server's data is, if that is on this machine and known; else null.</param>
    /// <returns>Null if this is not the database being in trouble.</returns>
    public static Sentence? Of(Exception e, string? directory = null) => Cause(e) switch
    {
        PostgresException { SqlState: "53100" } full => Sentences.Of(
            full.MessageText.Contains("pg_wal", StringComparison.Ordinal)
                ? "storage.database-wal-full"
                : "storage.database-disk-full",
            full.MessageText),
        PostgresException { SqlState: "28P01" } => Sentences.Of("storage.database-password"),
        PostgresException { SqlState: "28000" } who => Sentences.Of("storage.database-role", who.MessageText),
        PostgresException { SqlState: "3D000" } which => Sentences.Of("storage.database-none", which.MessageText),
        PostgresException { SqlState: "42501" } what => Sentences.Of("storage.database-right", what.MessageText),
        PostgresException { SqlState: "53300" } => Sentences.Of("storage.database-busy"),
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } or NpgsqlException or SocketException
            or TimeoutException => FullDisk(directory) ?? Sentences.Of("storage.database-away"),
        _ => null,
    };

    /// <summary>Whether whoever waits finds it mended: it starts again, or somebody makes room on its disk.</summary>
    public static bool MayPass(Exception e) => Cause(e) switch
    {
        PostgresException { SqlState: "53100" or "53300" or "57P01" or "57P02" or "57P03" } => true,
        PostgresException => false,
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>
    /// A server whose disk of the write-ahead log is full is not there to say so. This looks at both disks.
    /// </summary>
    /// <returns>Which disk is full; null if none is, or it cannot be seen.</returns>
    private static Sentence? FullDisk(string? directory)
    {
        if (directory is null)
            return null;
        try
        {
            var log = Path.Combine(directory, "pg_wal");
            log = Directory.ResolveLinkTarget(log, returnFinalTarget: true)?.FullName ?? log;
            return Directory.Exists(log) && IsFull(log) ? Sentences.Of("storage.database-wal-full", log)
                : Directory.Exists(directory) && IsFull(directory)
                    ? Sentences.Of("storage.database-disk-full", directory)
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // what cannot be seen is not said to be full
        }
    }

    /// <summary>There is no room for one more segment of the write-ahead log.</summary>
    private static bool IsFull(string directory)
    {
        const long Segment = 16 << 20;
        return new DriveInfo(directory).AvailableFreeSpace < Segment;
    }

    private static Exception? Cause(Exception? e)
    {
        Exception? found = null;
        for (; e is not null; e = e.InnerException)
        {
            if (e is PostgresException)
                return e;
            if (e is NpgsqlException { InnerException: SocketException or IOException or TimeoutException })
                found ??= e;
            else if (e is SocketException or NpgsqlException)
                found ??= e;
        }

        return found;
    }
}
