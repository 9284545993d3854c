using Archive.Evidence.Facts;
using Archive.Evidence;
using Archive.Storage.Facts;
using Archive.Storage.Log;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Log;

public sealed class SequencerTests(TestDatabase database) : LogFixture(database)
{
    [Fact]
    public async Task Every_fact_gets_one_number_without_gaps()
    {
        var facts = await Record(700);

        Assert.Equal(700, await Sequencer.Drain(default));
        Assert.Equal(0, await Sequencer.Drain(default));

        var leaves = new HashSet<ulong>();
        foreach (var fact in facts)
            leaves.Add((await Log.LeafOf(fact, default))!.Value);
        Assert.Equal(Enumerable.Range(0, 700).Select(i => (ulong)i), leaves.Order());
        Assert.Equal(0L, await Ask<long>("SELECT count(*) FROM archive.log_inbox WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task Sequencers_that_run_at_once_take_turns()
    {
        var recording = Enumerable.Range(0, 4).Select(_ => Record(300));
        var sequencing = Enumerable.Range(0, 4).Select(_ => Sequencer.Drain(default));

        await Task.WhenAll(recording.Concat<Task>(sequencing));
        await Sequencer.Drain(default);

        Assert.Equal(1200L, await Ask<long>("SELECT count(*) FROM archive.log_leaf WHERE tenant_id = $1"));
        Assert.Equal(1199L, await Ask<long>("SELECT max(leaf) FROM archive.log_leaf WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task An_append_that_is_under_way_is_logged_once_it_has_committed()
    {
        var (stream, late) = (Ids.New(), New());
        var under = await new FactsDatabase(Database.Facts.Source, Tenant).Begin(default);
        Assert.True(await new CopyWriter().Write(under, [new(stream, 0, [late])], default)); // it has its numbers
        var early = (await Record(1))[0];

        Assert.Equal(1, await Sequencer.Drain(default));
        await under.Commit(default);
        await under.DisposeAsync();
        Assert.Equal(1, await Sequencer.Drain(default));

        Assert.Equal((0UL, 1UL), (await Log.LeafOf(early, default), await Log.LeafOf(late.Id, default)));
        Assert.True(await Ask<bool>(
            """
            SELECT (SELECT seq_id FROM archive.mt_events WHERE tenant_id = $1 AND id = $2)
                < (SELECT seq_id FROM archive.mt_events WHERE tenant_id = $1 AND id = $3)
            """,
            late.Id, early));
    }

    [Fact]
    public async Task A_stream_is_in_version_order_whatever_its_sequence_numbers_are()
    {
        var stream = Ids.New();
        await Events.Append([new(stream, 0, [New(), New(), New(), New()])], default);
        // As a writer leaves them that took its numbers before it had its turn.
        await Tamper(
            "mt_events",
            "UPDATE archive.mt_events SET seq_id = -version WHERE tenant_id = $1 AND version < 4");
        await Tamper("log_inbox", "DELETE FROM archive.log_inbox WHERE tenant_id = $1");
        await Tamper(
            "log_inbox",
                """
                INSERT INTO archive.log_inbox SELECT tenant_id, seq_id FROM archive.mt_events
                WHERE tenant_id = $1
                """);

        await Sequencer.Drain(default);

        Assert.Equal("1234", await Ask<string>(
            """
            SELECT string_agg(e.version::text, '' ORDER BY l.leaf)
            FROM archive.log_leaf l JOIN archive.mt_events e ON e.id = l.event_id WHERE l.tenant_id = $1
            """));
    }

    [Fact]
    public async Task A_version_outside_the_batch_goes_before_its_successor()
    {
        var stream = Ids.New();
        await Events.Append([new(stream, 0, [New(), New()])], default);
        await Record(10_000); // a batch is 10,000
        const string first = "(SELECT min(seq_id) FROM archive.log_inbox WHERE tenant_id = $1)";
        await Tamper("mt_events", $"UPDATE archive.mt_events SET seq_id = seq_id + 1000000 WHERE seq_id = {first}");
        await Tamper("log_inbox", $"UPDATE archive.log_inbox SET seq_id = seq_id + 1000000 WHERE seq_id = {first}");

        Assert.Equal(10_002, await Sequencer.Drain(default));

        Assert.Equal("12", await Ask<string>(
            """
            SELECT string_agg(e.version::text, '' ORDER BY l.leaf)
            FROM archive.log_leaf l JOIN archive.mt_events e ON e.id = l.event_id
              WHERE l.tenant_id = $1 AND e.stream_id = $2
            """,
            stream.ToString()));
    }

    [Fact]
    public async Task Whoever_inserts_a_fact_cannot_keep_it_out_of_the_log()
    {
        await using var connection = await Database.Superuser.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand(
            $$"""
              SET LOCAL session_replication_role = replica;
              INSERT INTO archive.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
              VALUES (nextval('archive.mt_events_sequence'), '{{Ids.New()}}', '{{Ids.New()}}', 1, '{}', 'test.noted/1',
                '{{Tenant}}')
              """,
            connection);
        await insert.ExecuteNonQueryAsync();

        Assert.Equal(1, await Sequencer.Drain(default));
    }

    [Fact]
    public async Task A_fact_removed_before_it_was_logged_is_a_fault()
    {
        var facts = await Record(2);
        var sequence = await Ask<long>("SELECT min(seq_id) FROM archive.log_inbox WHERE tenant_id = $1");
        await Tamper("mt_events", "DELETE FROM archive.mt_events WHERE tenant_id = $1 AND id = $2", facts[0]);

        var fault = await Assert.ThrowsAsync<FaultException>(() => Sequencer.Drain(default));

        Assert.Contains($"seq_id {sequence} ", fault.Message);
        Assert.Equal(0L, await Ask<long>("SELECT count(*) FROM archive.log_leaf WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task A_version_removed_with_its_trace_in_the_inbox_is_a_finding_and_the_next_stays_out()
    {
        var stream = Ids.New();
        await Events.Append([new(stream, 0, [New(), New()])], default);
        await Tamper("mt_events", "DELETE FROM archive.mt_events WHERE tenant_id = $1 AND version = 1");
        await Tamper(
            "log_inbox",
            """
            DELETE FROM archive.log_inbox WHERE seq_id = (SELECT min(seq_id) FROM archive.log_inbox
            WHERE tenant_id = $1)
            """);
        await Record(1);

        Assert.Equal(1, await Sequencer.Drain(default));

        var finding = Assert.Single(await Log.SetAside(default));
        Assert.Equal((stream, 2L), (finding.Stream, finding.Version));
        Assert.Contains($"{stream} of {Tenant} has no version 1", finding.Says);
    }

    [Fact]
    public async Task Another_tenants_facts_are_in_another_log()
    {
        var other = new Tenant($"{Tenant}-elders");
        await Record(3);
        Assert.True(await new EventStore(new FactsDatabase(Database.Facts.Source, other)).Append(
            [new(Ids.New(), 0, [New()])], default));

        Assert.Equal(3, await Sequencer.Drain(default));
        Assert.Equal(1, await new Sequencer(new SequencerDatabase(Database.Sequencer.Source, other)).Drain(default));

        Assert.Equal(0L, await Ask<long>("SELECT max(leaf) FROM archive.log_leaf WHERE tenant_id = $1 || '-elders'"));
    }

    [Theory]
    [InlineData("UPDATE archive.log_leaf SET leaf = 7")]
    [InlineData("DELETE FROM archive.log_leaf")]
    [InlineData("TRUNCATE archive.log_leaf")]
    [InlineData("UPDATE archive.log_tile SET level = 7")]
    [InlineData("DELETE FROM archive.log_tile")]
    [InlineData("TRUNCATE archive.log_tile")]
    [InlineData("UPDATE archive.log_checkpoint SET size = 7")]
    [InlineData("DELETE FROM archive.log_checkpoint")]
    [InlineData("TRUNCATE archive.log_checkpoint")]
    [InlineData("UPDATE archive.log_opened SET log = 7")]
    [InlineData("DELETE FROM archive.log_opened")]
    [InlineData("TRUNCATE archive.log_opened")]
    public async Task Even_a_superuser_is_told_that_the_log_is_only_added_to(string sql)
    {
        await using var command = Database.Superuser.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("only ever added to", refused.MessageText);
    }

    [Theory]
    [InlineData("INSERT INTO archive.log_leaf VALUES ('voorbeeldstad', 0, 1, gen_random_uuid(), sha256(''))")]
    [InlineData("INSERT INTO archive.log_checkpoint VALUES ('voorbeeldstad', 1, '', now())")]
    [InlineData("DELETE FROM archive.log_inbox")]
    [InlineData("INSERT INTO archive.log_inbox VALUES ('voorbeeldstad', 1)")]
    public async Task The_application_reads_the_log_and_writes_none_of_it(string sql)
    {
        await using var command = Database.Facts.Source.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Contains("permission denied", refused.MessageText);
    }
}
