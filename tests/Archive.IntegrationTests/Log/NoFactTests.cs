using Archive.Evidence;
using Archive.IntegrationTests.Faults;
using Archive.Storage.Log;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Log;

/// <summary>
/// Rows that are no facts, whoever wrote them: what can be told at the door is refused there, what only reading tells
/// is set aside, and the log goes on either way.
/// </summary>
public sealed class NoFactTests(TestDatabase database) : LogFixture(database)
{
    private static readonly Guid Trace = Guid.Parse("4bf92f35-77b3-4da6-a3ce-929d0e0e4736");

    [Theory]
    [InlineData("stream_id", "'mt_tombstone'", "stream_is_an_id")]
    [InlineData("stream_id", "NULL", "stream_is_an_id")]
    [InlineData("stream_id", "upper(gen_random_uuid()::text)", "stream_is_an_id")]
    [InlineData("correlation_id", "'4bf92f3577b34da6a3ce929d0e0e4736'", "correlation_is_an_id")] // as tracing has it
    [InlineData("causation_id", "'00-4bf92f3577b34da6-01'", "causation_is_an_id")]
    [InlineData("headers", "'[1]'", "headers_are_an_object")]
    [InlineData("data", "'null'", "data_is_an_object")]
    [InlineData("version", "0", "version_counts_from_1")]
    [InlineData("version", "9007199254740992", "version_counts_from_1")]
    [InlineData("\"timestamp\"", "'infinity'", "moment_has_four_digits_of_year")]
    [InlineData("\"timestamp\"", "'20000-01-01'", "moment_has_four_digits_of_year")]
    public async Task What_cannot_be_a_fact_is_refused_by_the_table(string column, string value, string constraint)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Insert((column, value)));

        Assert.Equal((PostgresErrorCodes.CheckViolation, constraint), (refused.SqlState, refused.ConstraintName));
    }

    [Theory]
    [InlineData("data", "'{\"n\": 1.5}'")]
    [InlineData("data", "'{\"n\": null}'")]
    [InlineData("data", "'{\"list\": [1, null]}'")]
    [InlineData("headers", "'{\"officer\": null}'")]
    [InlineData("version", "7")] // of a stream that has no other
    public async Task A_row_that_is_no_fact_is_set_aside_and_the_log_goes_on(string column, string value)
    {
        var before = (await Record(1))[0];
        var row = await Insert((column, value));

        await IsSetAside(row, before);
    }

    [Theory]
    [InlineData("stream_id", "'mt_tombstone'")]
    [InlineData("stream_id", "NULL")]
    [InlineData("correlation_id", "'4bf92f3577b34da6a3ce929d0e0e4736'")]
    [InlineData("causation_id", "'x'")]
    [InlineData("headers", "'[1]'")]
    [InlineData("\"timestamp\"", "'20000-01-01'")]
    public async Task So_is_one_from_before_the_table_refused_it(string column, string value)
    {
        var before = (await Record(1))[0];
        var row = Guid.Empty;
        await using (await Attack.WithoutChecks(Database))
            row = await Insert((column, value));

        await IsSetAside(row, before);
    }

    [Fact]
    public async Task A_fact_without_headers_may_have_the_null_of_JSON()
    {
        var row = await Insert(("headers", "'null'"));

        Assert.Equal(1, await Sequencer.Drain(default));

        Assert.NotNull(await Log.LeafOf(row, default));
        Assert.Equal("{}"u8.ToArray(), (await Events.Read(Guid.Parse(await StreamOf(row)), default))[0].Headers.Bytes);
    }

    [Fact]
    public async Task What_comes_after_it_in_its_stream_is_logged()
    {
        var stream = Ids.New();
        await Events.Append([new(stream, 0, [New()])], default);
        await Insert(("stream_id", $"'{stream}'"), ("version", "2"), ("data", "'{\"n\": 0.5}'"));
        var third = await Insert(("stream_id", $"'{stream}'"), ("version", "3"));

        Assert.Equal(2, await Sequencer.Drain(default));

        Assert.Equal(1UL, await Log.LeafOf(third, default));
    }

    [Fact]
    public async Task A_row_that_was_mended_enters_the_log_at_the_next_start()
    {
        var row = await Insert(("data", "'{\"n\": 1.5}'"));
        Assert.Equal(0, await Sequencer.Drain(default));
        await Tamper("mt_events", "UPDATE archive.mt_events SET data = '{\"n\": 2}' WHERE tenant_id = $1");
        var told = Assert.Single((await Log.Verify(Outside.Read(), default)).Findings, OfRows);
        Assert.Equal(row, told.Fact);
        Assert.Contains("start the worker anew", told.Says);

        Assert.Equal(1, await Sequencer.Drain(default)); // a sequencer made anew, as at a start

        Assert.Equal(0UL, await Log.LeafOf(row, default));
        Assert.Equal([], await Log.SetAside(default));
    }

    [Fact]
    public async Task A_row_that_was_removed_is_no_finding_any_more()
    {
        await Insert(("data", "'{\"n\": 1.5}'"));
        await Record(1);
        await Sequencer.Drain(default);
        await Checkpoints.Sign(default);
        Assert.False((await Log.Verify(Outside.Read(), default)).Holds);

        await Tamper("mt_events", "DELETE FROM archive.mt_events WHERE tenant_id = $1 AND data->>'n' = '1.5'");
        await RemoveEmptyStreams();

        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
        Assert.Equal(0, await Sequencer.Drain(default));
        Assert.Equal(0L, await Ask<long>("SELECT count(*) FROM archive.log_set_aside WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task A_fact_is_not_kept_out_of_the_log_by_setting_it_aside()
    {
        var fact = (await Record(1))[0];
        await using (var transaction = await new SequencerDatabase(Database.Sequencer.Source, Tenant)
            .Begin(default))
        {
            await transaction.Run(
                """
                WITH waiting AS (DELETE FROM archive.log_inbox WHERE tenant_id = $1 RETURNING *)
                INSERT INTO archive.log_set_aside SELECT * FROM waiting
                """,
                default, transaction.Tenant);
            await transaction.Commit(default);
        }

        var finding = Assert.Single((await Log.Verify(Outside.Read(), default)).Findings);

        Assert.Equal((LogFindingKind.RowSetAside, fact), (finding.Kind, finding.Fact));
        Assert.Equal(1, await Sequencer.Drain(default));
    }

    [Fact]
    public async Task Facts_of_a_type_are_found_beside_a_row_that_is_none()
    {
        var fact = (await Record(1))[0];
        await Insert(("data", "'{\"n\": 1.5}'"));
        await Sequencer.Drain(default);

        Assert.Equal(fact, Assert.Single(await Events.OfType("test.noted/1", default)).Id);
    }

    [Fact]
    public async Task The_application_does_not_set_a_stream_back()
    {
        var fact = (await Record(1))[0];
        await using var transaction = await new FactsDatabase(Database.Facts.Source, Tenant)
            .Begin(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => transaction.Run(
            "UPDATE archive.mt_streams SET version = 0 WHERE tenant_id = $1", default, transaction.Tenant));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Contains($"Stream {await StreamOf(fact)} stands at version 1", refused.MessageText);
    }

    [Theory]
    [InlineData("UPDATE archive.mt_streams SET version = version + 1 WHERE tenant_id = $1 AND id = $2")]
    [InlineData("UPDATE archive.mt_streams SET version = version - 1 WHERE tenant_id = $1 AND id = $2")]
    [InlineData("DELETE FROM archive.mt_streams WHERE tenant_id = $1 AND id = $2")]
    public async Task A_stream_whose_version_was_changed_is_named(string change)
    {
        var stream = Guid.Parse(await StreamOf((await Record(3))[1]));
        await Sequencer.Drain(default);
        await Checkpoints.Sign(default);
        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
        await Tamper("mt_streams", change, $"{stream}");

        var finding = Assert.Single((await Log.Verify(Outside.Read(), default)).Findings);

        Assert.Equal((LogFindingKind.StreamDiffers, stream), (finding.Kind, finding.Stream));
        Assert.StartsWith($"Stream {stream} ", finding.Says);
    }

    private static bool OfRows(LogFinding finding) => finding.Kind == LogFindingKind.RowSetAside;

    /// <summary>The row is a finding; the facts before and after it are in the log, and it stays so.</summary>
    private async Task IsSetAside(Guid row, Guid before)
    {
        var after = (await Record(1))[0];

        Assert.Equal(2, await Sequencer.Drain(default));
        await Checkpoints.Sign(default);

        Assert.Equal((0UL, 1UL), (await Log.LeafOf(before, default), await Log.LeafOf(after, default)));
        Assert.Equal(0, await Sequencer.Drain(default));
        var verdict = await Log.Verify(Outside.Read(), default);
        Assert.False(verdict.Holds);
        Assert.Equal(0, verdict.Waiting);
        Assert.Equal(row, Assert.Single(verdict.Findings, OfRows).Fact);
        Assert.Equal(row, Assert.Single(await Log.SetAside(default)).Fact);
    }

    /// <summary>A row as a foreign program would write it, but for the columns given.</summary>
    /// <returns>Its id.</returns>
    private async Task<Guid> Insert(params (string Column, string Value)[] odd)
    {
        var id = Ids.New();
        var columns = new Dictionary<string, string>
        {
            ["seq_id"] = "nextval('archive.mt_events_sequence')",
            ["id"] = $"'{id}'",
            ["stream_id"] = "gen_random_uuid()",
            ["version"] = "1",
            ["data"] = "'{}'",
            ["type"] = "'test.noted/1'",
            ["tenant_id"] = $"'{Tenant}'",
            ["correlation_id"] = $"'{Trace}'",
        };
        foreach (var (column, value) in odd)
            columns[column] = value;
        await using var transaction = await new FactsDatabase(Database.Facts.Source, Tenant)
            .Begin(default);
        await transaction.Run(
            $"INSERT INTO archive.mt_events ({string.Join(", ", columns.Keys)}) "
                + $"VALUES ({string.Join(", ", columns.Values)})",
            default);
        if (!columns["stream_id"].StartsWith("'mt_", StringComparison.Ordinal))
        {
            await transaction.Run(
                """
                INSERT INTO archive.mt_streams (tenant_id, id, version)
                SELECT tenant_id, stream_id, version FROM archive.mt_events WHERE id = $1 AND stream_id IS NOT NULL
                ON CONFLICT (tenant_id, id) DO UPDATE SET version = excluded.version
                """,
                default, id);
        }

        await transaction.Commit(default);
        return id;
    }
}
