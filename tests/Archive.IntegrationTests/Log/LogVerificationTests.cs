using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Log;

/// <summary>Someone with all rights changes the database; the check of the whole log says what.</summary>
public sealed class LogVerificationTests(TestDatabase database) : LogFixture(database)
{
    [Fact]
    public async Task A_log_that_was_left_alone_holds()
    {
        await Signed(600);
        await Record(2);

        var verdict = await Log.Verify(Outside.Read(), default);

        Assert.Equal([], verdict.Findings);
        Assert.True(verdict.Holds);
        Assert.Equal(600UL, verdict.Size);
        Assert.Equal(2, verdict.Waiting);
        Assert.Equal(Checkpoint.Parse(Outside.Read()!.Text).Root, verdict.Root);
    }

    [Theory]
    [InlineData("data = '{\"n\":2}'")]
    [InlineData("data = '{\"n\":1,\"m\":1}'")]
    [InlineData("data = '{\"n\":1.0}'")]
    [InlineData("data = 'null'")]
    [InlineData("headers = '{\"a\":\"b\"}'")]
    [InlineData("type = 'test.noted/2'")]
    [InlineData("\"timestamp\" = \"timestamp\" - interval '1 microsecond'")]
    [InlineData("\"timestamp\" = 'infinity'")]
    [InlineData("version = 2")]
    [InlineData("stream_id = gen_random_uuid()")]
    [InlineData("stream_id = upper(stream_id)")]
    [InlineData("causation_id = gen_random_uuid()")]
    [InlineData("correlation_id = 'x'")]
    [InlineData("seq_id = seq_id + 1000000")]
    public async Task A_fact_of_which_anything_was_altered_is_named(string change)
    {
        var fact = (await Signed(300))[100];
        await Tamper("mt_events", $"UPDATE archive.mt_events SET {change} WHERE tenant_id = $1 AND id = $2", fact);

        var verdict = await Log.Verify(Outside.Read(), default);

        Assert.False(verdict.Holds);
        var finding = Assert.Single(OfTheLog(verdict));
        Assert.Equal(LogFindingKind.FactAltered, finding.Kind);
        Assert.Equal(fact, finding.Fact);
        Assert.Equal(100UL, finding.Leaf);
        Assert.Contains($"{fact}", finding.Says);
    }

    [Fact]
    public async Task Of_an_altered_fact_stream_and_version_are_named()
    {
        var fact = (await Signed(3))[1];
        var stream = await StreamOf(fact);
        await Tamper("mt_events", "UPDATE archive.mt_events SET data = '{}' WHERE tenant_id = $1 AND id = $2", fact);

        var finding = Assert.Single((await Log.Verify(Outside.Read(), default)).Findings);

        Assert.Equal((Guid.Parse(stream), 1L), (finding.Stream, finding.Version));
        Assert.Contains($"(stream {stream}, version 1)", finding.Says);
    }

    [Fact]
    public async Task A_fact_that_was_removed_is_named()
    {
        var fact = (await Signed(300))[100];
        await Tamper("mt_events", "DELETE FROM archive.mt_events WHERE tenant_id = $1 AND id = $2", fact);

        var finding = Assert.Single(OfTheLog(await Log.Verify(Outside.Read(), default)));

        Assert.Equal((LogFindingKind.FactMissing, fact, 100UL), (finding.Kind, finding.Fact, finding.Leaf));
    }

    [Fact]
    public async Task A_fact_slipped_in_past_the_log_is_named()
    {
        await Signed(3);
        var (fact, stream) = (Ids.New(), Ids.New());
        await Tamper(
            "mt_events",
            """
            INSERT INTO archive.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
            VALUES (nextval('archive.mt_events_sequence'), $2, $3, 1, '{}', 'test.noted/1', $1)
            """,
            fact, stream.ToString());

        var finding = Assert.Single(OfTheLog(await Log.Verify(Outside.Read(), default)));

        Assert.Equal(
            (LogFindingKind.FactNotInLog, fact, stream, 1L),
            (finding.Kind, finding.Fact, finding.Stream, finding.Version));
    }

    [Theory]
    [InlineData(100)] // under a stored tile
    [InlineData(299)] // not yet
    public async Task A_fact_altered_together_with_its_leaf_is_found(int index)
    {
        var fact = (await Signed(300))[index];
        await Tamper(
            "mt_events",
            "UPDATE archive.mt_events SET data = '{\"n\":2}' WHERE tenant_id = $1 AND id = $2",
            fact);
        await AgreeWithFact(fact);

        var kinds = (await Log.Verify(Outside.Read(), default)).Findings;

        Assert.Equal(
            index == 100,
            kinds.Any(f => f.Kind == LogFindingKind.LeafAltered && f.Fact == fact && f.Leaf == 100));
        Assert.Contains(kinds, f => f.Kind == LogFindingKind.CheckpointDiffers && f.Says.Contains("outside"));
    }

