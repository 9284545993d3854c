using Archive.Capture;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.Records;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests.Records;

/// <summary>
/// The sample municipality visited four times: twice as it was, once later, and once as it was again.
/// </summary>
public sealed class VersionsTests(VersionsTests.Town town) : IClassFixture<VersionsTests.Town>
{
    [Fact]
    public void A_second_visit_to_an_unchanged_platform_adds_no_version_and_no_count()
    {
        Assert.Equal(
            (0, 0, 0, 0),
            (town.Second.NewRecords, town.Second.NewVersions, town.Second.Disappeared, town.Second.Reappeared));
        Assert.All(
            town.FactsOf(1), f => Assert.True(
                f is VisitStarted or VisitEnded or AnswersRepeated or GapFound,
                f.GetType().Name));
        Assert.Single(town.FactsOf(1).OfType<AnswersRepeated>());
    }

    [Fact]
    public async Task What_was_changed_and_changed_back_has_three_versions()
    {
        var versions = await town.Versions("bomen kerkstraat after:2026-10-30");

        Assert.Equal(3, versions.Count);
        Assert.Contains("Op 4 en 5 november", versions[0].Text);
        Assert.Contains("Op 10 en 11 november", versions[1].Text);
        Assert.Equal(versions[0].Members, versions[2].Members);
        // salted anew: that they are equal cannot be seen from outside
        Assert.NotEqual(versions[0].Root, versions[2].Root);
    }

    [Fact]
    public async Task The_platforms_history_gives_the_versions_in_between_in_their_order()
    {
        var versions = await town.Versions("kerkstraat riolering");

        Assert.Equal(
            ["13 februari", "27 februari", "20 maart"],
            versions.Select(v => v.Text.Split("klaar op ")[1].Split(',', '.')[0]));
        Assert.Equal(
            [null, true, true],
            versions.Select(v => v.EditedAt is null ? (bool?)null : v.EditedAt > v.PostedAt));
        Assert.Equal(versions.Select(v => v.EditedAt).Order(), versions.Select(v => v.EditedAt));
        var read = town.FactsOf(0).OfType<VersionCaptured>().Where(f => f.Record == versions[0].Record)
            .Select(f => f.ReadFrom);
        Assert.Equal([ReadFrom.History, ReadFrom.History, ReadFrom.Current], read);
    }

    [Fact]
    public async Task A_change_of_handle_makes_a_version_of_each_record()
    {
        var versions = (await town.Versions("from:bakker_jan before:2026-10-01")).GroupBy(v => v.Record).First()
            .ToList();

        Assert.Equal(
            ["@bakker_jan@voorbeeldstad.example", "@janb73@voorbeeldstad.example", "@bakker_jan@voorbeeldstad.example"],
            versions.Select(v => v.Single("author-handle")));
        Assert.Single(versions.Select(v => v.Text).Distinct());
    }

    [Fact]
    public void A_picture_is_kept_once_however_often_it_is_used_and_seen()
    {
        var uses = town.Facts.OfType<VersionCaptured>().SelectMany(v => v.Media).ToList();
        var pictures = uses.Select(m => m.Object).Distinct().Count();

        Assert.Equal(pictures, uses.Select(m => m.Unit).Distinct().Count());
        Assert.True(uses.Count > pictures);
        Assert.Equal(pictures, town.KeptFiles);
    }

    [Fact]
    public void Counts_of_answers_and_likes_are_recorded_when_they_change_and_make_no_version()
    {
        var measured = town.Facts.OfType<FiguresMeasured>().GroupBy(m => m.Record).ToList();

        Assert.Contains(measured, m => m.Count() > 1);
        Assert.All(measured, record => Assert.All(
            record.Zip(record.Skip(1)),
            pair => Assert.NotEqual(pair.First.Figures, pair.Second.Figures)));
        var versions = town.Facts.OfType<VersionCaptured>().CountBy(v => v.Record).ToDictionary();
        Assert.Contains(measured, m => m.Count() > 1 && versions[m.Key] == 1);
    }

