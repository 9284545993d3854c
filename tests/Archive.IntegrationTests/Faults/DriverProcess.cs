using System.Diagnostics;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The driver at work, every line of which an oracle hears; also those it wrote in the moment it was killed.
/// </summary>
internal sealed class DriverProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The runtime's pool has one thread for everything that is awaited.</summary>
    private static readonly (string Name, string Value)[] OneThread =
        [("DOTNET_ThreadPool_ForceMinWorkerThreads", "1"), ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1")];

    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly Task reading;

    private DriverProcess(Process process, Oracle oracle)
    {
        (this.process, Oracle) = (process, oracle);
        reading = Task.WhenAll(Task.Run(Read), Task.Run(ReadErrors));
    }

    /// <summary>Who hears what it says from now on.</summary>
    public Oracle Oracle { get; set; }

    public int Id => process.Id;

    public int Acknowledgements { get; private set; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    /// <summary>
    /// It keeps objects and files where it is told to; it did so once elsewhere, so that all its code is loaded.
    /// </summary>
    /// <param name="oneThread">
    /// All its files are written by one thread, so that the n-th call of a kind is known.
    /// </param>
    public static async Task<DriverProcess> Keeping(Oracle oracle, bool oneThread = false)
    {
        var driver = Start(new Oracle(), "keep", oneThread ? OneThread : []);
        await driver.Until(line => line == "ready");
        using var elsewhere = new TemporaryDirectory();
        await driver.Keep(elsewhere.Path, 2);
        driver.Oracle = oracle;
        return driver;
    }

    /// <summary>It records until it is killed.</summary>
    public static DriverProcess Recording(Oracle oracle, TestSettings settings) =>
        Start(oracle, "record", ProductProcess.Environment(settings));

    /// <returns>When it is done.</returns>
    public async Task Keep(string directory, int count)
    {
        var before = Lines.Count;
        Ask(directory, count);
        await Until(_ => Lines.Skip(before).Contains("done"));
    }

    public void Ask(string directory, int count)
    {
        process.StandardInput.WriteLine($"{directory} {count}");
        process.StandardInput.Flush();
    }

    public Task Until(Func<string, bool> said) => Until(() => Lines.Any(said));

    /// <summary>Waits until it said so, or is dead.</summary>
    public async Task Until(Func<bool> so)
    {
        var watch = Stopwatch.StartNew();
        while (!so() && !process.HasExited)
        {
            Assert.True(watch.Elapsed < Patience, $"It does not get on:\n{string.Join('\n', Lines.TakeLast(20))}");
            await Task.Delay(2);
        }
    }

    /// <summary>Until so many more acknowledgements.</summary>
    public async Task UntilMore(int acknowledgements) => Assert.True(
        await GetsOn(acknowledgements), $"It ended by itself:\n{string.Join('\n', Lines.TakeLast(20))}");

    /// <returns>False if it ended before it gave so many more acknowledgements.</returns>
    public async Task<bool> GetsOn(int acknowledgements)
    {
        var enough = Acknowledgements + acknowledgements;
        await Until(() => Acknowledgements >= enough);
        return Acknowledgements >= enough;
    }

    public void AssertRuns() =>
        Assert.False(process.HasExited, $"It ended by itself:\n{string.Join('\n', Lines.TakeLast(20))}");

    /// <summary>SIGKILL, if it is not dead yet. Returns when all it said was heard.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        reading.Wait();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private static DriverProcess Start(Oracle oracle, string mode, IEnumerable<(string Name, string Value)> environment)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory
                .Replace("/tests/Archive.IntegrationTests/", "/tests/Archive.Driver/", StringComparison.Ordinal),
            "archive-driver.dll");
        var start = new ProcessStartInfo("dotnet", [program, mode]) {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!, oracle);
    }

    /// <summary>What the runtime says of a process that it ends.</summary>
    private void ReadErrors()
    {
        while (process.StandardError.ReadLine() is { } line)
        {
            lock (lines)
                lines.Add($"error {line}");
        }
    }

    private void Read()
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lock (lines)
            {
                if (Oracle.Hear(line))
                    Acknowledgements++;
                lines.Add(line);
            }
        }
    }
}

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("archive-faults-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
