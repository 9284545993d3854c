using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Archive.IntegrationTests.Faults;
using Archive.Replay;
using Archive.Replay.Sample;

namespace Archive.IntegrationTests.Security;

/// <summary>Whose the files are, whatever the shell says that began it all.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class FileModeTests
{
    private const UnixFileMode Others =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode GroupAndOthers =
        Others | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    [Fact]
    public async Task A_set_is_its_owners_only()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var mask = Mask(0); // as if nobody had thought of it
        string[] made;
        try
        {
            var export = await archive.Disclose("kerkstraat");
            made = [export.Directory, .. export.Zips, .. Within(export.Directory)];
        }
        finally
        {
            _ = Mask(mask);
        }

        Assert.True(made.Length > 10);
        Assert.Equal([], made.Where(path => (File.GetUnixFileMode(path) & GroupAndOthers) != 0));
    }

    [Fact]
    public async Task Nothing_that_a_command_writes_is_for_others()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        await using var server = await ReplayServer.Start(new SamplePlatform());
        var home = Directory.CreateTempSubdirectory("archive-modes-").FullName;
        var settings = TestSettings.Of(database, home) with { AllowedLoopback = [server.Address.Authority] };
        var mask = Mask(0);
        try
        {
            using var collect = ProductProcess.Cli(
                settings,
                ["collect", "mastodon", $"@{SamplePlatform.Handle}", "--server", server.Address.AbsoluteUri]);
            Assert.True(await collect.Ended(TimeSpan.FromMinutes(5)) == 0, collect.Output);
        }
        finally
        {
            _ = Mask(mask);
        }

        var made = Within(home).ToList();
        Assert.True(made.Count > 50);
        Assert.Equal([], made.Where(path => (File.GetUnixFileMode(path) & Others) != 0));
        Directory.Delete(home, recursive: true);
        await database.DisposeAsync();
    }

    private static IEnumerable<string> Within(string directory) =>
        Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Mask(uint mask);
}
