using System.Diagnostics;
using Archive.IntegrationTests.Faults;

namespace Archive.IntegrationTests.CommandLine;

/// <summary>What a command came to.</summary>
public sealed record Ran(int Code, string Output, string Error, TimeSpan Took);

/// <summary>
/// A home that was visited once, with `archive up` as a process in it, and commands that are processes of their own.
/// </summary>
public sealed class ResidentArchive : IAsyncLifetime
{
    public const string Handler = "Anna";

    private static readonly string Root = AppContext.BaseDirectory[
        ..AppContext.BaseDirectory.IndexOf("/tests/", StringComparison.Ordinal)];

    private static readonly string Cli = Path.Combine(
        AppContext.BaseDirectory.Replace(
            "/tests/Archive.IntegrationTests/",
            "/src/Archive.Cli/",
            StringComparison.Ordinal), "archive-cli.dll");

    private ProductProcess? up;

    public ArchiveUnderTest Archive { get; private set; } = null!;

    public string Home => Archive.Settings.Home;

    public string Channel => Path.Combine(Home, "run", "channel");

    /// <summary>What `up` wrote so far.</summary>
    public string Said => up!.Output;

    public async Task InitializeAsync()
    {
        Archive = await ArchiveUnderTest.Start();
        await Archive.Visit();
        await Archive.Officers();
        // As the script keeps it: what it needs to hand a command over.
        await File.WriteAllTextAsync(
            Path.Combine(Home, "environment"),
            $"ARCHIVE_NAME={Archive.Settings.Name}\nARCHIVE_TENANT={Archive.Settings.Tenant}\n");
        await Up();
    }

    public async Task DisposeAsync()
    {
        up?.Dispose();
        await Archive.DisposeAsync();
    }

    public async Task Up()
    {
        up = Start();
        for (var tries = 0; !await Answers(); tries++)
        {
            up.AssertRuns();
            Assert.True(tries < 1200, up.Output);
            await Task.Delay(100);
        }
    }

    /// <summary>One more in the same home.</summary>
    internal ProductProcess Start() => ProductProcess.Cli(
        Archive.Settings,
        ["up"],
        ("ARCHIVE_TYPST", Path.Combine(Home, "typst")), ("ARCHIVE_AZURITE", Path.Combine(Home, "azurite")));

    /// <summary>SIGKILL.</summary>
    public void Kill() => up!.Kill();

    /// <summary>SIGTERM. Returns when it has ended.</summary>
    public async Task<int> Stop()
    {
        up!.Stop();
        return await up.Ended(TimeSpan.FromMinutes(2));
    }

    /// <summary>A command that the archive that is up is asked to run.</summary>
    public Task<Ran> Ask(params string[] arguments) => End(Begin(arguments));

    /// <summary>The same command in a process of its own, with all it needs to open the archive.</summary>
    public async Task<Ran> RunAlone(params string[] arguments)
    {
        var start = Command("dotnet", [Cli, .. arguments]);
        foreach (var (name, value) in ProductProcess.Environment(Archive.Settings))
            start.Environment[name] = value;
        return await End(Process.Start(start)!);
    }

    /// <summary>As a person types it: by the script `archive`.</summary>
    public Task<Ran> Type(params string[] arguments)
    {
        var start = Command("bash", [Path.Combine(Root, "archive"), .. arguments]);
        start.Environment["ARCHIVE_HOME"] = Home;
        return End(Process.Start(start)!);
    }

    public Process Begin(
        string[] arguments, string password = ArchiveUnderTest.Password, string? directory = null,
        params (string Name, string Value)[] more)
    {
        var start = Command("dotnet", [Cli, .. arguments]);
        start.WorkingDirectory = directory ?? "";
        start.Environment["ARCHIVE_CHANNEL"] = Channel;
        start.Environment["ARCHIVE_OFFICER_PASSWORD"] = password;
        foreach (var (name, value) in more)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<Ran> End(Process process, string? typed = null)
    {
        var watch = Stopwatch.StartNew();
        if (typed is not null)
            await process.StandardInput.WriteLineAsync(typed);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        using (process)
            return new(process.ExitCode, await output, await error, watch.Elapsed);
    }

    private static ProcessStartInfo Command(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LC_ALL"] = "C.UTF-8", // English
                ["ARCHIVE_OFFICER_PASSWORD"] = ArchiveUnderTest.Password,
            },
        };
        start.Environment.Remove("ARCHIVE_TYPST"); // that of the tests; a home has its own
        start.Environment.Remove("ARCHIVE_AZURITE");
        return start;
    }

    private async Task<bool> Answers() =>
        File.Exists(Channel) && (await Ask("search", "--help")).Code != 69;
}
