using System.Diagnostics;
using Archive.Evidence;
using Archive.Exports;
using Archive.IntegrationTests.Faults;
using Archive.Requests;
using Archive.Storage.Facts;

namespace Archive.IntegrationTests.Exports;

/// <summary>
/// What an export leaves that is killed, cancelled or not alone: a set with its fact, or neither, and no text.
/// </summary>
public sealed class UnfinishedExportTests
{
    /// <summary>Killed when its set is in place and its fact is not there yet.</summary>
    [Fact]
    public async Task A_set_without_its_fact_is_settled_by_itself()
    {
        await using var archive = await Archive();
        var (request, number) = await Killed(archive);
        Assert.Empty(await SetsMade.Recorded(archive, request));

        await ProductProcess.Says(archive, 0, "search", "iets", "--officer", "Anna"); // any command

        var fact = Assert.Single(await SetsMade.Recorded(archive, request));
        Assert.Equal(1, fact.Set);
        var manifest = Path.Combine(archive.Settings.ExportsPath, $"{number}-1", "manifest.note");
        Assert.Equal(fact.Manifest, Digest.Of(await File.ReadAllBytesAsync(manifest)));
        Assert.Empty(SetsMade.SignedVolumes(archive));
        await Exported(archive, number);
        Assert.Equal([1, 2], (await SetsMade.Recorded(archive, request)).Select(f => f.Set));
        await SetsMade.AssertSettled(archive, request, number);
    }

    [Theory]
    [InlineData("zip")] // of the set
    [InlineData("original")] // in it
    public async Task A_set_that_is_not_whole_is_taken_away_and_made_again_of_the_volumes_that_are_there(string lost)
    {
        await using var archive = await Archive();
        var (request, number) = await Killed(archive);
        var set = Path.Combine(archive.Settings.ExportsPath, $"{number}-1");
        var kept = await File.ReadAllBytesAsync(Assert.Single(SetsMade.SignedVolumes(archive)));
        File.Delete(lost == "zip" ? $"{set}.zip" : Directory.GetFiles(Path.Combine(set, "originals"))[0]);

        await ProductProcess.Says(archive, 0, "search", "iets", "--officer", "Anna");
        Assert.Empty(await SetsMade.Recorded(archive, request));
        Assert.Empty(Directory.GetFileSystemEntries(archive.Settings.ExportsPath));

        await Exported(archive, number);
        var pdf = Assert.Single(Directory.GetFiles(Path.Combine(set, "documents")));
        Assert.Equal(kept, await File.ReadAllBytesAsync(pdf));
        Assert.Equal(1, Assert.Single(await SetsMade.Recorded(archive, request)).Set);
        await SetsMade.AssertSettled(archive, request, number);
    }

    [Fact]
    public async Task A_volume_is_not_used_again_for_another_language()
    {
        await using var archive = await Archive();
        var (request, number) = await Killed(archive);
        var set = Path.Combine(archive.Settings.ExportsPath, $"{number}-1");
        var kept = await File.ReadAllBytesAsync(Assert.Single(SetsMade.SignedVolumes(archive)));
        File.Delete($"{set}.zip");

        await Exported(archive, number, "--english");

        var pdf = Assert.Single(Directory.GetFiles(Path.Combine(set, "documents")));
        Assert.NotEqual(kept, await File.ReadAllBytesAsync(pdf));
        await SetsMade.AssertSettled(archive, request, number);
    }

    [Fact]
    public async Task A_set_of_a_request_that_moved_on_is_taken_away()
    {
        await using var archive = await Archive();
        var (request, number) = await Killed(archive);
        var events = archive.Get<EventStore>();
        var version = (await events.Read(request, default)).Count;
        var moved = Facts.New(new RedactionLifted(request, Ids.New(), 1), archive.Get<OfficeTime>().Now);
        Assert.True(await events.Append([new(request, version, [moved])], default));

        await archive.Get<UnrecordedSets>().Settle(DateTimeOffset.MinValue, default);

        Assert.Empty(await SetsMade.Recorded(archive, request));
        Assert.Empty(Directory.GetFileSystemEntries(archive.Settings.ExportsPath, $"{number}*"));
    }

    [Fact]
    public async Task What_cannot_be_settled_of_one_request_stops_nobody_but_who_makes_its_next_set()
    {
        await using var archive = await ArchiveUnderTest.Start();
        var (unfinished, damaged, other) = (archive.Get<ArchiveHome>().UnfinishedPath, Ids.New(), Ids.New());
        foreach (var request in new[] { damaged, other })
            Directory.CreateDirectory(Path.Combine(unfinished, $"{request}", "volumes"));
        await File.WriteAllTextAsync(Path.Combine(unfinished, $"{damaged}", "intent.json"), "{}");
        var sets = archive.Get<UnrecordedSets>();

        await sets.Settle(DateTimeOffset.MaxValue, default);

        Assert.False(Directory.Exists(Path.Combine(unfinished, $"{other}", "volumes")));
        using var room = UnfinishedExport.TryTake(unfinished, damaged);
        await Assert.ThrowsAsync<FaultException>(() => sets.Settle(room!, default));
    }

