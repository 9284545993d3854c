using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Archive.IntegrationTests.Faults;

namespace Archive.IntegrationTests.CommandLine;

/// <summary>`./archive up` as it is typed, in a home of its own, with all it starts. Nothing is built for it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class UpTests : IAsyncLifetime
{
    private const string Practice = "demo-1a2b3c4d";
    private const string Password = "zeven fietsen in de regen";

    private static readonly string Root = AppContext.BaseDirectory[
        ..AppContext.BaseDirectory.IndexOf("/tests/", StringComparison.Ordinal)];

    private readonly string home = Directory.CreateTempSubdirectory("archive-up-").FullName;
    private readonly List<Process> started = [];

    public async Task InitializeAsync()
    {
        File.SetUnixFileMode(home, (UnixFileMode)0b111_001_001);
        // What is built and installed already is taken as it is.
        var modules = Environment.GetEnvironmentVariable("ARCHIVE_TYPST")
            ?? throw new InvalidOperationException("ARCHIVE_TYPST is not set: run ./archive test.");
        Directory.CreateSymbolicLink(Path.Combine(home, "typst"), modules);
        var sources = Machine.Run("bash", "-c", $$"""
            here={{Root}}; eval "$(sed -n '/^sources() /,/^}/p' "$here/archive")"; sources | sha256sum
            """);
        await File.WriteAllTextAsync(Path.Combine(home, "built-Archive.Product.slnf"), sources);
    }

    public async Task DisposeAsync()
    {
        await Type("stop");
        foreach (var process in started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task The_body_s_archive_and_the_practice_archive_are_never_taken_for_one_another()
    {
        foreach (var tenant in new[] { "", Practice })
        {
            Assert.Equal(0, (await Type("officer add Beheer --role Administrator", tenant)).Code);
            Assert.Equal(0, (await Type("officer add Anna --role RecordsOfficer --by Beheer", tenant)).Code);
            Assert.Equal(0, (await Type($"log publish {home}/published-{tenant}", tenant)).Code);
        }

        var up = await Up("up");
        Assert.Contains("To look at what the demo made: ./archive stop, then ./archive up --demo.", up.Said);
        Assert.DoesNotContain("Practice archive", await Page(up.Address), StringComparison.Ordinal);
        var own = await Type("search kerkstraat --officer Anna");
        Assert.Equal((0, "0 records.\n", ""), (own.Code, own.Output, own.Error));
        var other = await Type("search kerkstraat --officer Anna", Practice); // by itself, in the other archive
        Assert.Equal((0, "0 records.\n"), (other.Code, other.Output));
        Assert.Contains("Of the archive that is up, ARCHIVE_TENANT is set otherwise", other.Error);
        Assert.Equal(0, (await Type("stop")).Code);

        up = await Up("up", "--demo");
        Assert.Contains($"This is a practice archive ({Practice})", up.Said);
        Assert.Contains("Practice archive: nothing in it is real.", await Page(up.Address), StringComparison.Ordinal);
        var practised = await Type("search kerkstraat --officer Anna", Practice);
        Assert.Equal((0, "0 records.\n", ""), (practised.Code, practised.Output, practised.Error));
        var later = new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(home, "built-Archive.Product.slnf"), later);
        Assert.Contains("What runs is older", (await Type("search kerkstraat --officer Anna", Practice)).Error);
    }

    [Fact]
    public async Task Without_a_demo_there_is_nothing_to_practise_on()
    {
        var up = await Type("up --demo");

        Assert.Equal(1, up.Code);
        Assert.Contains("no practice archive here yet; ./archive demo makes one.", up.Error);
    }

    [Fact]
    public async Task What_tests_that_were_killed_left_running_is_ended_by_the_next_command()
    {
        using var left = new PrivatePostgres(Path.Combine(home, "test-pg"));
        Directory.CreateDirectory(Path.Combine(home, "run"));
        await File.WriteAllTextAsync(Path.Combine(home, "run", "test-pg"), "");

        var next = await Type("migrate");

        Assert.Equal(0, next.Code);
        Assert.Contains("Tests were broken off here; the PostgreSQL they left behind is ended.", next.Error);
        Assert.False(Directory.Exists(Path.Combine(home, "test-pg")));
        Assert.DoesNotContain("broken off", (await Type("migrate")).Error, StringComparison.Ordinal);
    }

    private async Task<(string Said, Uri Address)> Up(params string[] arguments)
    {
        var said = new ConcurrentQueue<string>();
        var up = Start(arguments, tenant: "");
        started.Add(up);
        up.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        up.BeginErrorReadLine();
        up.StandardInput.Close();
        for (var tries = 0; !said.Any(l => l.Contains("archive up --demo") || l.Contains("practice archive")); tries++)
        {
            Assert.False(up.HasExited || tries > 1800, string.Join('\n', said));
            await Task.Delay(100);
        }

        var all = string.Join('\n', said);
        return (all, new(Address().Match(all).Value));
    }

    private static async Task<string> Page(Uri address)
    {
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await http.GetStringAsync(new Uri(address, "/?lang=en"));
            }
            catch (HttpRequestException) when (tries < 600) // it is starting
            {
                await Task.Delay(100);
            }
        }
    }

    private Task<Ran> Type(string typed, string tenant = "") =>
        ResidentArchive.End(Start(typed.Split(' '), tenant));

    private Process Start(string[] arguments, string tenant) => Process.Start(
        new ProcessStartInfo("bash", [Path.Combine(Root, "archive"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LC_ALL"] = "C.UTF-8", // English
                ["ARCHIVE_HOME"] = home,
                ["ARCHIVE_TENANT"] = tenant,
                ["ARCHIVE_OFFICER_PASSWORD"] = Password,
                ["ARCHIVE_NEW_PASSWORD"] = Password,
            },
        })!;

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+")]
    private static partial Regex Address();
}
