using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>A PostgreSQL of the test's own, which it may stop as it likes; never run as root.</summary>
internal sealed class PrivatePostgres : IDisposable
{
    private const string Superuser = "tester";

    private static readonly string Programs = FindPrograms();

    private readonly string data;
    private readonly string log;
    private readonly int port;
    private readonly string[] settings;
    private Process? server;

    /// <param name="directory">Where its data is to be.</param>
    /// <param name="wal">Where its write-ahead log is to be, if elsewhere.</param>
    /// <param name="settings">Such as `synchronous_commit=off`.</param>
    public PrivatePostgres(string directory, string? wal = null, params string[] settings)
    {
        data = Path.Combine(directory, "data");
        log = Path.Combine(directory, "server.log");
        port = FreePort();
        this.settings =
            [.. settings, "shared_buffers=32MB", "unix_socket_directories=", "timezone=UTC", "max_connections=100"];
        foreach (var own in new[] { directory, wal }.OfType<string>())
        {
            Directory.CreateDirectory(own);
            if (System.Environment.IsPrivilegedProcess)
                Machine.Run("chown", User, own);
        }

        using var made = Process.Start(Command("initdb", [
            "-D", data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums",
            "--wal-segsize=4",
            .. wal is null ? [] : new[] { "-X", Path.Combine(wal, "wal") }]))!;
        made.WaitForExit();
        if (made.ExitCode != 0)
            throw new PostgresDoesNotStartException(File.ReadAllText(log));
        Start();
    }

    /// <summary>Its data directory.</summary>
    public string Data => data;

    public bool Runs => server is { HasExited: false };

    /// <summary>A superuser's connection string.</summary>
    public string Server => $"Host=127.0.0.1;Port={port};Username={Superuser};Database=postgres;Timeout=30";

    public void Start()
    {
        server = Process.Start(Command("postgres", [
            "-D", data, "-p", string.Create(CultureInfo.InvariantCulture, $"{port}"), .. settings.SelectMany(
                setting => new[] { "-c", setting })]))!;
        for (var tries = 0; !Answers(); tries++)
        {
            if (server.HasExited || tries == 600)
                throw new PostgresDoesNotStartException(File.ReadAllText(log));
            Thread.Sleep(100);
        }
    }

    /// <summary>No last words: as if its processes were killed. Returns when all of them are gone.</summary>
    public void StopImmediately()
    {
        if (!server!.HasExited && !Machine.TrySignal(server.Id, signal: 3)) // which it passes on
            Assert.True(server.WaitForExit(10_000), "PostgreSQL cannot be stopped.");
        server.WaitForExit();
        server.Dispose();
        server = null;
    }

    public void Dispose()
    {
        if (server is { HasExited: false })
            StopImmediately();
    }

    private bool Answers()
    {
        using var connection = new NpgsqlConnection($"{Server};Pooling=false");
        return Record.Exception(connection.Open) is null;
    }

    private static string User => File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0])
        .First(user => user is "postgres" or "archive-db");

    /// <summary>As a user who is not root, its words in the log.</summary>
    private ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        string[] own = ["sh", "-c", "cd / && exec \"$@\" >>\"$0\" 2>&1 </dev/null", log, Path.Combine(
            Programs,
            program), .. arguments];
        return System.Environment.IsPrivilegedProcess
            ? new("setpriv", ["--reuid", User, "--regid", User, "--init-groups", .. own])
            : new(own[0], own[1..]);
    }

    private static string FindPrograms() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .OrderByDescending(version => int.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture))
            .Select(version => Path.Combine(version, "bin"))
            .Concat((System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .First(directory => File.Exists(Path.Combine(directory, "initdb")));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

internal sealed class PostgresDoesNotStartException(string log) : Exception($"PostgreSQL does not start:\n{log}");
