using System.Diagnostics;
using System.Runtime.Versioning;
using Archive.IntegrationTests.Faults;
using Npgsql;

namespace Archive.IntegrationTests.CommandLine;

/// <summary>The script `archive`, where it needs no build.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScriptTests : IDisposable
{
    private static readonly string Script = Path.Combine(
        AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/tests/", StringComparison.Ordinal)], "archive");

    private readonly string home = Directory.CreateTempSubdirectory("archive-script-").FullName;

    /// <summary>Whoever runs PostgreSQL has to get through it.</summary>
    public ScriptTests() => File.SetUnixFileMode(home, (UnixFileMode)0b111_001_001);

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void Nothing_that_runs_is_nothing_to_stop()
    {
        var (code, said) = Run("stop");

        Assert.Equal((0, "Nothing was running."), (code, said.Trim()));
    }

    /// <summary>As after `kill -9` of a test run, and of the directory it worked in.</summary>
    [Theory]
    [InlineData(false)] // the files are gone
    [InlineData(true)] // the directory too
    public void A_PostgreSQL_whose_files_are_gone_is_ended_and_that_is_said(bool directoryToo)
    {
        var cluster = Path.Combine(home, "test-pg");
        using var left = new PrivatePostgres(cluster);
        var data = new DirectoryInfo(Path.Combine(cluster, "data"));
        if (directoryToo)
            data.Delete(recursive: true);
        else
            Empty(data);

        var (code, said) = Run("stop");

        Assert.Contains($"A PostgreSQL runs in {cluster}, whose files are gone; it is ended.", said);
        Assert.EndsWith("Stopped.", said.Trim(), StringComparison.Ordinal);
        Assert.Equal(0, code);
        using var connection = new NpgsqlConnection($"{left.Server};Pooling=false");
        Assert.ThrowsAny<NpgsqlException>(connection.Open);
        (code, said) = Run("stop");
        Assert.Equal((0, "Nothing was running."), (code, said.Trim()));
    }

    [Fact]
    public void A_build_says_how_far_it_is()
    {
        var said = Machine.Run("bash", "-c", $$"""
            set -euo pipefail
            ARCHIVE_HOME={{home}} dutch=''
            eval "$(sed -n '/^say() /p; /^follow_build() /,/^}/p' "{{Script}}")"
            : >{{home}}/build.log
            (for one in One Two; do sleep 2; echo " $one -> $one.dll" >>{{home}}/build.log; done) &
            follow_build $! 2 2>&1
            (exit 3) &
            follow_build $! 2 2>/dev/null || echo "code $?"
            """);

        Assert.Equal("Built 1 of 2 projects.\nBuilt 2 of 2 projects.\ncode 3\n", said);
    }

    private static void Empty(DirectoryInfo directory)
    {
        foreach (var file in directory.GetFiles())
            file.Delete();
        foreach (var inner in directory.GetDirectories())
            inner.Delete(recursive: true);
    }

    private (int Code, string Said) Run(params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo("bash", [Script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C.UTF-8", ["ARCHIVE_HOME"] = home }, // English
        })!;
        var errors = script.StandardError.ReadToEndAsync();
        var said = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        return (script.ExitCode, said + errors.Result);
    }
}
