using System.Collections.Concurrent;
using System.Diagnostics;

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

    public static ProductProcess Worker(TestSettings settings, params (string Name, string Value)[] more) =>
        Start("Archive.Worker", "Archive.Worker", settings, [], more);

    /// <param name="more">Such as the address it listens on; of the archive it gets what the web host is given.</param>
    public static ProductProcess Web(TestSettings settings, params (string Name, string Value)[] more) =>
        Start("Archive.Web", "Archive.Web", settings, [], more);

    public static ProductProcess Cli(
        TestSettings settings,
        string[] arguments,
        params (string Name, string Value)[] more) =>
        Start("Archive.Cli", "archive-cli", settings, arguments, more);

    /// <summary>What a command of the archive's officers says, which ends with this code.</summary>
    public static async Task<string> Says(ArchiveUnderTest archive, int code, params string[] arguments)
    {
        using var command = Cli(
            archive.Settings, arguments, ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));
        var ended = await command.Ended(TimeSpan.FromMinutes(2));
        Assert.True(ended == code, $"{ended}: {command.Output}");
        return command.Output;
    }

    /// <summary>SIGKILL: it cannot finish anything. Returns when it is dead.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM: it is asked to end.</summary>
    public void Stop() => Machine.Signal(process.Id, signal: 15);

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
        string project, string program, TestSettings settings, string[] arguments, (string Name,
        string Value)[] more)
    {
        // Built beside the tests, in the same configuration.
        var folder = AppContext.BaseDirectory
            .Replace("/tests/Archive.IntegrationTests/", $"/src/{project}/", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{program}.dll"), .. arguments])
        {
            RedirectStandardInput = true,
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
        started.process.StandardInput.Close(); // nobody is there to answer
        return started;
    }

    internal static IEnumerable<(string Name, string Value)> Environment(TestSettings settings) =>
    [
        ("LC_ALL", "C.UTF-8"), // English
        .. settings.Values.Select(v => ($"ARCHIVE_{v.Key.ToUpperInvariant().Replace('-', '_')}", v.Value!)),
    ];
}
