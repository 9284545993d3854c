using Archive.Capture;
using Archive.Capture.Visits;
using Archive.IntegrationTests.Faults;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Records;

/// <summary>
/// An answer is recorded while the next is asked for; what is recorded stands in the order of the answers.
/// </summary>
public sealed class RecordingUnderWayTests : IAsyncLifetime
{
    private const string Refused = "refused by the test";

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly WrittenPlatform written = new();
    private NpgsqlDataSource owner = null!;

    public Task InitializeAsync()
    {
        foreach (var i in Enumerable.Range(1, 4))
            written.Write($"post{i}", $"<p>De brug is dag {i} dicht.</p>", Noon.AddDays(i));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await owner.DisposeAsync();

    [Fact]
    public async Task The_next_page_is_asked_for_while_a_page_is_recorded_and_facts_stand_in_the_order_of_the_answers()
    {
        var platform = new PagedPlatform(written);
        await using var archive = await Start(platform);
        await using var hold = await owner.OpenConnectionAsync();
        HoldFirstPage(platform, archive, hold, "LOCK TABLE archive.mt_events IN SHARE ROW EXCLUSIVE MODE");

        var facts = await archive.RecordedByVisit();

        var answers = facts.OfType<ResponseStored>().Where(r => r.Endpoint == Endpoint.Listing).ToList();
        Assert.Equal([2, 2], answers.Select(r => r.Items));
        var captured = facts.OfType<VersionCaptured>().Where(v => v.Kind == RecordKind.Post).ToList();
        Assert.Equal(
            [answers[0].Object, answers[0].Object, answers[1].Object, answers[1].Object],
            captured.Select(v => v.Pieces[0].Object));
        var order = facts.ToList();
        Assert.All(captured.Take(2), v => Assert.True(order.IndexOf(v) < order.IndexOf(answers[1])));
        Assert.IsType<VisitEnded>(facts[^1]);
    }

    [Fact]
    public async Task A_failing_recording_ends_the_visit_with_that_failure_although_the_next_question_was_put()
    {
        var platform = new PagedPlatform(written);
        await using var archive = await Start(platform);
        await using var hold = await owner.OpenConnectionAsync();
        HoldFirstPage(
            platform,
            archive,
            hold,
            $"""
             CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql
                 AS $$ BEGIN RAISE EXCEPTION '{Refused}'; END $$;
             CREATE TRIGGER refuse BEFORE INSERT ON archive.mt_events
                 FOR EACH STATEMENT EXECUTE FUNCTION public.refuse();
             """);

        var failed = await Assert.ThrowsAsync<PostgresException>(
            () => archive.Get<SourceVisits>().Visit(archive.Source, default));

        Assert.Equal(Refused, failed.MessageText);
        Assert.Contains(archive.Server.Requests, r => r.Contains("max_id=2", StringComparison.Ordinal));
        platform.OnPage = _ => { };
        await using (var drop = owner.CreateCommand("DROP TRIGGER refuse ON archive.mt_events"))
            await drop.ExecuteNonQueryAsync();
        var next = await archive.RecordedByVisit();
        var before = (await archive.RecordedFacts()).TakeWhile(f => f is not VisitInterrupted).ToList();
        Assert.DoesNotContain(before, f => f is ResponseStored { Endpoint: Endpoint.Listing });
        Assert.DoesNotContain(before, f => f is VisitEnded);
        Assert.Equal(4, next.OfType<VersionCaptured>().Count(v => v.Kind == RecordKind.Post));
    }

    [Fact]
    public async Task A_record_that_stands_on_two_pages_gets_no_second_version_and_no_second_sighting()
    {
        await using var archive = await Start(new PagedPlatform(written, overlap: true));

        var facts = await archive.RecordedByVisit();

        Assert.Equal([2, 2, 2], facts.OfType<ResponseStored>()
            .Where(r => r.Endpoint == Endpoint.Listing).Select(r => r.Items));
        var records = facts.OfType<VersionCaptured>().Select(v => v.Record).ToList();
        Assert.Equal(5, records.Count); // the account too
        Assert.Equal(records.Order(), records.Distinct().Order());
        Assert.Equal(records.Order(), facts.OfType<RecordSighted>().Select(s => s.Record).Order());
        Assert.Equal(2, facts.OfType<VisitEnded>().Single().Counts.Unchanged);
    }

    [Fact]
    public async Task A_visit_that_is_stopped_waits_for_what_is_being_recorded()
    {
        var platform = new PagedPlatform(written);
        await using var archive = await Start(platform);
        using var stop = new CancellationTokenSource();
        platform.OnPage = page =>
        {
            if (page == 2)
                stop.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => archive.Get<SourceVisits>().Visit(archive.Source, stop.Token));

        var visit = (await archive.Get<EventStore>().OfType(Facts.NameOf(typeof(VisitStarted)), default)).Single();
        var recorded = (await archive.Get<EventStore>().Read(visit.Stream, default)).Count;
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        Assert.Equal(recorded, (await archive.Get<EventStore>().Read(visit.Stream, default)).Count);
        platform.OnPage = _ => { };
        Assert.Equal(4, (await archive.RecordedFacts()).Concat(await archive.RecordedByVisit())
            .OfType<VersionCaptured>().DistinctBy(v => v.Version).Count(v => v.Kind == RecordKind.Post));
    }

    /// <summary>No fact of the first page can be committed before the second is asked for.</summary>
    /// <param name="sql">Run when the first is asked for; what it locks is let go when the second is.</param>
    private static void HoldFirstPage(
        PagedPlatform platform, ArchiveUnderTest archive, NpgsqlConnection hold, string sql)
    {
        NpgsqlTransaction? held = null;
        platform.OnPage = page =>
        {
            if (page == 1)
                held = Hold(archive, hold, sql);
            else
                held!.Commit();
        };
    }

    private async Task<ArchiveUnderTest> Start(PagedPlatform platform)
    {
        var archive = await ArchiveUnderTest.Start(platform);
        owner = NpgsqlDataSource.Create(archive.Database.ConnectionString("archive_owner", Migrations.Facts));
        return archive;
    }

    /// <summary>Holds back all facts that come after those of the account, and lets facts be read.</summary>
    private static NpgsqlTransaction Hold(ArchiveUnderTest archive, NpgsqlConnection connection, string sql)
    {
        while (archive.Count(Facts.NameOf(typeof(VersionCaptured))).Result == 0)
            Thread.Sleep(5);
        var transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand(sql, connection, transaction);
        command.ExecuteNonQuery();
        return transaction;
    }
}