    [Fact]
    public async Task What_disappears_and_comes_back_has_both_facts_and_is_there()
    {
        var gone = town.FactsOf(2).OfType<DisappearanceFound>().ToList();
        var back = town.FactsOf(3).OfType<ReappearanceFound>().ToList();
        var versions = await town.Versions("vuurwerkverbod 30 18.00 from:gemeente");

        Assert.NotEmpty(gone);
        Assert.Equal(gone.Select(g => g.Record).Order(), back.Select(b => b.Record).Order());
        Assert.Contains(versions[0].Record, gone.Select(g => g.Record));
        Assert.All(versions, v => Assert.Null(v.GoneAt));
        Assert.Single(versions); // to be away is no version
    }

    [Fact]
    public void A_thread_longer_than_the_platform_shows_is_a_gap()
    {
        for (var visit = 0; visit < 4; visit++)
        {
            var gap = Assert.Single(town.FactsOf(visit).OfType<GapFound>(), g => g.Cause == GapCause.Truncated);
            Assert.Equal((Endpoint.Thread, 200), (gap.Endpoint, gap.Status));
        }
    }

    [Fact]
    public async Task Rebuilt_records_are_exactly_the_same()
    {
        var before = await town.Dump();

        await town.Archive.Get<RecordProjection>().Rebuild(default);

        var after = await town.Dump();
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, table => Assert.True(table.Value.Count > 0, $"{table.Key} is empty"));
        Assert.All(before, table => Assert.Equal(table.Value, after[table.Key]));
    }

    [Fact]
    public async Task Taking_in_the_same_log_again_changes_nothing()
    {
        var before = await town.Dump();

        Assert.Equal(0, await town.Archive.Get<RecordProjection>().CatchUp(default));

        Assert.Equal(before.Values.SelectMany(v => v), (await town.Dump()).Values.SelectMany(v => v));
    }

    public sealed class Town : IAsyncLifetime
    {
        private readonly List<int> ends = [0];

        public ArchiveUnderTest Archive { get; private set; } = null!;

        public VisitCounts Second { get; private set; } = null!;

        public IReadOnlyList<IFact> Facts { get; private set; } = [];

        /// <summary>Files in the vault that are no answers.</summary>
        public int KeptFiles { get; private set; }

        public async Task InitializeAsync()
        {
            Archive = await ArchiveUnderTest.Start();
            await Visit("first");
            Second = await Visit("first");
            await Visit("later");
            await Visit("first");
            Facts = await Archive.RecordedFacts();
            var vault = Archive.Get<IVault>();
            KeptFiles = (await vault.Headers()).Count(kept => kept.Header.Kind == ObjectKind.File);
        }

        public async Task DisposeAsync() => await Archive.DisposeAsync();

        public IEnumerable<IFact> FactsOf(int visit) => Facts.Take(ends[visit]..ends[visit + 1]);

        /// <summary>All versions of what a query finds.</summary>
        public async Task<IReadOnlyList<RecordVersion>> Versions(string query)
        {
            var hits = await Archive.Find(query);
            return await Archive.Get<RecordVersions>().OfRecords([.. hits.Select(h => h.Record)], default);
        }

        /// <summary>Every row of what a rebuild makes, as text.</summary>
        public async Task<Dictionary<string, List<string>>> Dump()
        {
            var tables = new Dictionary<string, List<string>>();
            await using var transaction = await Archive.Database.Perishable.Begin(default);
            foreach (var table in new[] { "record", "record_version", "medium_use", "gap", "answered_again",
                         "projection" })
            {
                await using var query = transaction.Command($"SELECT t::text FROM perishable.{table} t ORDER BY 1");
                await using var rows = await query.ExecuteReaderAsync();
                tables[table] = [];
                while (await rows.ReadAsync())
                    tables[table].Add(rows.GetString(0));
            }

            return tables;
        }

        private async Task<VisitCounts> Visit(string state)
        {
            Archive.Server.Platform.State = state;
            var counts = await Archive.Visit();
            ends.Add((await Archive.RecordedFacts()).Count);
            return counts;
        }
    }
}
