using System.Diagnostics;
using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;
using Archive.Exports;
using Archive.Storage.Files;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// `archive request export` is killed while it makes a set: there is a whole set that proves itself, or none.
/// </summary>
public sealed class KilledSealingTests(ITestOutputHelper output)
{
    private static readonly string Sealed = Facts.NameOf(typeof(ExportSealed));

    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Killed_twice_it_leaves_no_half_a_set() => Killed(times: 2, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_at_twenty_random_moments_it_leaves_no_half_a_set() => Killed(times: 20, full: true);

    private async Task Killed(int times, bool full)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var pages = Directory.GetDirectories(Path.GetTempPath(), "archive-pages-*");
        var whole = await archive.Disclose("from:henk1958"); // which also says what keys to trust
        var request = await archive.Decided("from:henk1958");
        var number = $"{(await archive.Request(request)).Number}";
        var acknowledged = new List<string>();
        await Export(archive, number, acknowledged, killAfter: null);
        var took = await Export(archive, number, acknowledged, killAfter: null);

        for (var (kills, tried) = (0, 0); kills < times; tried++)
        {
            Assert.True(tried < times * 4, "It is never caught at work.");
            // Every other one for sure while it makes something, the last among them.
            var late = kills % 2 == 1;
            var rooms = Rooms(archive);
            var ran = await Export(
                archive,
                number,
                acknowledged,
                took * random.NextDouble() * (late ? 0.2 : 0.9),
                late);
            if (ran == TimeSpan.Zero && (!late || Rooms(archive).Except(rooms).Any()))
                kills++;
            else if (ran > TimeSpan.Zero)
                took = ran; // how busy the machine is changes
            (await Count(archive, whole, request, number, acknowledged)).AssertClean();
            await MoveAway(archive, request, number);
        }

        Assert.NotEmpty(Rooms(archive)); // the last that was killed left its own
        // Which every host does when it starts.
        WorkDirectory.Sweep(archive.Settings.ExportsPath, DateTimeOffset.MinValue);
        Assert.Empty(Rooms(archive));
        Assert.Equal(pages, Directory.GetDirectories(Path.GetTempPath(), "archive-pages-*"));

        await Export(archive, number, acknowledged, killAfter: null);
        var sum = await Count(archive, whole, request, number, acknowledged);
        sum.AssertClean();
        await archive.AssertNothingIsHalf();
        await archive.BringUpToDate();
        await archive.AssertLogHolds();

        await using (var file = File.OpenWrite(acknowledged[^1]))
            file.SetLength(file.Length - 1);
        Assert.Equal(1, (await Count(archive, whole, request, number, acknowledged)).Lost);
        FaultFigures.Write(
            output,
            "kill -9 of request export",
            full,
            times,
            sum,
            "a set cut short by a byte: caught",
            watch.Elapsed);
    }

    /// <returns>How long it took; nothing if it was killed at work.</returns>
    private static async Task<TimeSpan> Export(
        ArchiveUnderTest archive, string number, List<string> acknowledged, TimeSpan? killAfter, bool late = false)
    {
        var (watch, rooms) = (Stopwatch.StartNew(), Rooms(archive));
        using var export = ProductProcess.Cli(
            archive.Settings, ["request", "export", number, "--officer", "Anna"], ("ARCHIVE_OFFICER_PASSWORD",
            ArchiveUnderTest.Password));
        while (late && !Rooms(archive).Except(rooms).Any() && !export.HasEnded)
            await Task.Delay(5);
        if (killAfter is { } moment)
            await Task.WhenAny(Task.Delay(moment), export.Ended(TimeSpan.FromMinutes(5)));
        var killed = killAfter is not null && !export.HasEnded;
        if (killed)
            export.Kill();
        else
            Assert.True(await export.Ended(TimeSpan.FromMinutes(5)) == 0, export.Output);
        // The sets themselves; what comes next names one too.
        acknowledged.AddRange(export.Output.Split('\n')
            .Where(line => line.StartsWith('/') && line.EndsWith(".zip", StringComparison.Ordinal)));
        return killed ? TimeSpan.Zero : watch.Elapsed;
    }

    /// <summary>
    /// Every acknowledged set has its fact; every fact has its set, which is the one it names and proves itself.
    /// </summary>
    private static async Task<FaultResult> Count(
        ArchiveUnderTest archive, SealedExport whole, Guid request, string number, IReadOnlyList<string> acknowledged)
    {
        var facts = await SealedSets(archive, request);
        var sets = facts.ToLookup(
            f => Path.Combine(archive.Settings.ExportsPath, $"{number}-{f.Set}.zip"),
            StringComparer.Ordinal);
        var says = acknowledged.Where(zip => !sets.Contains(zip)).Select(zip => $"No fact says {zip}.").ToList();
        foreach (var (zip, fact) in facts.Select(f => (sets.Single(s => s.Contains(f)).Key, f)))
        {
            var manifest = Path.Combine(zip[..^".zip".Length], ExportManifest.FileName);
            if (!File.Exists(manifest)
                || Digest.From(SHA256.HashData(await File.ReadAllBytesAsync(manifest))) != fact.Manifest)
                says.Add($"{manifest} is not the one in the fact.");
            else if (WholeRequest.Check(
                whole with { Set = Path.GetFileNameWithoutExtension(zip), Zips = [zip] }) is (not 0, var report))
                says.Add($"{zip}: {report}");
        }

        return new(acknowledged.Count, Lost: says.Count, Duplicated: facts.Count - sets.Count, Undetected: 0, says);
    }

    /// <summary>
    /// A set that came into place without its fact is moved away by the operator, as the refusal says.
    /// </summary>
    private static async Task MoveAway(ArchiveUnderTest archive, Guid request, string number)
    {
        var set = Path.Combine(
            archive.Settings.ExportsPath,
            $"{number}-{(await SealedSets(archive, request)).Count + 1}");
        if (Directory.Exists(set))
            Directory.Delete(set, recursive: true);
        File.Delete($"{set}.zip");
    }

    private static async Task<IReadOnlyList<ExportSealed>> SealedSets(ArchiveUnderTest archive, Guid request) =>
        [.. (await archive.FactRows()).Where(f => f.Type == Sealed && f.Stream == request)
            .Select(f => (ExportSealed)Facts.Read(f))];

    private static IReadOnlyList<string> Rooms(ArchiveUnderTest archive) =>
        Directory.GetDirectories(archive.Settings.ExportsPath, ".work-*");
}
