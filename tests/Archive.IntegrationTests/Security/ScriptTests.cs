using System.Diagnostics;
using System.Runtime.Versioning;
using Npgsql;

namespace Archive.IntegrationTests.Security;

/// <summary>
/// The script `archive` in a fresh home with its own PostgreSQL. Between it and the commands stands a `dotnet` that
/// notes what each is told and builds nothing.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScriptTests : IDisposable
{
    private static readonly string Root = AppContext.BaseDirectory.Split("/tests/")[0];

    private readonly string home = Directory.CreateTempSubdirectory("archive-script-").FullName;
    private Process? kept;

    [Fact]
    public async Task No_command_is_told_the_owners_passwords_and_none_is_set_anew_without_need()
    {
        MakeHome();
        kept = Script("database"); // holds PostgreSQL between the commands
        await Until(() => Passwords("reader") is not null);

        Assert.Equal(0, await Run("findings"));
        var made = await Roles();
        Assert.Equal(0, await Run("findings"));

        Assert.Equal(made, await Roles());
        var commands = Told("findings");
        Assert.Equal(2, commands.Count);
        foreach (var told in commands)
        {
            Assert.Contains(told, line => line.StartsWith("ARCHIVE_FACTS=", StringComparison.Ordinal));
            Assert.DoesNotContain(told, line => line.Contains("OWNER", StringComparison.Ordinal));
            foreach (var role in new[] { "owner", "admin", "web", "reader" })
                Assert.DoesNotContain(told, line => line.Contains(Passwords(role)!, StringComparison.Ordinal));
        }

        var migration = Assert.Single(Told("migrate"));
        Assert.Contains(migration, line => line.Contains(Passwords("owner")!, StringComparison.Ordinal));

        await Change("app");
        Assert.Equal(0, await Run("findings")); // with the password that the file has now
        Assert.NotEqual(made, await Roles());
    }

    public void Dispose()
    {
        if (kept is not null)
            Kill(kept);
        kept?.Dispose();
        Directory.Delete(home, recursive: true);
    }

    private void MakeHome()
    {
        File.SetUnixFileMode(
            home, (UnixFileMode)0b111_001_001); // PostgreSQL's user passes through, as in a home the script makes
        Directory.CreateDirectory(Path.Combine(home, "typst"));
        File.Copy(
            Path.Combine(Root, "src/Archive/Exports/Pages/typst/package-lock.json"), // nothing here sets pages
            Path.Combine(home, "typst", "installed"));
        Directory.CreateDirectory(Path.Combine(home, "bin"));
        var dotnet = Path.Combine(home, "bin", "dotnet");
        File.WriteAllText(
            dotnet,
            $"""
             #!/bin/sh
             case "$1" in
               build) exit 0 ;;
               *.dll) env >"{home}/told.$2.$$" ;;
             esac
             exec '{RealDotnet()}' "$@"

             """);
        File.SetUnixFileMode(dotnet, (UnixFileMode)0b111_101_101);
    }

    private static string RealDotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private Process Script(params string[] typed)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "archive"), typed)
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ARCHIVE_", StringComparison.Ordinal))
            .ToList())
            start.Environment.Remove(name);
        start.Environment["ARCHIVE_HOME"] = home;
        start.Environment["PATH"] = $"{home}/bin:{start.Environment["PATH"]}";
        return Process.Start(start)!;
    }

    private async Task<int> Run(params string[] typed)
    {
        using var command = Script(typed);
        var (output, errors) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 0, await output + await errors);
        return command.ExitCode;
    }

    private List<string[]> Told(string command) =>
        [.. Directory.EnumerateFiles(home, $"told.{command}.*").Select(File.ReadAllLines)];

    private string? Passwords(string role) => Kept().GetValueOrDefault($"PASSWORD_{role}");

    private Dictionary<string, string> Kept() => File.Exists(Path.Combine(home, "environment"))
        ? File.ReadAllLines(Path.Combine(home, "environment")).Select(l => l.Split('=', 2))
            .ToDictionary(l => l[0], l => l[1])
        : [];

    /// <summary>An operator edits the file.</summary>
    private async Task Change(string role) => await File.WriteAllTextAsync(
        Path.Combine(home, "environment"),
        (await File.ReadAllTextAsync(Path.Combine(home, "environment")))
            .Replace(Passwords(role)!, "een-ander-wachtwoord-dan-eerst", StringComparison.Ordinal));

    /// <summary>The server's own notes of passwords: salted, so that one set anew differs.</summary>
    private async Task<IReadOnlyList<string>> Roles()
    {
        await using var server = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={Kept()["PORT"]};Database=postgres;Username=archive_admin;"
                + $"Password={Passwords("admin")}");
        await using var query = server.CreateCommand(
            "SELECT rolname || ' ' || rolpassword FROM pg_authid WHERE rolname LIKE 'archive\\_%' ORDER BY 1");
        await using var rows = await query.ExecuteReaderAsync();
        var all = new List<string>();
        while (await rows.ReadAsync())
            all.Add(rows.GetString(0));
        return all;
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var waited = 0; !holds(); waited++)
        {
            Assert.True(waited < 600, "The script did not start its database.");
            await Task.Delay(100);
        }
    }

    /// <summary>As Ctrl-C: the script stops what it started.</summary>
    private static void Kill(Process script)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{script.Id}"]);
        kill.WaitForExit();
        Assert.True(script.WaitForExit(TimeSpan.FromMinutes(1)), "The script did not stop.");
    }
}