    [Fact]
    public async Task What_has_the_name_of_a_file_beside_the_set_stays_and_no_set_is_made()
    {
        await using var archive = await Archive();
        var request = await archive.Decided("from:henk1958");
        var (handler, _) = await archive.Officers();
        var trust = Path.Combine(
            archive.Settings.ExportsPath, $"{(await archive.Request(request)).Number}-1-trust.txt");
        await File.WriteAllTextAsync(trust, "van een ander");

        var refusal = (await archive.Get<SealExport>().Seal(request, handler, Language.Nl, null, default)).Refusal;

        Assert.Equal("exports.set-exists", refusal?.Code);
        Assert.Equal("van een ander", await File.ReadAllTextAsync(trust));
        Assert.Equal([trust], Directory.GetFileSystemEntries(archive.Settings.ExportsPath));
        Assert.Empty(await SetsMade.Recorded(archive, request));
    }

    [Fact]
    public async Task Volumes_that_nobody_came_back_for_are_swept()
    {
        await using var archive = await Archive();
        var (_, number) = await Killed(archive);
        File.Delete(Path.Combine(archive.Settings.ExportsPath, $"{number}-1.zip")); // so the set is taken away
        var sets = archive.Get<UnrecordedSets>();

        await sets.Settle(archive.Get<OfficeTime>().Now.AddHours(-1), default);
        Assert.NotEmpty(SetsMade.SignedVolumes(archive));
        await sets.Settle(archive.Get<OfficeTime>().Now.AddMinutes(1), default);
        Assert.Empty(SetsMade.SignedVolumes(archive));
    }

    [Fact]
    public async Task One_set_of_a_request_is_made_at_a_time_and_another_request_s_beside_it()
    {
        await using var archive = await Archive();
        var (one, other) = (await archive.Decided("from:henk1958"), await archive.Decided("from:henk1958"));
        var (handler, _) = await archive.Officers();
        var number = (await archive.Request(one)).Number;

        using (UnfinishedExport.TryTake(archive.Get<ArchiveHome>().UnfinishedPath, one))
        {
            var refusal = (await archive.Get<SealExport>().Seal(one, handler, Language.Nl, null, default)).Refusal;
            Assert.Contains($"A set of {number} is being made", refusal!.In(Language.En), StringComparison.Ordinal);
            Assert.Null((await archive.Get<SealExport>().Seal(other, handler, Language.Nl, null, default)).Refusal);
        }

        Assert.Null((await archive.Get<SealExport>().Seal(one, handler, Language.Nl, null, default)).Refusal);
    }

    [Theory]
    [InlineData(SealStep.Documents)]
    [InlineData(SealStep.Pages)]
    [InlineData(SealStep.Signature)]
    public async Task Cancelled_it_leaves_nothing(SealStep at)
    {
        await using var archive = await Archive();
        var request = await archive.Decided("from:henk1958");
        var (handler, _) = await archive.Officers();
        using var cancel = new CancellationTokenSource();
        var progress = new Told(step =>
        {
            if (step.Step == at)
                cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => archive.Get<SealExport>().Seal(request, handler, Language.Nl, progress, cancel.Token));

        Assert.Empty(Directory.GetFileSystemEntries(archive.Settings.ExportsPath));
        Assert.Empty(SetsMade.SignedVolumes(archive));
        Assert.Empty(await SetsMade.Recorded(archive, request));
        Assert.Null((await archive.Get<SealExport>().Seal(request, handler, Language.Nl, null, default)).Refusal);
    }

    [Fact]
    public async Task Who_breaks_it_off_is_told_that_nothing_is_left()
    {
        await using var archive = await Archive();
        var number = $"{(await archive.Request(await archive.Decided("from:henk1958"))).Number}";
        using var export = Export(archive, number);
        for (var limit = Stopwatch.StartNew(); SetsMade.Rooms(archive).Count == 0; await Task.Delay(5))
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2) && !export.HasEnded, export.Output);

        export.Stop();

        Assert.NotEqual(0, await export.Ended(TimeSpan.FromMinutes(1)));
        Assert.Contains("Broken off. No set was made", export.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(archive.Settings.ExportsPath));
        Assert.Empty(SetsMade.SignedVolumes(archive));
    }

    private static async Task<ArchiveUnderTest> Archive()
    {
        var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        Directory.CreateDirectory(archive.Settings.ExportsPath);
        return archive;
    }

    /// <returns>A request of which an export was killed with its set in place, before the fact.</returns>
    private static async Task<(Guid Request, string Number)> Killed(ArchiveUnderTest archive)
    {
        await HeldUp.Facts(archive, SetsMade.Name);
        // What has pictures, so that there are originals.
        var request = await archive.Decided("from:gemeente");
        var number = $"{(await archive.Request(request)).Number}";
        await using var fact = await HeldUp.Fact(archive);
        using var export = Export(archive, number);
        var letter = Path.Combine(archive.Settings.ExportsPath, $"{number}-1-trust.txt");
        for (var limit = Stopwatch.StartNew(); !File.Exists(letter); await Task.Delay(5))
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2) && !export.HasEnded, export.Output);
        await Task.Delay(300); // the letter is placed last, right after it
        export.Kill();
        return (request, number);
    }

    private static async Task Exported(ArchiveUnderTest archive, string number, params string[] more)
    {
        using var export = Export(archive, number, more);
        Assert.True(await export.Ended(TimeSpan.FromMinutes(2)) == 0, export.Output);
    }

    private static ProductProcess Export(ArchiveUnderTest archive, string number, params string[] more) =>
        ProductProcess.Cli(
            archive.Settings,
            ["request", "export", number, "--officer", "Anna", .. more],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));

    private sealed class Told(Action<SealProgressed> told) : IProgress<SealProgressed>
    {
        public void Report(SealProgressed value) => told(value);
    }
}
