using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Integrity;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Whoever may do anything to the database changes it, with all triggers off; `archive verify` says what.
/// </summary>
[Collection(nameof(SignedVisit))]
[Trait("Category", "Faults")]
public sealed class SuperuserTests(SignedVisit visit)
{
    private static readonly string Captured = Facts.NameOf(typeof(Capture.VersionCaptured));

    [Theory]
    [InlineData("UPDATE archive.mt_events SET data = jsonb_set(data, '{ordinal}', '2') WHERE id = $1")] // an edit
    // back-dating
    [InlineData("UPDATE archive.mt_events SET \"timestamp\" = \"timestamp\" - interval '1 year' WHERE id = $1")]
    [InlineData("UPDATE archive.mt_events SET type = 'capture.gap-found/1' WHERE id = $1")]
    [InlineData(
        "UPDATE archive.mt_events SET headers = '{\"officer\": \"4b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c11\"}' WHERE id = "
            + "$1")]
    [InlineData("UPDATE archive.mt_events SET tenant_id = 'elders' WHERE id = $1", LogFindingKind.FactMissing)]
    [InlineData("DELETE FROM archive.mt_events WHERE id = $1", LogFindingKind.FactMissing)]
    public async Task What_was_done_to_one_fact_is_found_and_the_fact_is_named(
        string sql, LogFindingKind kind = LogFindingKind.FactAltered)
    {
        visit.Attack();
        await using var copy = new Restored(await visit.Dump.Restore());
        var fact = (await Some(copy.Database, 1))[0];
        await copy.Database.Tamper(sql, fact);

        var finding = Assert.Single(OfTheLog(await Verify(copy.Database)));

        Assert.Equal((kind, fact), (finding.Kind, finding.Fact!.Value));
        Assert.Contains($"{fact}", finding.Says);
        visit.Caught();
    }

    [Fact]
    public async Task Two_facts_that_changed_places_are_both_named()
    {
        visit.Attack();
        await using var copy = new Restored(await visit.Dump.Restore());
        var facts = await Some(copy.Database, 2);
        await copy.Database.Tamper("""
            UPDATE archive.mt_events e SET data = o.data, stream_id = o.stream_id, version = -o.version
            FROM archive.mt_events o WHERE e.id IN ($1, $2) AND o.id IN ($1, $2) AND o.id <> e.id
            """,
            [.. facts]);
        await copy.Database.Tamper("UPDATE archive.mt_events SET version = -version WHERE version < 0");

        var findings = OfTheLog(await Verify(copy.Database));

        Assert.All(findings, finding => Assert.Equal(LogFindingKind.FactAltered, finding.Kind));
        Assert.Equal(facts.Order(), findings.Select(finding => finding.Fact!.Value).Order());
        visit.Caught();
    }

    [Fact]
    public async Task A_fact_put_in_between_is_named()
    {
        visit.Attack();
        await using var copy = new Restored(await visit.Dump.Restore());
        var (of, added) = ((await Some(copy.Database, 1))[0], Ids.New());
        await copy.Database.Tamper("""
            INSERT INTO archive.mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, headers)
            SELECT nextval('archive.mt_events_sequence'), $2, stream_id, 1000, data, type, "timestamp", tenant_id,
              headers
            FROM archive.mt_events WHERE id = $1
            """,
            of, added);
        await copy.Database.Tamper("DELETE FROM archive.log_inbox"); // which no trigger setting keeps it out of

        var finding = Assert.Single(OfTheLog(await Verify(copy.Database)));

        Assert.Equal((LogFindingKind.FactNotInLog, added), (finding.Kind, finding.Fact!.Value));
        visit.Caught();
    }

    [Fact]
    public async Task A_fact_taken_out_of_the_log_as_well_is_found()
    {
        visit.Attack();
        await using var copy = new Restored(await visit.Dump.Restore());
        var fact = (await Some(copy.Database, 1))[0];
        var leaf = (await new LogReader(copy.Database.Facts, Keys).LeafOf(fact, default))!.Value;
        await copy.Database.Tamper("DELETE FROM archive.mt_events WHERE id = $1", fact);
        await copy.Database.Tamper("DELETE FROM archive.log_leaf WHERE event_id = $1", fact);
        await copy.Database.Tamper("UPDATE archive.log_leaf SET leaf = leaf + 1000000 WHERE leaf > $1", (long)leaf);
        await copy.Database.Tamper("UPDATE archive.log_leaf SET leaf = leaf - 1000001 WHERE leaf > 1000000");

        var verdict = await Verify(copy.Database);

        Assert.Contains(
            verdict.Findings,
            f => f.Kind == LogFindingKind.CheckpointDiffers && f.Says.Contains("outside", StringComparison.Ordinal));
        await Assert.ThrowsAsync<FaultException>(() => Checkpoints(copy.Database).Sign(default));
        visit.Caught();
    }

