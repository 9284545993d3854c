using System.Diagnostics;
using System.Globalization;

namespace Archive.IntegrationTests.Docs;

/// <summary>
/// One shell in a fresh directory that has `./archive`, and a home of its own in `.archive`: what is typed in it finds
/// what was typed before.
/// </summary>
internal sealed class Shell : IAsyncDisposable
{
    private readonly Process bash;
    private int typed;

    private Shell(string directory, Process bash) => (Directory, this.bash) = (directory, bash);

    public string Directory { get; }

    /// <param name="repository">Whose script is typed.</param>
    public static Shell Open(string repository, IEnumerable<(string Name, string Value)> environment)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("archive-typed-").FullName;
        File.CreateSymbolicLink(Path.Combine(directory, "archive"), Path.Combine(repository, "archive"));
        var home = Path.Combine(directory, ".archive");
        System.IO.Directory.CreateDirectory(home);
        Lend(repository, home);

        // PostgreSQL runs as a user of its own, who has to get in.
        var start = new ProcessStartInfo("bash", ["-c", "chmod 711 . .archive; exec bash --norc"])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment.Append(("ARCHIVE_HOME", home)))
            start.Environment[name] = value;
        return new(directory, Process.Start(start)!);
    }

    /// <param name="answers">What is typed when it asks; its input ends after them.</param>
    /// <returns>Exit code, and all that was written.</returns>
    public async Task<(int Code, string Output)> Type(string command, string answers = "")
    {
        var log = Log();
        await File.WriteAllTextAsync(Path.Combine(Directory, "answers"), answers);
        await bash.StandardInput.WriteAsync(
            $"{{ {command}\n}} <answers >{log} 2>&1; printf '%s\\n' \"typed {typed} $?\"\n");
        await bash.StandardInput.FlushAsync();
        return (await Ended(), await File.ReadAllTextAsync(Path.Combine(Directory, log)));
    }

    /// <summary>Types what goes on until it is stopped, and waits until it says that it is ready.</summary>
    /// <returns>What it wrote until then.</returns>
    public async Task<string> TypeAndLeave(string command, string ready)
    {
        var log = Path.Combine(Directory, Log());
        var behind = command.TrimEnd().EndsWith('&') ? command : $"{command} &";
        await bash.StandardInput.WriteAsync(
            $"{{ {behind}\n}} </dev/null >{log} 2>&1; printf '%s\\n' \"typed {typed} 0\"\n");
        await bash.StandardInput.FlushAsync();
        await Ended();
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var said = await File.ReadAllTextAsync(log);
            if (said.Contains(ready, StringComparison.Ordinal))
                return said;
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5), $"{command}\n{said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Type("./archive stop");
        await Type("kill $(jobs -p) 2>/dev/null; wait");
        bash.StandardInput.Close();
        await bash.WaitForExitAsync();
        bash.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>What this checkout has already built and installed is not built and installed once more.</summary>
    private static void Lend(string repository, string home)
    {
        var built = Path.Combine(repository, ".archive", "built-Archive.sln");
        if (File.Exists(built))
            File.Copy(built, Path.Combine(home, "built-Archive.Product.slnf"));
        if (Environment.GetEnvironmentVariable("ARCHIVE_TYPST") is { } typst && System.IO.Directory.Exists(typst))
            System.IO.Directory.CreateSymbolicLink(Path.Combine(home, "typst"), typst);
    }

    private string Log() => string.Create(CultureInfo.InvariantCulture, $"typed-{++typed}.log");

    private async Task<int> Ended()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var line = await bash.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException("The shell ended.");
        var words = line.Split(' ');
        Assert.Equal(["typed", $"{typed}"], words[..2]);
        return int.Parse(words[2], CultureInfo.InvariantCulture);
    }
}
