using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Archive.IntegrationTests.Faults;

/// <summary>A PostgreSQL of the test's own, which it may stop as it likes; never run as root.</summary>
internal sealed class PrivatePostgres : IDisposable
{
    private const string Superuser = "tester";

    private static readonly string Programs = FindPrograms();

    private readonly string data;
    private readonly string log;
    private readonly int port;
    private readonly string settings;
    private int postmaster;

    /// <param name="directory">Where its data is to be.</param>
    /// <param name="wal">Where its write-ahead log is to be, if elsewhere.</param>
    /// <param name="settings">Such as `synchronous_commit=off`.</param>
    public PrivatePostgres(string directory, string? wal = null, params string[] settings)
    {
        data = Path.Combine(directory, "data");
        log = Path.Combine(directory, "server.log");
        port = FreePort();
        this.settings = string.Concat(settings.Append("shared_buffers=32MB").Append("unix_socket_directories=").Append("timezone=UTC")
            .Select(setting => $" -c {setting}"));
        foreach (var own in new[] { directory, wal }.OfType<string>())
        {
            Directory.CreateDirectory(own);
            if (System.Environment.IsPrivilegedProcess)
                Machine.Run("chown", User, own);
        }

        As("initdb", [
            "-D", data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "--wal-segsize=4",
            .. wal is null ? [] : new[] { "-X", Path.Combine(wal, "wal") }]);
        Start();
    }

    /// <summary>A superuser's connection string.</summary>
    public string Server => $"Host=127.0.0.1;Port={port};Username={Superuser};Database=postgres;Timeout=30";

    public void Start()
    {
        string[] start = ["start", "-D", data, "-w", "-t", "60", "-l", log, "-o", string.Create(CultureInfo.InvariantCulture, $"-p {port}{settings}")];
        if (Record.Exception(() => As("pg_ctl", start)) is not null)
            throw new PostgresDoesNotStartException(File.ReadAllText(log));
        postmaster = int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
    }

    /// <summary>No last words: as if its processes were killed.</summary>
    public void StopImmediately() => As("pg_ctl", ["stop", "-D", data, "-w", "-m", "immediate"]);

    /// <summary>Its processes end without its files: those are on a disk that is no more.</summary>
    public void Vanish()
    {
        Machine.Signal(postmaster, signal: 3); // which it passes on to all its processes
        while (Directory.Exists($"/proc/{postmaster}") && !File.ReadAllText($"/proc/{postmaster}/stat").Contains(") Z", StringComparison.Ordinal))
            Thread.Sleep(20);
    }

    public bool Runs => Record.Exception(() => As("pg_ctl", ["status", "-D", data])) is null;

    public void Dispose()
    {
        if (Runs)
            StopImmediately();
    }

    private static string User => File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0])
        .First(user => user is "postgres" or "archive-db");

    private static void As(string program, string[] arguments)
    {
        // Not with our standard output: a server holds it open for as long as it runs.
        string[] quiet = ["-c", "cd / && exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", Path.Combine(Programs, program), .. arguments];
        if (System.Environment.IsPrivilegedProcess)
            Machine.Run("setpriv", ["--reuid", User, "--regid", User, "--init-groups", "sh", .. quiet]);
        else
            Machine.Run("sh", quiet);
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
