using System.Diagnostics;
using Archive.Evidence.Notes;
using Archive.Exports;
using Archive.IntegrationTests.Log;
using Archive.Storage.Keys;

namespace Archive.IntegrationTests.Foreign;

/// <summary>A set as it is handed out, of an archive with a witness, and what an auditor has beside it.</summary>
public sealed class WitnessedSet : IAsyncLifetime, IDisposable
{
    private readonly WitnessProcess witness = new();
    private ArchiveUnderTest archive = null!;

    public SealedExport Export { get; private set; } = null!;

    public NoteKey LogKey { get; private set; } = null!;

    /// <summary>The trust file's content, the witness's key in it.</summary>
    public string Trust { get; private set; } = null!;

    /// <summary>The Go program, built.</summary>
    public string Verify { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        LogKey = archive.Get<LogKeys>().Key(1);
        await witness.Start(LogKey);
        await File.WriteAllTextAsync(archive.Settings.WitnessesPath, witness.Line);
        await archive.Visit();
        Export = await archive.Disclose("fiets*");
        Trust = $"{witness.Key}\n{Export.Trust}";
        Verify = Path.Combine(archive.Settings.Home, "verify");
        var built = await Run(archive.Settings.Home, "go", "build", "-o", Verify, Source);
        Assert.True(built.Code == 0, built.Output);
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    public void Dispose() => witness.Dispose();

    public static string Source { get; } =
        Path.Combine(Repository(), "tests/Archive.IntegrationTests/Foreign/verify.go");

    public static string Page { get; } = Path.Combine(Repository(), "docs/verify-without-us.md");

    /// <summary>A program in a directory; Go finds Debian's packages and nothing else.</summary>
    public static async Task<(int Code, string Output)> Run(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (var (name, value) in new[] {
            ("GO111MODULE", "off"),
            ("GOPATH", "/usr/share/gocode"),
            ("GOCACHE", Path.Combine(Path.GetTempPath(), "archive-go-cache")),
            ("GOFLAGS", ""),
            ("LC_ALL", "C.UTF-8") })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Archive.sln")))
            at = at.Parent!;
        return at.FullName;
    }
}
