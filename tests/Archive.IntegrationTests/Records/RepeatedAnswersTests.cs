using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Integrity;
using Archive.People;
using Archive.Records;
using Archive.Replay.Faults;
using Archive.Restore;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Vault;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Records;

/// <summary>Answers that come again as they were kept: named in one fact, and not kept once more.</summary>
public sealed class RepeatedAnswersTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly WrittenPlatform platform = new();
    private ArchiveUnderTest archive = null!;

    public async Task InitializeAsync()
    {
        platform.Write("post", "<p>De brug is dicht.</p>", Noon);
        platform.Write("reactie", "<p>Tot wanneer?</p>", Noon.AddMinutes(1), "samira", "post");
        platform.Write("tweede", "<p>Wie weet het?</p>", Noon.AddMinutes(2), "henk", "post");
        archive = await ArchiveUnderTest.Start(platform);
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task An_unchanged_account_adds_three_facts_and_no_object()
    {
        var stored = (await archive.RecordedByVisit()).OfType<ResponseStored>().Select(r => r.Object).ToList();
        var objects = await Objects();

        var again = await archive.RecordedByVisit();

        Assert.Equal(
            [typeof(VisitStarted), typeof(AnswersRepeated), typeof(VisitEnded)], again.Select(f => f.GetType()));
        var repeated = again.OfType<AnswersRepeated>().Single();
        AssertSame(stored, repeated.Same);
        Assert.Empty(repeated.NotModified);
        Assert.Equal(objects, await Objects());
        var counts = again.OfType<VisitEnded>().Single().Counts;
        Assert.Equal((stored.Count, 4), (counts.Exchanges, counts.Unchanged));
        await AssertHolds();
    }

    [Fact]
    public async Task What_changed_is_kept_and_the_rest_is_named()
    {
        var first = await archive.RecordedByVisit();
        platform.Edit("reactie", "<p>Tot morgen?</p>");

        var second = await archive.RecordedByVisit();

        var thread = Assert.Single(second.OfType<ResponseStored>());
        Assert.Equal(Endpoint.Thread, thread.Endpoint);
        Assert.Equal(thread.Object, second.OfType<VersionCaptured>().Single().Pieces[0].Object);
        AssertSame(
            first.OfType<ResponseStored>().Where(r => r.Endpoint != Endpoint.Thread).Select(r => r.Object),
            second.OfType<AnswersRepeated>().Single().Same);
        Assert.Contains(thread.Object, (await archive.RecordedByVisit()).OfType<AnswersRepeated>().Single().Same);
        await AssertHolds();
    }

    [Fact]
    public async Task What_the_platform_says_that_it_has_no_other_of_is_named_apart()
    {
        platform.GivesTags = true;
        var stored = (await archive.RecordedByVisit()).OfType<ResponseStored>().Select(r => r.Object).ToList();

        var again = await archive.RecordedByVisit();

        var repeated = again.OfType<AnswersRepeated>().Single();
        AssertSame(stored, repeated.NotModified);
        Assert.Empty(repeated.Same);
        Assert.Equal(4, again.OfType<VisitEnded>().Single().Counts.Unchanged);

        platform.Edit("tweede", "<p>Wie niet?</p>");
        var third = await archive.RecordedByVisit();
        Assert.Single(third.OfType<ResponseStored>());
        Assert.Single(third.OfType<VersionCaptured>());
        await AssertHolds();
    }

    [Theory]
    [InlineData(FaultKind.CutMidBody)]
    [InlineData(FaultKind.TruncatedJson)]
    public async Task A_spoilt_answer_is_not_what_a_platform_has_no_other_of(FaultKind fault)
    {
        platform.GivesTags = true;
        archive.Server.Faults.Add(new(fault, "GET /api/v1/accounts/1/statuses*"));
        Assert.NotEmpty((await archive.RecordedByVisit()).OfType<GapFound>());
        archive.Server.Faults.Clear();

        var whole = await archive.RecordedByVisit();

        Assert.Empty(whole.OfType<GapFound>());
        Assert.Contains(whole.OfType<VersionCaptured>(), v => v.Kind == RecordKind.Post);
    }

    [Fact]
    public async Task A_destroyed_record_is_not_kept_again_nor_its_answer_while_that_is_the_same()
    {
        platform.GivesTags = true;
        var comment = (await archive.RecordedByVisit())
            .OfType<VersionCaptured>().First(v => v.Kind == RecordKind.Comment);
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        var objects = await Objects();

        var again = await archive.RecordedByVisit();

        // No longer can all of it be read here: the platform is asked for it whole.
        var repeated = again.OfType<AnswersRepeated>().Single();
        Assert.Equal([comment.Pieces[0].Object], repeated.Same);
        Assert.Equal(objects, await Objects());
        Assert.Empty(again.OfType<VersionCaptured>());
        Assert.Equal(3, (await archive.Find("")).Count);

        platform.Edit("reactie", "<p>Vertel ons toch tot wanneer!</p>");
        platform.Edit("tweede", "<p>Niemand.</p>");
        var changed = await archive.RecordedByVisit();
        Assert.NotEqual(comment.Record, changed.OfType<VersionCaptured>().Single().Record);
        // What is kept of it now has a place for the destroyed one, and nothing that opens it.
        Assert.Single((await archive.RecordedByVisit()).OfType<AnswersRepeated>().Single().Same);
        await AssertHolds();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_lost_or_damaged_here_is_kept_again(bool damaged)
    {
        var thread = (await archive.RecordedByVisit())
            .OfType<ResponseStored>().Single(r => r.Endpoint == Endpoint.Thread);
        var file = Directory.EnumerateFiles(
            archive.Settings.Home, $"{thread.Object}", SearchOption.AllDirectories).Single();
        File.SetAttributes(file, FileAttributes.Normal);
        if (damaged)
        {
            var bytes = await File.ReadAllBytesAsync(file);
            bytes[^1] ^= 1;
            File.Delete(file);
            await File.WriteAllBytesAsync(file, bytes);
        }
        else
        {
            File.Delete(file);
        }

        var second = await archive.RecordedByVisit();

        Assert.Equal(Endpoint.Thread, second.OfType<ResponseStored>().Single().Endpoint);
        Assert.DoesNotContain(thread.Object, second.OfType<AnswersRepeated>().Single().Same);
        Assert.Empty((await archive.RecordedByVisit()).OfType<ResponseStored>());
    }

    [Fact]
    public async Task What_was_changed_and_changed_back_is_read_from_the_answer_that_came_again()
    {
        var second = await archive.Watch("wijk@voorbeeldstad.example");
        var first = (await archive.RecordedByVisit()).OfType<VersionCaptured>().Single(v => v.Kind == RecordKind.Post);
        platform.Edit("post", "<p>De brug is open.</p>");
        await archive.Visit(second);
        platform.Edit("post", "<p>De brug is dicht.</p>");

        var facts = await archive.RecordedByVisit();

        var back = facts.OfType<VersionCaptured>().Single();
        Assert.Equal((3, first.Pieces[0]), (back.Ordinal, back.Pieces[0]));
        Assert.Contains(first.Pieces[0].Object, facts.OfType<AnswersRepeated>().Single().Same);
        var before = await Texts(back.Record);
        Assert.Equal(["De brug is dicht.", "De brug is open.", "De brug is dicht."], before);
        await archive.Get<RecordProjection>().Rebuild(default);
        Assert.Equal(before, await Texts(back.Record));
        await AssertHolds();
    }

    [Fact]
    public async Task After_a_restore_each_answer_is_kept_once_again()
    {
        await archive.Visit();
        await archive.Officers();
        var administrator = new Officer(Ids.New(), "Wouter", [Role.Administrator]);
        Assert.Null((await archive.Get<ArchiveRestore>().Restore(
            new(administrator, RestoreReason.LostDisk), new Progress<RestoreStep>(), default)).Refusal);

        var after = await archive.RecordedByVisit();

        Assert.Empty(after.OfType<AnswersRepeated>());
        Assert.NotEmpty(after.OfType<ResponseStored>());
    }

    [Fact]
    public async Task A_fact_that_names_what_was_never_kept_of_that_source_is_found()
    {
        var second = await archive.Watch("wijk@voorbeeldstad.example");
        var stored = (await archive.RecordedByVisit()).OfType<ResponseStored>().First();
        await AssertHolds();
        await Append(new(archive.Source.Id, Ids.New(), Noon, [Digest.Of("never"u8)], []));
        await Append(new(second.Id, Ids.New(), Noon, [stored.Object], []));
        await Append(new(archive.Source.Id, Ids.New(), Noon, [stored.Object], [])); // as we would

        foreach (var all in new[] { false, true })
        {
            var verified = await archive.Get<ArchiveVerification>().Run(all, null, default);
            Assert.Equal(2, verified.Open.Count(f => f.Kind == FindingKind.AnswerNeverStored));
            Assert.False(verified.Holds);
        }
    }

    [Fact]
    public async Task An_unchanged_municipality_costs_a_hundredth_of_what_keeping_all_again_does()
    {
        await using var town = await ArchiveUnderTest.Start();
        await town.Visit();
        await using (var transaction = await town.Database.Perishable.Begin(default))
        {
            await transaction.Run("DELETE FROM perishable.last_answer", default);
            await transaction.Commit(default);
        }

        var whole = await Cost(town);
        var named = await Cost(town);

        output.WriteLine($"kept again: {whole}\nnamed: {named}");
        Assert.Equal((0, 0), (named.Objects, named.Bytes));
        Assert.True(named.Facts <= 5, $"{named}");
        Assert.True(named.Bytes + named.FactBytes < (whole.Bytes + whole.FactBytes) / 100, $"{named} of {whole}");
    }

    [Fact]
    public async Task A_set_proves_when_what_it_shows_was_seen_again()
    {
        await archive.Visit();
        await archive.Visit();
        var last = await archive.RecordedByVisit();

        var export = await archive.Disclose("after:2026-03-01");
        var (verdict, report) = WholeRequest.Check(export);

        Assert.True(verdict == 0, report);
        Assert.Contains("Versions seen again as they were: 4", report, StringComparison.Ordinal);
        var leaf = (await archive.Get<RecordVersions>().SeenAgain(
            last.OfType<AnswersRepeated>().Single().Same, default)).Values.Select(s => s.Leaf).Distinct().Single();
        Assert.True(File.Exists(Path.Combine(export.Directory, $"evidence/facts/{leaf}.json")));
    }

    private static void AssertSame(IEnumerable<Digest> wanted, IEnumerable<Digest> named) =>
        Assert.Equal(wanted.Select(d => $"{d}").Order(StringComparer.Ordinal), named.Select(d => $"{d}"));

    private sealed record VisitCost(int Facts, long FactBytes, int Objects, long Bytes);

    /// <returns>What a visit adds.</returns>
    private static async Task<VisitCost> Cost(ArchiveUnderTest town)
    {
        async Task<(int Facts, long FactBytes, int Objects, long Bytes)> Sum()
        {
            var (facts, factBytes) = (0, 0L);
            await foreach (var (_, fact) in town.Get<EventStore>().ReadLog(-1, default))
                (facts, factBytes) = (facts + 1, factBytes + fact.Statement().Length);
            var files = Directory.GetFiles(
                Path.Combine(town.Settings.Home, "vault", "objects"), "*", SearchOption.AllDirectories);
            return (facts, factBytes, files.Length, files.Sum(f => new FileInfo(f).Length));
        }

        var before = await Sum();
        await town.Visit();
        var after = await Sum();
        return new(
            after.Facts - before.Facts, after.FactBytes - before.FactBytes, after.Objects - before.Objects,
            after.Bytes - before.Bytes);
    }

    private async Task<HashSet<Digest>> Objects()
    {
        var all = new HashSet<Digest>();
        await foreach (var name in archive.Get<IVault>().All(default))
            all.Add(name);
        return all;
    }

    private async Task<IEnumerable<string>> Texts(Guid record) =>
        (await archive.Get<RecordVersions>().OfRecords([record], default)).Select(v => v.Text);

    private async Task Append(AnswersRepeated said)
    {
        var fact = Facts.New(said, Noon, correlation: said.Visit);
        Assert.True(await archive.Get<EventStore>().Append([new(said.Visit, 0, [fact])], default));
        await archive.BringUpToDate();
    }

    private async Task AssertHolds()
    {
        var verified = await archive.Get<ArchiveVerification>().Run(all: true, null, default);
        Assert.True(verified.Holds, string.Join('\n', verified.Findings.Select(f => f.Message)));
    }
}
