using Archive.Capture;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Integrity;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Sources;

namespace Archive.IntegrationTests.Records;

/// <summary>Two accounts of one server are watched; the server shows the same posts for both.</summary>
public sealed class SightingsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly WrittenPlatform platform = new();
    private ArchiveUnderTest archive = null!;
    private Source second = null!;

    public async Task InitializeAsync()
    {
        platform.Write("post", "<p>De brug is dicht.</p>", Noon);
        platform.Write("reactie", "<p>Tot wanneer?</p>", Noon.AddMinutes(1), "samira", "post");
        archive = await ArchiveUnderTest.Start(platform);
        second = await archive.Watch("wijk@voorbeeldstad.example");
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task What_two_sources_show_is_one_record_with_a_sighting_of_each()
    {
        await archive.Visit();
        var again = await archive.Visit(second);
        Assert.Equal((0, 0), (again.NewRecords, again.NewVersions));
        await archive.Visit();
        await archive.Visit(second);

        var facts = await archive.RecordedFacts();
        var records = facts.OfType<VersionCaptured>().Select(v => v.Record).ToHashSet();
        Assert.Equal(3, records.Count); // the account too
        Assert.Equal(3, (await archive.Find("")).Count);
        Assert.Equal(
            records.SelectMany(r => new[] { (r, archive.Source.Id), (r, second.Id) }).Order(),
            facts.OfType<RecordSighted>().Select(s => (s.Record, s.Source)).Order());
        Assert.All(facts.OfType<RecordSighted>(), s => Assert.Equal(SightedBy.Api, s.Way));
        Assert.Equal(
            new[] { archive.Source.Id, second.Id }.Order(),
            (await archive.Get<RecordVersions>().Sources(records, default)).Order());
    }

    [Fact]
    public async Task A_version_says_which_source_saw_it()
    {
        await archive.Visit();
        platform.Edit("post", "<p>De brug is open.</p>");
        await archive.Visit(second);

        var versions = (await archive.RecordedFacts()).OfType<VersionCaptured>()
            .Where(v => v.Kind == RecordKind.Post).ToList();
        Assert.Equal([archive.Source.Id, second.Id], versions.Select(v => v.Source));
        Assert.Equal([1, 2], versions.Select(v => v.Ordinal));
        var read = await archive.Get<RecordVersions>().OfRecords([versions[0].Record], default);
        Assert.Equal([archive.Source.Id, second.Id], read.Select(v => v.Source));
    }

    [Fact]
    public async Task Two_sources_that_see_the_same_things_at_once_make_each_once()
    {
        for (var i = 0; i < 40; i++)
            platform.Write($"r{i}", $"<p>Reactie {i}</p>", Noon.AddMinutes(2 + i), "samira", "post");

        await Task.WhenAll(
            archive.Get<SourceVisits>().Visit(archive.Source, default),
            archive.Get<SourceVisits>().Visit(second, default));
        await archive.BringUpToDate();

        var facts = await archive.RecordedFacts();
        Assert.Equal(43, facts.OfType<VersionCaptured>().Count());
        Assert.Equal(43, facts.OfType<VersionCaptured>().Select(v => v.Record).Distinct().Count());
        Assert.Equal(86, facts.OfType<RecordSighted>().Count());
        Assert.Equal(43, (await archive.Find("")).Count);
        var verified = await archive.Get<ArchiveVerification>().Run(all: true, null, default);
        Assert.True(verified.Holds, string.Join('\n', verified.Findings.Select(f => f.Message)));
    }

    [Fact]
    public async Task What_is_destroyed_is_gone_under_both_and_comes_back_under_neither()
    {
        await archive.Visit();
        await archive.Visit(second);
        var comment = (await archive.RecordedFacts()).OfType<VersionCaptured>()
            .First(v => v.Kind == RecordKind.Comment);
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);

        await archive.Visit();
        await archive.Visit(second);

        Assert.DoesNotContain(await archive.Find(""), h => h.Record == comment.Record);
        Assert.Equal(2, (await archive.Find("")).Count);
        Assert.Empty(await archive.Get<RecordVersions>().Sources([comment.Record], default));
        var verified = await archive.Get<ArchiveVerification>().Run(all: true, null, default);
        Assert.True(verified.Holds, string.Join('\n', verified.Findings.Select(f => f.Message)));
    }

    [Fact]
    public async Task What_a_host_did_not_note_before_it_died_is_not_recorded_twice()
    {
        await archive.Visit();
        await using (var transaction = await archive.Database.Perishable.Begin(default))
        {
            Assert.Equal(3, await transaction.Run("UPDATE perishable.sighting SET recorded = false", default));
            await transaction.Commit(default);
        }

        await archive.Visit();

        Assert.Equal(3, (await archive.RecordedFacts()).OfType<RecordSighted>().Count());
    }

    [Fact]
    public async Task A_place_that_was_told_once_outlives_the_parent()
    {
        platform.Write("antwoord", "<p>Tot maandag.</p>", Noon.AddMinutes(2), "gemeente", "reactie");
        await archive.Visit();
        Assert.Equal("Tot wanneer?", (await Answers()).Parent);
        await archive.Visit(); // now the parent is known when the answer is seen
        var facts = await archive.RecordedFacts();
        var place = Assert.Single(facts.OfType<PlaceFound>(), p => p.Answers is not null && p.Thread is null);
        Assert.Contains(facts.OfType<VersionCaptured>(), v => v.Record == place.Answers);

        platform.Remove("reactie");
        platform.Edit("antwoord", "<p>Tot dinsdag.</p>", answersNothing: true);
        await archive.Visit();

        var after = await Answers();
        Assert.Equal(2, after.Versions);
        Assert.Equal(("Tot wanneer?", RecordKind.Comment), (after.Parent, after.Kind));
        await archive.Get<RecordProjection>().Rebuild(default);
        Assert.Equal(after, await Answers());
    }

    [Fact]
    public async Task What_says_that_it_answers_itself_answers_nothing()
    {
        platform.Write("lus", "<p>Ik antwoord mijzelf.</p>", Noon.AddMinutes(3), "gemeente", "lus");
        await archive.Visit();
        await archive.Visit(); // now it is known when it is seen

        Assert.All(
            (await archive.RecordedFacts()).OfType<PlaceFound>(), p => Assert.NotEqual(p.Record, p.Answers));
        Assert.Equal(4, (await archive.Find("")).Count);
    }

    [Fact]
    public void Where_a_server_answers_is_no_part_of_what_its_ids_mean()
    {
        var moved = archive.Source with { Server = new Uri("https://api.voorbeeldstad.example") };
        var mastodon = archive.Get<PlatformRegistry>().Of(archive.Source.Platform);

        Assert.Equal("voorbeeldstad.example", mastodon.Space(archive.Source));
        Assert.Equal(mastodon.Space(archive.Source), mastodon.Space(moved));
    }

    private async Task<(string? Parent, RecordKind Kind, int Versions)> Answers()
    {
        var all = await archive.Get<RecordVersions>().OfRecords(
            [.. (await archive.Find("")).Select(h => h.Record)], default);
        var answer = all.Last(v => v.PlatformId == "antwoord");
        return (
            Threads.Answered(answer, Threads.ByRecord(all))?.Text, answer.Kind,
            all.Count(v => v.Record == answer.Record));
    }
}
