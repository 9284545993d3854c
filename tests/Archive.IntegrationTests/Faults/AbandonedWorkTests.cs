using System.Diagnostics;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Plain bytes that a host left when it was killed are taken away by the next one, whichever it is, and by a worker
/// that runs on.
/// </summary>
public sealed class AbandonedWorkTests
{
    [Fact]
    public async Task Any_command_takes_away_what_a_killed_export_left()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Officers();
        var left = Leave(archive);

        using var search = ProductProcess.Cli(
            archive.Settings, ["search", "iets", "--officer", "Anna"],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));

        Assert.Equal(0, await search.Ended(TimeSpan.FromMinutes(2)));
        Assert.All(left, path => Assert.False(Directory.Exists(path), path));
    }

    [Fact]
    public async Task A_worker_takes_away_what_another_host_leaves_while_it_runs()
    {
        await using var archive = await ArchiveUnderTest.Start();
        using var worker = ProductProcess.Worker(archive.Settings);
        var watch = Stopwatch.StartNew();
        while (archive.Server.Requests.Count == 0)
            await Still();
        var left = Leave(archive);

        while (left.Any(Directory.Exists))
            await Still();

        async Task Still()
        {
            worker.AssertRuns();
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(4), worker.Output);
            await Task.Delay(100);
        }
    }

    /// <returns>A room with plain bytes in it, and one whose host died before it was locked.</returns>
    private static string[] Leave(ArchiveUnderTest archive)
    {
        var exports = archive.Settings.ExportsPath;
        string[] left =
        [
            Path.Combine(exports, ".work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c11"),
            Path.Combine(exports, ".new-.work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c12"),
        ];
        Directory.CreateDirectory(Path.Combine(left[0], "set"));
        File.WriteAllText(Path.Combine(left[0], "set", "records.json"), "what citizens wrote");
        File.WriteAllText(Path.Combine(left[0], ".held"), "");
        Directory.CreateDirectory(left[1]);
        Directory.SetLastWriteTimeUtc(left[1], TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        return left;
    }
}
