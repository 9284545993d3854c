using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// One of the product's own programs as a real process, with an archive's settings in its environment.
/// </summary>
internal sealed class ProductProcess : IDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private ProductProcess(Process process) => this.process = process;

    /// <summary>All it wrote so far, on both outputs.</summary>
    public string Output => string.Join('\n', lines);

    public static ProductProcess Worker(ArchiveSettings settings, params (string Name, string Value)[] more) =>
        Start("Archive.Worker", "Archive.Worker", settings, [], more);

    /// <param name="more">Such as the address it listens on; of the archive it gets what the web host is given.</param>
    public static ProductProcess Web(ArchiveSettings settings, params (string Name, string Value)[] more) =>
        Start("Archive.Web", "Archive.Web", settings, [], more);

    public static ProductProcess Cli(
        ArchiveSettings settings,
        string[] arguments,
        params (string Name, string Value)[] more) =>
        Start("Archive.Cli", "archive-cli", settings, arguments, more);

    /// <summary>SIGKILL: it cannot finish anything. Returns when it is dead.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> Ended(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public bool HasEnded => process.HasExited;

    public void AssertRuns() => Assert.False(process.HasExited, $"It ended by itself:\n{Output}");

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static ProductProcess Start(
        string project, string program, ArchiveSettings settings, string[] arguments, (string Name,
        string Value)[] more)
    {
        // Built beside the tests, in the same configuration.
        var folder = AppContext.BaseDirectory
            .Replace("/tests/Archive.IntegrationTests/", $"/src/{project}/", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment(settings).Concat(more))
            start.Environment[name] = value;

        var started = new ProductProcess(Process.Start(start)!);
        started.process.OutputDataReceived += (_, line) => started.lines.Enqueue(line.Data ?? "");
        started.process.ErrorDataReceived += (_, line) => started.lines.Enqueue(line.Data ?? "");
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    internal static IEnumerable<(string Name, string Value)> Environment(ArchiveSettings settings) =>
    [
        ("LC_ALL", "C.UTF-8"), // English
        ("ARCHIVE_HOME", settings.Home),
        ("ARCHIVE_TENANT", settings.Tenant),
        ("ARCHIVE_NAME", settings.Name),
        ("ARCHIVE_BODY", settings.Body),
        ("ARCHIVE_FACTS", settings.Facts),
        ("ARCHIVE_PERISHABLE", settings.Perishable),
        ("ARCHIVE_SEQUENCER", settings.Sequencer),
        ("ARCHIVE_ALLOWED_LOOPBACK", string.Join(',', settings.AllowedLoopback)),
        ("ARCHIVE_VISIT_EVERY", TimeSpan.FromMinutes(1).ToString("c", CultureInfo.InvariantCulture)),
        ("ARCHIVE_TYPST", settings.Typst.Modules),
        ("ARCHIVE_VAULT", settings.Vault.At),
        ("ARCHIVE_VAULT_KEY", settings.Vault.Key),
        ("ARCHIVE_VAULT_LOCK", settings.Vault.Lock),
        ("ARCHIVE_VAULT_LOCK_DAYS", settings.Vault.LockDays.ToString(CultureInfo.InvariantCulture)),
        ("ARCHIVE_ALLOW_MUTABLE_STORAGE", settings.Vault.AllowMutable ? "true" : ""),
    ];
}
