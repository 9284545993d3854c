using System.Diagnostics;
using Archive.Evidence.Facts;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Npgsql;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>`archive destroy` is killed: what it began is completed, what it did not begin is untouched.</summary>
public sealed class KilledDestructionTests(ITestOutputHelper output)
{
    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Killed_three_times_it_destroys_wholly_or_not_at_all() => Killed(times: 3, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_at_thirty_random_moments_it_destroys_wholly_or_not_at_all() => Killed(times: 30, full: true);

    private async Task Killed(int times, bool full)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Archivist();
        var versions = await archive.Get<RecordVersions>().OfRecords(await archive.Records(), default);
        var records = new Queue<RecordVersion>(
            versions.DistinctBy(v => v.Record).OrderBy(v => v.PlatformId, StringComparer.Ordinal));
        var done = new List<RecordVersion> { records.Dequeue() };
        var took = await Destroy(archive, done[0], killAfter: null);

        var (kills, begun, sum) = (0, 0, FaultResult.None);
        for (var tried = 0; kills < times; tried++)
        {
            Assert.True(tried < times * 4, "It is never caught at work.");
            var record = records.Dequeue();
            var ran = await Destroy(archive, record, took * (0.4 + (random.NextDouble() * 0.6)));
            var killed = ran == TimeSpan.Zero;
            kills += killed ? 1 : 0;
            took = killed ? took : ran; // how busy the machine is changes
            await archive.Get<RecordDestruction>().Resume(default); // which a worker does before anything else
            var journal = archive.Get<DestructionJournal>().All().Count(e => e.Fact.Record == record.Record);
            begun += journal;
            sum += await Count(archive, record, journal == 1, acknowledged: !killed);
        }

        sum.AssertClean();
        await archive.BringUpToDate();
        await archive.AssertNothingIsHalf();
        await archive.AssertLogHolds();
        output.WriteLine($"{begun} of {kills} were begun");

        // The same counted, of one that is acknowledged and was never done.
        Assert.True((await Count(archive, records.Dequeue(), begun: true, acknowledged: true)).Lost > 0);
        FaultFigures.Write(
            output,
            "kill -9 of destroy",
            full,
            kills,
            sum,
            "a destruction that was not done: caught",
            watch.Elapsed);
    }

    /// <summary>Gone everywhere and said once; or, if it was not begun, as it was.</summary>
    private static async Task<FaultResult> Count(
        ArchiveUnderTest archive,
        RecordVersion record,
        bool begun,
        bool acknowledged)
    {
        var facts = (await archive.FactRows()).Where(
            f => f.Type == Facts.NameOf(typeof(RecordDestroyed)) && f.Stream == record.Record).ToList();
        var secret = await archive.Get<UnitSecrets>().Get(record.Unit, default);
        var rows = await Rows(archive, record.Record);
        var says = new List<string>();
        if (acknowledged && facts.Count == 0)
            says.Add($"The destruction of {record.Record} was acknowledged and no fact says it.");
        if (begun != facts.Count > 0 || begun != secret is null || begun != (rows == 0))
            says.Add($"{record.Record}: {(begun ? "begun" : "not begun")}, {facts.Count} facts, "
                + $"{(secret is null ? "no" : "a")} secret, {rows} rows.");
        return new(
            acknowledged ? 1 : 0,
            Lost: says.Count,
            Duplicated: Math.Max(0, facts.Count - 1),
            Undetected: 0,
            says);
    }

    private static async Task<long> Rows(ArchiveUnderTest archive, Guid record)
    {
        await using var perishable = NpgsqlDataSource.Create(
            archive.Database.SuperuserOf(Storage.Postgres.Migrations.Perishable));
        await using var count = perishable.CreateCommand(
            """
            SELECT (SELECT count(*) FROM perishable.identity WHERE record = $1) + (SELECT count(*)
            FROM perishable.record_version WHERE record = $1)
            """);
        count.Parameters.Add(new() { Value = record });
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <returns>How long it took; nothing if it was killed at work.</returns>
    private static async Task<TimeSpan> Destroy(ArchiveUnderTest archive, RecordVersion record, TimeSpan? killAfter)
    {
        var watch = Stopwatch.StartNew();
        using var destroy = ProductProcess.Cli(
            archive.Settings,
            [
                "destroy", $"{record.Record}", "--basis", "AvgErasure", "--reason", "Op verzoek van de schrijver.",
                "--confirm", $"{record.Record}"[..8], "--officer", "Anna", "--approved-by", "Dewi",
            ],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password), ("ARCHIVE_APPROVER_PASSWORD", ArchiveUnderTest
                .Password));
        if (killAfter is { } moment)
            await Task.WhenAny(Task.Delay(moment), destroy.Ended(TimeSpan.FromMinutes(2)));
        var killed = killAfter is not null && !destroy.HasEnded;
        if (killed)
            destroy.Kill();
        else
            Assert.True(await destroy.Ended(TimeSpan.FromMinutes(2)) == 0, destroy.Output);
        return killed ? TimeSpan.Zero : watch.Elapsed;
    }
}
