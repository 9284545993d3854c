using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Keys;
using Archive.People;
using Archive.Requests;
using Archive.Restore;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;
using static Archive.IntegrationTests.Faults.ProductProcess;

namespace Archive.IntegrationTests.Faults;

/// <summary>Back-ups are put back; `archive restore` makes an archive of them again, and hides nothing.</summary>
public sealed class RestoreTests
{
    private const string Phrase = "Mijn dakpannen liggen";

    [Fact]
    public async Task What_was_destroyed_goes_again_and_a_new_log_names_the_one_that_lost_its_end()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        await archive.BringUpToDate();
        var before = await archive.Disclose("from:henk1958");
        var gone = await Destroyable.Find(archive, Phrase);
        var (facts, perishable) = (await BackUp.Of(archive, Migrations.Facts), await BackUp.Of(
            archive,
            Migrations.Perishable));

        // After the back-up: more is captured, and a record is destroyed.
        archive.Server.Platform.State = "later";
        await archive.Visit();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(gone.Comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        var last = archive.Get<OutsideCheckpoint>().Read()!;

        await facts.PutBack();
        await perishable.PutBack();
        Assert.NotEmpty(await gone.TablesWithAWord()); // the back-up has it

        // Nobody is served before the restore, and `verify` tells why.
        Assert.Contains("archive restore", await Says(archive, 1, "search", "dakpannen", "--officer", "Anna"));
        using (var worker = ProductProcess.Worker(archive.Settings))
        {
            Assert.Equal(1, await worker.Ended(TimeSpan.FromMinutes(1)));
            Assert.Contains("archive restore", worker.Output);
        }

        Assert.Contains("is of ", await Says(archive, 1, "verify"));
        Assert.Contains(
            "administrator or an archivist",
            await Says(archive, 2, "restore", "--reason", "LostDisk", "--officer", "Anna"));
        var told = await Says(archive, 0, "restore", "--reason", "LostDisk", "--officer", "Wouter");

        Assert.Contains("1 destructions of the journal were carried out again", told);
        Assert.Contains($"followed by archive.example/log/{TestDatabase.Tenant}/2", told);
        Assert.EndsWith("fit to be served", told.Trim());
        Assert.Null(await archive.Get<UnitSecrets>().Get(gone.Comment.Unit, default));
        Assert.Empty(await gone.TablesWithAWord());
        Assert.Empty(await gone.ReadablePieces());

        // Its first fact names the last checkpoint of the old log, which stays.
        var opened = Assert.IsType<LogOpened>((await archive.RecordedFacts())[0]);
        var head = Checkpoint.Parse(last.Text);
        Assert.Equal(
            (2, 1, (long)head.Size, head.Root, Digest.Of(last.ToBytes())),
            (opened.Log, opened.Before, opened.Size, opened.Root, opened.Note));
        Assert.Equal(RestoreReason.LostDisk, opened.Reason);
        Assert.Equal(
            last.ToBytes(),
            await File.ReadAllBytesAsync(
                Path.Combine(archive.Settings.CheckpointPath, $"{TestDatabase.Tenant}.1.checkpoint")));
        await archive.AssertLogHolds();

        // It goes on: what was lost is captured again, and sets made before and after prove themselves.
        await archive.Visit();
        Assert.Empty(await gone.TablesWithAWord());
        await archive.AssertLogHolds();
        Assert.Equal(0, WholeRequest.Check(before).Verdict);
        var after = await archive.Disclose("from:henk1958");
        Assert.Equal((0, true), (WholeRequest.Check(after).Verdict, after.Trust
            .Contains($"/log/{TestDatabase.Tenant}/2+", StringComparison.Ordinal)));
        await facts.Discard();
        await perishable.Discard();
    }

    [Fact]
    public async Task Broken_off_at_any_step_it_is_done_by_the_next_run()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Officers();
        await archive.BringUpToDate();
        var story = await archive.Story();
        var backUp = await BackUp.Of(archive, Migrations.Facts);
        archive.Server.Platform.State = "later";
        await archive.Visit();
        var last = archive.Get<OutsideCheckpoint>().Read()!;
        await backUp.PutBack();