    [Fact]
    public async Task A_checkpoint_before_the_change_tells_from_where_on_the_log_differs()
    {
        await Signed(10);
        var fact = (await Signed(10))[5];
        await Tamper(
            "mt_events",
            "UPDATE archive.mt_events SET data = '{\"n\":2}' WHERE tenant_id = $1 AND id = $2",
            fact);
        await AgreeWithFact(fact);

        var findings = (await Log.Verify(Outside.Read(), default)).Findings;

        Assert.Equal(2, findings.Count); // the one in the database and the one outside
        Assert.All(findings, finding => Assert.Contains("the first 10 agree", finding.Says));
    }

    [Fact]
    public async Task A_leaf_that_was_removed_is_named()
    {
        await Signed(300);
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf = 280");

        var findings = (await Log.Verify(Outside.Read(), default)).Findings;

        Assert.Contains(findings, f => f is { Kind: LogFindingKind.LeafMissing, Leaf: 280 });
        Assert.Contains(
            findings,
            f => f.Kind == LogFindingKind.CheckpointDiffers && f.Says.Contains("the log has 280"));
    }

    [Fact]
    public async Task A_log_cut_off_together_with_its_facts_and_checkpoints_is_found()
    {
        await Signed(10);
        await Tamper("log_checkpoint", "DELETE FROM archive.log_checkpoint WHERE tenant_id = $1");
        await Tamper(
            "mt_events",
            """
            DELETE FROM archive.mt_events
            WHERE id IN (SELECT event_id FROM archive.log_leaf WHERE tenant_id = $1 AND leaf >= 6)
            """);
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf >= 6");
        await RemoveEmptyStreams();

        var finding = Assert.Single((await Log.Verify(Outside.Read(), default)).Findings);

        Assert.Equal("the checkpoint kept outside the database is of 10 leaves; the log has 6.", finding.Says);
    }

    [Theory]
    [InlineData(
        "UPDATE archive.log_tile SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE tenant_id = $1")]
    [InlineData("UPDATE archive.log_tile SET root = sha256('') WHERE tenant_id = $1")]
    [InlineData("DELETE FROM archive.log_tile WHERE tenant_id = $1")]
    public async Task A_tile_that_was_changed_is_found(string change)
    {
        await Signed(300);
        await Tamper("log_tile", change);

        Assert.False((await Log.Verify(Outside.Read(), default)).Holds);
    }

    [Fact]
    public async Task A_checkpoint_nobody_signed_is_found()
    {
        await Signed(3);
        await Tamper(
            "log_checkpoint",
            "UPDATE archive.log_checkpoint SET note = overlay(note placing 'A'::bytea from 1) WHERE tenant_id = $1");

        var finding = Assert.Single((await Log.Verify(Outside.Read(), default)).Findings);

        Assert.Equal(LogFindingKind.CheckpointDiffers, finding.Kind);
    }

    [Fact]
    public async Task Without_the_checkpoint_outside_a_signed_log_does_not_hold()
    {
        await Signed(3);

        Assert.Contains("is missing", Assert.Single((await Log.Verify(null, default)).Findings).Says);
    }

    [Fact]
    public async Task A_proof_the_log_does_not_bear_out_is_not_handed_out()
    {
        await Signed(3);
        await Tamper(
            "log_leaf",
            "UPDATE archive.log_leaf SET commitment = sha256('') WHERE tenant_id = $1 AND leaf = 1");

        var fault = await Assert.ThrowsAsync<FaultException>(() => Log.Proof(0, Outside.Read()!, default));

        Assert.Contains("does not bear out", fault.Message);
    }

    private async Task<IReadOnlyList<Guid>> Signed(int count)
    {
        var facts = await Record(count);
        await Sequencer.Drain(default);
        await Checkpoints.Sign(default);
        return facts;
    }

    /// <summary>Makes the leaf of an altered fact say what the fact says now.</summary>
    private async Task AgreeWithFact(Guid fact)
    {
        var stream = await StreamOf(fact);
        var statement = (await Events.Read(Guid.Parse(stream), default))[0].Statement();
        await Tamper(
            "log_leaf", "UPDATE archive.log_leaf SET commitment = $3 WHERE tenant_id = $1 AND event_id = $2",
            fact, Leaf.Commit(statement).ToBytes());
    }
}