    [Fact]
    public async Task The_command_names_an_edited_fact_and_ends_in_an_error()
    {
        visit.Attack();
        await using var copy = new Restored(await visit.Dump.Restore());
        var settings = visit.Archive.Settings with
        {
            Facts = copy.Database.ConnectionString("archive_app", Migrations.Facts),
            Sequencer = copy.Database.ConnectionString("archive_sequencer", Migrations.Facts),
        };
        Assert.Equal((0, "untouched"), await Command(settings));

        var fact = (await Some(copy.Database, 1))[0];
        await copy.Database
            .Tamper("UPDATE archive.mt_events SET data = data || '{\"ordinal\": 2}' WHERE id = $1", fact);

        var (code, says) = await Command(settings);
        Assert.NotEqual(0, code);
        Assert.Contains($"{FindingLabels.Of(LogFindingKind.FactAltered, Language.En)}: Fact {fact}", says);
        Assert.EndsWith("TAMPERED OR DAMAGED", says);
        visit.Caught();
    }

    [Fact]
    public async Task A_database_rolled_back_to_an_older_dump_is_found_and_nothing_is_signed()
    {
        visit.Attack();
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var dump = await Dump.Of(archive.Database);
        archive.Server.Platform.State = "later";
        await archive.Visit();
        var outside = archive.Get<OutsideCheckpoint>();
        var (before, keys) = (outside.Read()!.ToBytes(), archive.Get<LogKeys>());

        await using var older = new Restored(await dump.Restore());
        var verdict = await new LogReader(older.Database.Facts, keys).Verify(
            outside.Read(),
            default);

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(LogFindingKind.CheckpointDiffers, finding.Kind);
        Assert.Contains($"leaves; the log has {verdict.Size}", finding.Says);
        var fault = await Assert.ThrowsAsync<FaultException>(() =>
            new Checkpoints(older.Database.Sequencer, keys, outside, TimeProvider.System).Sign(
                default));
        Assert.Contains("older than it was", fault.Message);
        Assert.Equal(before, outside.Read()!.ToBytes());
        visit.Caught();
    }

    /// <summary>Besides, the stream of a fact that was removed or moved does not agree with its facts.</summary>
    private static IReadOnlyList<LogFinding> OfTheLog(LogVerificationResult verdict) =>
        [.. verdict.Findings.Where(finding => finding.Kind != LogFindingKind.StreamDiffers)];

    private LogKeys Keys => visit.Archive.Get<LogKeys>();

    private OutsideCheckpoint Outside => visit.Archive.Get<OutsideCheckpoint>();

    private Task<LogVerificationResult> Verify(TestDatabase database) =>
        new LogReader(database.Facts, Keys).Verify(Outside.Read(), default);

    private Checkpoints Checkpoints(TestDatabase database) =>
        new(database.Sequencer, Keys, Outside, TimeProvider.System);

    private static async Task<(int Code, string Says)> Command(TestSettings settings)
    {
        using var verify = ProductProcess.Cli(settings, ["verify"]);
        var code = await verify.Ended(TimeSpan.FromMinutes(2));
        var says = verify.Output.Trim('\n');
        return (code, code == 0 ? says.Split('\n')[^1] : says);
    }

    /// <summary>
    /// Ids of captured first versions, which follow the sighting, somewhere in the middle of the log.
    /// </summary>
    private static async Task<IReadOnlyList<Guid>> Some(TestDatabase database, int count)
    {
        await using var query = database.Superuser.CreateCommand(
            "SELECT id FROM archive.mt_events WHERE type = $1 AND version = 2 ORDER BY seq_id OFFSET 40 LIMIT $2");
        query.Parameters.Add(new() { Value = Captured });
        query.Parameters.Add(new() { Value = count });
        await using var rows = await query.ExecuteReaderAsync();
        var facts = new List<Guid>();
        while (await rows.ReadAsync())
            facts.Add(rows.GetGuid(0));
        Assert.Equal(count, facts.Count);
        return facts;
    }
}
