using System.Diagnostics;
using Archive.Evidence.Facts;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// `archive destroy` is killed right after each of its steps: somebody else holds what the next one needs. What it
/// began is completed by whoever starts next, and done once.
/// </summary>
public sealed class KilledAfterStepsTests(ITestOutputHelper output)
{
    private static readonly string Destroyed = Facts.NameOf(typeof(RecordDestroyed));

    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>Steps of a destruction that are done when it is killed.</summary>
    public enum Step
    {
        JournalEntry,
        Fact,
        SecretsAndRows,
        Bytes,
    }

    [Fact]
    public Task Killed_once_after_each_step_it_is_completed() => Killed(times: 1, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_ten_times_after_each_step_it_is_completed() => Killed(times: 10, full: true);

    private async Task Killed(int times, bool full)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Archivist();
        await HeldUp.Facts(archive, Destroyed); // the officers' approval comes before it, in the same stream
        var versions = await archive.Get<RecordVersions>().OfRecords(await archive.Records(), default);
        var records = new Queue<RecordVersion>(
            versions.DistinctBy(v => v.Record).OrderByDescending(v => v.Media.Count).ThenBy(v => v.Record));
        var sum = FaultResult.None;
        foreach (var step in Enum.GetValues<Step>())
        {
            for (var time = 0; time < times; time++)
            {
                var record = records.Dequeue();
                await KillAfter(archive, step, record);
                await archive.Get<RecordDestruction>().FinishInterrupted(default);
                await archive.Get<RecordDestruction>().FinishInterrupted(default); // nothing is done twice
                sum += await Count(archive, record);
            }
        }

        sum.AssertCleanAndNotEmpty();
        await archive.BringUpToDate();
        await archive.AssertNothingIsHalf();
        await archive.AssertLogHolds();
        // The same counted of one that was not destroyed.
        Assert.True((await Count(archive, records.Dequeue())).Lost > 0);
        FaultFigures.Write(
            output, "kill -9 of destroy, after each step", full, times * Enum.GetValues<Step>().Length, sum,
            "a destruction that was not done: caught", watch.Elapsed);
    }

    private static async Task KillAfter(ArchiveUnderTest archive, Step step, RecordVersion record)
    {
        var journal = archive.Get<DestructionJournal>();
        bool Written() => journal.All().Any(e => e.Fact.Record == record.Record);
        // The fact is held up first, and let go once what the wanted step is followed by is held up in its place.
        await using var fact = await HeldUp.Fact(archive);
        using var destroy = ProductProcess.Cli(
            archive.Settings,
            [
                "destroy", $"{record.Record}", "--basis", "AvgErasure", "--reason", "Op verzoek van de schrijver.",
                "--confirm", $"{record.Record}"[..8], "--officer", "Anna", "--approved-by", "Dewi",
            ],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password),
            ("ARCHIVE_APPROVER_PASSWORD", ArchiveUnderTest.Password));
        await Until(destroy, () => Task.FromResult(Written()));
        if (step != Step.JournalEntry)
        {
            await using var next = await HeldUp.By(archive, Migrations.Perishable, step switch
            {
                Step.Fact => "LOCK TABLE perishable.unit_secret IN EXCLUSIVE MODE",
                Step.SecretsAndRows => "LOCK TABLE perishable.medium IN ACCESS EXCLUSIVE MODE",
                _ => "LOCK TABLE perishable.destruction_applied IN EXCLUSIVE MODE",
            });
            await fact.DisposeAsync();
            await Until(destroy, () => IsDone(archive, step, record));
            destroy.Kill();
            return;
        }

        destroy.Kill();
    }

    private static async Task<bool> IsDone(ArchiveUnderTest archive, Step step, RecordVersion record)
    {
        var facts = (await archive.FactRows()).Count(f => f.Type == Destroyed && f.Stream == record.Record);
        return step == Step.Fact
            ? facts == 1
            : await archive.Get<UnitSecrets>().Get(record.Unit, default) is null
                && (step != Step.Bytes || await Waits(archive));
    }

    /// <summary>Somebody waits for the table that notes a destruction as applied: its bytes are gone then.</summary>
    private static async Task<bool> Waits(ArchiveUnderTest archive)
    {
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        await using var waits = superuser.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted
            AND relation = 'perishable.destruction_applied'::regclass)
            """);
        return (bool)(await waits.ExecuteScalarAsync())!;
    }

    /// <summary>Gone everywhere, and said once.</summary>
    private static async Task<FaultResult> Count(ArchiveUnderTest archive, RecordVersion record)
    {
        var facts = (await archive.FactRows()).Count(f => f.Type == Destroyed && f.Stream == record.Record);
        var secret = await archive.Get<UnitSecrets>().Get(record.Unit, default);
        var rows = await archive.Get<RecordVersions>().OfRecords([record.Record], default);
        var says = new List<string>();
        if (facts == 0 || secret is not null || rows.Count > 0)
            says.Add($"{record.Record}: {facts} facts, {(secret is null ? "no" : "a")} secret, {rows.Count} rows.");
        return new(1, Lost: says.Count, Duplicated: Math.Max(0, facts - 1), Undetected: 0, says);
    }

    private static async Task Until(ProductProcess destroy, Func<Task<bool>> so)
    {
        for (var watch = Stopwatch.StartNew(); !await so();)
        {
            destroy.AssertRuns();
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), destroy.Output);
            await Task.Delay(20);
        }
    }
}
