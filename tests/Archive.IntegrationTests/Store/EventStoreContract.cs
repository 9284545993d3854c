using System.Text;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Store;

/// <summary>What is promised of facts, whatever writes them.</summary>
public abstract class EventStoreContract(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 23, 7, 1, 123, 456, TimeSpan.Zero);

    protected abstract IFactWriter Writer { get; }

    private EventStore Events => Of(TestDatabase.Tenant);

    [Fact]
    public async Task What_is_recorded_comes_back_with_the_same_statement()
    {
        var stream = Ids.New();
        var fact = New("capture.visit-started/1", new() { ["b"] = 2, ["a"] = "x", ["list"] = new JsonArray(1, "é") });

        Assert.True(await Events.Append([new(stream, 0, [fact])], default));

        var read = Assert.Single(await Events.Read(stream, default));
        Assert.Equal(
            """{"at":"2026-11-20T23:07:01.123456Z","data":{"a":"x","b":2,"list":[1,"é"]},"headers":{},"""
            + $"\"id\":\"{fact.Id}\",\"stream\":\"{stream}\","
            + "\"tenant\":\"voorbeeldstad\",\"type\":\"capture.visit-started/1\",\"version\":1}",
            Encoding.UTF8.GetString(read.Statement()));
    }

    [Fact]
    public async Task Of_eight_writers_who_saw_the_same_version_one_wins()
    {
        var stream = Ids.New();
        await Events.Append([new(stream, 0, [New()])], default);

        var won = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Events.Append([new(stream, 1, [New(), New()])], default)));

        Assert.Single(won, true);
        Assert.Equal([1, 2, 3], (await Events.Read(stream, default)).Select(f => f.Version));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_writer_waits_for_one_that_is_under_way_and_wins_only_if_that_one_gives_up(bool commits)
    {
        var stream = Ids.New();
        await Events.Append([new(stream, 0, [New()])], default);
        var first = await database.Facts.Begin(default);
        Assert.True(await Writer.Write(first, [new(stream, 1, [New()])], default));

        var second = Task.Run(() => Events.Append([new(stream, 1, [New()])], default));
        while (!second.IsCompleted && !await SomeoneWaits())
            await Task.Delay(20);
        Assert.False(second.IsCompleted);
        if (commits)
            await first.Commit(default);
        await first.DisposeAsync();

        Assert.Equal(!commits, await second);
        Assert.Equal([1, 2], (await Events.Read(stream, default)).Select(f => f.Version));
    }

    [Fact]
    public async Task Of_eight_writers_who_begin_a_stream_one_wins()
    {
        var stream = Ids.New();

        var won = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Events.Append([new(stream, 0, [New()])], default)));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task An_append_to_many_streams_is_all_or_nothing()
    {
        var (moved, fresh) = (Ids.New(), Ids.New());
        await Events.Append([new(moved, 0, [New()])], default);

        Assert.False(await Events.Append([new(fresh, 0, [New()]), new(moved, 7, [New()])], default));

        Assert.Empty(await Events.Read(fresh, default));
        Assert.Single(await Events.Read(moved, default));
    }

    [Fact]
    public async Task The_last_fact_of_a_type_is_found_for_many_streams_at_once()
    {
        var (one, two) = (Ids.New(), Ids.New());
        await Events.Append(
            [new(one, 0, [New("a.b/1"), New("a.b/1"), New("a.c/1")]), new(two, 0, [New("a.c/1")])],
            default);

        var last = await Events.Last([one, two, Ids.New()], ["a.b/1"], default);

        Assert.Equal(2, Assert.Single(last).Value.Version);
    }

    [Fact]
    public async Task One_tenant_does_not_see_the_facts_of_another()
    {
        var stream = Ids.New();
        await Events.Append([new(stream, 0, [New()])], default);

        var others = Of(new Tenant("anderestad"));

        Assert.Empty(await others.Read(stream, default));
    }

    [Theory]
    [InlineData("UPDATE archive.mt_events SET type = 'x/1'")]
    [InlineData("DELETE FROM archive.mt_events")]
    [InlineData("TRUNCATE archive.mt_events")]
    [InlineData("DELETE FROM archive.mt_streams")]
    [InlineData("TRUNCATE archive.mt_streams")]
    [InlineData("UPDATE archive.mt_streams SET id = 'x'")]
    public async Task Facts_are_not_changed_or_removed_by_the_application(string sql)
    {
        await Events.Append([new(Ids.New(), 0, [New()])], default);
        await using var transaction = await database.Facts.Begin(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => transaction.Run(sql, default));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("UPDATE archive.mt_events SET type = 'x/1'")]
    [InlineData("DELETE FROM archive.mt_events")]
    [InlineData("TRUNCATE archive.mt_events")]
    public async Task Not_even_a_superuser_changes_facts_by_accident(string sql)
    {
        await Events.Append([new(Ids.New(), 0, [New()])], default);
        await using var command = database.Superuser.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("only ever added to", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_a_fact_came_with_is_kept()
    {
        var (stream, causation, correlation) = (Ids.New(), Ids.New(), Ids.New());
        var second = New() with
        {
            Headers = new JsonObject {
                [
                    "officer"] = "b2a5a1a0-0000-4000-8000-000000000000" }, Causation = causation, Correlation =
                        correlation,
        };
        Assert.True(await Events.Append([new(stream, 0, [New()])], default));
        Assert.True(await Events.Append([new(stream, 1, [second])], default));

        var read = (await Events.Read(stream, default))[1];

        Assert.Equal(
            (second.Id, 2, second.Type, At, causation, correlation),
            (read.Id, read.Version, read.Type, read.At, read.Causation, read.Correlation));
        Assert.Equal(second.Headers.Bytes.ToArray(), read.Headers.Bytes.ToArray());
        Assert.Equal(2, (await Events.Versions([stream], default))[stream]);
    }

    [Fact]
    public async Task A_fact_without_causation_correlation_and_headers_has_none()
    {
        var stream = Ids.New();
        Assert.True(await Events.Append([new(stream, 0, [New()])], default));

        var read = Assert.Single(await Events.Read(stream, default));

        Assert.Equal(
            (null, null, "{}"),
            (read.Causation, read.Correlation, Encoding.UTF8.GetString(read.Headers.Bytes.Span)));
        Assert.Null(await Superuser("SELECT mt_dotnet_type FROM archive.mt_events WHERE id = $1", read.Id));
    }

    [Fact]
    public async Task Each_fact_is_put_in_the_inbox_of_the_log()
    {
        var fact = New();
        Assert.True(await Events.Append([new(Ids.New(), 0, [fact])], default));

        Assert.Equal(1L, await Superuser(
            """
            SELECT count(*) FROM archive.log_inbox i JOIN archive.mt_events e USING (tenant_id, seq_id)
            WHERE e.id = $1
            """, fact.Id));
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_is_not_continued() =>
        Assert.False(await Events.Append([new(Ids.New(), 3, [New()])], default));

    private async Task<bool> SomeoneWaits()
    {
        await using var query = database.Superuser.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock')
            """);
        return (bool)(await query.ExecuteScalarAsync())!;
    }

    private EventStore Of(Tenant tenant) => new(new FactsDatabase(database.Facts.Source, tenant), Writer);

    private async Task<object?> Superuser(string sql, Guid fact)
    {
        await using var query = database.Superuser.CreateCommand(sql);
        query.Parameters.Add(new() { Value = fact });
        return await query.ExecuteScalarAsync() is var found && found is DBNull ? null : found;
    }

    private static NewFact New(string type = "test.happened/1", JsonObject? data = null) =>
        new(Ids.New(), type, At, data ?? [], FactMembers.None);
}