        foreach (var step in Enum.GetValues<RestoreStep>())
        {
            await Assert.ThrowsAsync<BrokenOff>(() => Restore(archive, new BreakingOff(step)));
            Assert.Equal(step >= RestoreStep.Sequencing ? 2 : 1, await archive.Get<EventStore>().CurrentLog(default));
            var shut = await Assert.ThrowsAsync<FaultException>(() => archive.Get<StartCheck>().Begin(default));
            Assert.Contains("has begun and not come to its end", shut.Message);
        }

        Assert.Contains("archive restore", await Says(archive, 1, "search", "dakpannen", "--officer", "Anna"));
        var report = (await Restore(archive, new BreakingOff(null))).Value();

        Assert.True(report.Verdict.Holds && report.IsServed);
        await (await archive.Get<StartCheck>().Begin(default)).DisposeAsync();
        Assert.Equal(story, await archive.Story());
        Assert.Equal(2, await archive.Get<EventStore>().CurrentLog(default));
        Assert.Equal(1, await archive.Count(Facts.NameOf(typeof(LogOpened))));
        Assert.Equal(Digest.Of(last.ToBytes()), Assert.IsType<LogOpened>((await archive.RecordedFacts())[0]).Note);
        await archive.AssertLogHolds();
        await backUp.Discard();
    }

    [Fact]
    public async Task Records_whose_secrets_a_back_up_lacks_are_named()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Officers();
        var perishable = await BackUp.Of(archive, Migrations.Perishable);
        var known = (await archive.Records()).ToHashSet();
        archive.Server.Platform.State = "later";
        await archive.Visit();
        var added = (await archive.Records()).Where(r => !known.Contains(r)).ToList();
        Assert.NotEmpty(added);
        await perishable.PutBack();

        var told = await Says(archive, 0, "restore", "--reason", "DamagedData", "--officer", "Wouter");

        Assert.Contains("Nothing that was signed is lost", told);
        Assert.All(added, record => Assert.Contains($"  record {record}", told));
        Assert.All(known, record => Assert.DoesNotContain($"{record}", told));
        Assert.Equal(known.Order(), (await archive.Records()).Order());
        await archive.AssertLogHolds();
        await perishable.Discard();

        // What is lost is known, and is no alarm; a second restore finds nothing new.
        var verified = await Says(archive, 0, "verify", "--all");
        Assert.EndsWith("untouched", verified.Trim());
        Assert.Matches("[1-9][0-9]* lost \\(a fact says so\\)", verified);
        var lost = (await archive.RecordedFacts()).OfType<UnitsLost>().ToList();
        Assert.All(lost, fact => Assert.Equal(UnitLoss.DatabasePutBack, fact.Cause));
        await Says(archive, 0, "restore", "--reason", "Exercise", "--officer", "Wouter");
        Assert.Equal(lost.Count, (await archive.RecordedFacts()).OfType<UnitsLost>().Count());
        await archive.Visit();
        Assert.EndsWith("untouched", (await Says(archive, 0, "verify", "--all")).Trim());
    }

    [Fact]
    public async Task A_log_that_is_not_in_order_is_served_only_if_an_officer_takes_it_so()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Officers();
        await archive.BringUpToDate();
        await using (var connection = await archive.Database.Superuser.OpenConnectionAsync())
        await using (var edit = connection.CreateCommand())
        {
            edit.CommandText =
                """
                SET session_replication_role = replica;
                UPDATE archive.mt_events SET "timestamp" = "timestamp" - interval '1 day' WHERE id = (
                    SELECT event_id FROM archive.log_leaf ORDER BY leaf OFFSET 40 LIMIT 1)
                """;
            Assert.Equal(1, await edit.ExecuteNonQueryAsync());
        }

        archive.Disconnect();
        Assert.Contains(
            "nobody is served", await Says(archive, 1, "restore", "--reason", "Tampering", "--officer", "Wouter"));
        Assert.Contains("not come to its end", await Says(archive, 1, "search", "dakpannen", "--officer", "Anna"));

        await Says(
            archive, 1, "restore", "--reason", "Tampering", "--officer", "Wouter", "--accept-findings");
        Assert.Contains("records", await Says(archive, 0, "search", "dakpannen", "--officer", "Anna"));
        Assert.Equal(1, await archive.Count(Facts.NameOf(typeof(FindingsAccepted))));
    }

    [Fact]
    public async Task A_perishable_database_from_before_a_destruction_is_not_served_and_numbers_are_not_given_twice()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        var gone = await Destroyable.Find(archive, Phrase);
        var perishable = await BackUp.Of(archive, Migrations.Perishable);
        var request = Ids.New();
        var today = archive.Get<OfficeTime>().Today;
        Assert.Null((await archive.Get<RequestDesk>()
            .Register(new(request, new("woo"), "De Voorbeeldkrant", "Alles", today), handler, default)).Refusal);
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(gone.Comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        await perishable.PutBack();

        Assert.Contains("unknown to the databases", await Says(archive, 1, "search", "dakpannen", "--officer", "Anna"));
        Assert.Contains(
            "WOO-" + $"{today.Year}-0001: who asked",
            await Says(archive, 0, "restore", "--reason", "LostDisk", "--officer", "Wouter"));

        Assert.Empty(await gone.TablesWithAWord());
        Assert.Contains("0 records.", await Says(archive, 0, "search", "dakpannen", "--officer", "Anna"));
        var second = Ids.New();
        Assert.Null(
            (await archive.Get<RequestDesk>()
                .Register(new(second, new("woo"), "De Krant", "Iets", today), handler, default)).Refusal);
        Assert.Equal(2, (await archive.Get<RequestRegister>().Find(second, default))!.Number.Ordinal);
        await perishable.Discard();
    }

    [Fact]
    public async Task While_someone_serves_nothing_is_restored_and_while_it_is_restored_nobody_serves()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Officers();

        await using (var served = await archive.Get<StartCheck>().Begin(default))
        {
            Assert.True(await served.Stands(default));
            Assert.Contains(
                "is being served",
                await Says(archive, 1, "restore", "--reason", "Exercise", "--officer", "Wouter"));
            await using var another = await ServingLock.AfterOthers(
                archive.Database.Perishable,
                default);
            Assert.NotNull(another);
        }

        archive.Disconnect();
        // nobody has looked
        Assert.Null(await ServingLock.AfterOthers(archive.Database.Perishable, default));
        await using (await ServingLock.Alone(archive.Database.Perishable, default))
        {
            Assert.Contains("is being restored", await Says(archive, 1, "search", "iets", "--officer", "Anna"));
            Assert.Null(await ServingLock.AfterOthers(archive.Database.Perishable, default));
        }

        Assert.EndsWith(
            "fit to be served",
            (await Says(archive, 0, "restore", "--reason", "Exercise", "--officer", "Wouter")).Trim());
    }

    [Fact]
    public async Task What_was_put_back_and_is_not_what_was_signed_gets_no_new_log()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Officers();
        await archive.BringUpToDate();
        var backUp = await BackUp.Of(archive, Migrations.Facts);
        archive.Server.Platform.State = "later";
        await archive.Visit();
        await backUp.PutBack();
        await using (var connection = await archive.Database.Superuser.OpenConnectionAsync())
        await using (var edit = connection.CreateCommand())
        {
            edit.CommandText =
                """
                SET session_replication_role = replica;
                UPDATE archive.mt_events SET data = data || '{"ordinal": 2}' WHERE id = (
                    SELECT event_id FROM archive.log_leaf ORDER BY leaf OFFSET 40 LIMIT 1)
                """;
            Assert.Equal(1, await edit.ExecuteNonQueryAsync());
        }

        var told = await Says(archive, 1, "restore", "--reason", "Tampering", "--officer", "Wouter");

        Assert.Contains("is not what it was when it was logged", told);
        Assert.Contains("No new log is opened", told);
        Assert.Equal(1, await archive.Get<EventStore>().CurrentLog(default));
        await backUp.Discard();
    }

    private static Task<Outcome<RestoreReport>> Restore(
        ArchiveUnderTest archive,
        IProgress<RestoreStep> progress) =>
        archive.Get<ArchiveRestore>().Restore(
            new(new(Ids.New(), "Wouter", [Role.Administrator]), RestoreReason.Exercise), progress, default);

    private sealed class BrokenOff : Exception;

    private sealed class BreakingOff(RestoreStep? at) : IProgress<RestoreStep>
    {
        public void Report(RestoreStep value)
        {
            if (value == at)
                throw new BrokenOff();
        }
    }
}
