using System.Diagnostics;
using Archive.Evidence;
using Archive.IntegrationTests;
using Archive.IntegrationTests.Log;
using Archive.Storage.Log;
using JasperFx;
using JasperFx.Events;
using Npgsql;

namespace Archive.MartenTests;

/// <summary>Somebody else's Marten records facts; the log takes them in, goes on, and verifies.</summary>
public sealed class AppendingTests(TestDatabase database) : LogFixture(database)
{
    [Theory]
    [InlineData(EventAppendMode.Rich)]
    [InlineData(EventAppendMode.Quick)]
    [InlineData(EventAppendMode.QuickWithServerTimestamps)]
    public async Task What_Marten_appends_is_logged_like_any_other_fact(EventAppendMode mode)
    {
        await MakeFunctions(mode);
        var ours = (await Record(2))[0];
        using var store = Outsider.Open(Database, "archive_app", Tenant, mode);
        var (one, two) = ($"{Ids.New()}", $"{Ids.New()}");
        await using (var session = store.LightweightSession($"{Tenant}"))
        {
            session.Events.StartStream(one, new Noted(1), new Noted(2));
            session.Events.StartStream(two, new Noted(3));
            await session.SaveChangesAsync();
        }

        await using (var session = store.LightweightSession($"{Tenant}"))
        {
            session.CorrelationId = $"{Ids.New()}";
            session.SetHeader("officer", $"{Ids.New()}");
            session.Events.Append(one, new Noted(4));
            await session.SaveChangesAsync();
        }

        var after = (await Record(1))[0];

        Assert.Equal(7, await Sequencer.Drain(default));
        await Checkpoints.Sign(default);

        var verdict = await Log.Verify(Outside.Read(), default);
        Assert.Equal([], verdict.Findings);
        Assert.Equal((7UL, 0L), (verdict.Size, verdict.Waiting));
        Assert.NotNull(await Log.LeafOf(ours, default));
        Assert.NotNull(await Log.LeafOf(after, default));
        var stream = await Events.Read(Guid.Parse(one), default);
        Assert.Equal([1, 2, 4], stream.Select(f => (int)f.Data.ToJson()["count"]!));
        Assert.All(stream, f => Assert.Equal((Noted.Name, 4), (f.Type, f.Id.Version)));
        // And our own writer goes on in Marten's stream.
        Assert.True(await Events.Append([new(Guid.Parse(one), 3, [New()])], default));
    }

    [Fact]
    public async Task An_event_with_a_fraction_is_set_aside_and_the_log_goes_on()
    {
        await MakeFunctions(EventAppendMode.Quick);
        using var store = Outsider.Open(
            Database, "archive_app", Tenant, more: o => o.Events.MapEventType<Measured>(Measured.Name));
        await using (var session = store.LightweightSession($"{Tenant}"))
        {
            session.Events.StartStream($"{Ids.New()}", new Measured(0.5), new Noted(1));
            await session.SaveChangesAsync();
        }

        Assert.Equal(1, await Sequencer.Drain(default));
        await Checkpoints.Sign(default);

        var verdict = await Log.Verify(Outside.Read(), default);
        Assert.Equal((LogFindingKind.RowSetAside, 1UL), (Assert.Single(verdict.Findings).Kind, verdict.Size));
    }

    [Fact]
    public async Task A_correlation_that_tracing_made_up_is_refused_and_nothing_of_it_stays()
    {
        await MakeFunctions(EventAppendMode.Quick);
        using var store = Outsider.Open(Database, "archive_app", Tenant);
        using var trace = new Activity("a request").SetIdFormat(ActivityIdFormat.W3C).Start();
        await using var session = store.LightweightSession($"{Tenant}");
        session.CorrelationId = trace.RootId;
        session.Events.StartStream($"{Ids.New()}", new Noted(1));

        var refused = Cause(await Assert.ThrowsAnyAsync<Exception>(() => session.SaveChangesAsync()));

        Assert.Equal("correlation_is_an_id", refused.ConstraintName);
        await NothingStays();
    }

    [Fact]
    public async Task A_save_that_failed_leaves_no_tombstone()
    {
        await MakeFunctions(EventAppendMode.Rich);
        using var store = Outsider.Open(Database, "archive_app", Tenant, EventAppendMode.Rich);
        var begun = (await Record(1))[0];
        var stream = await StreamOf(begun);
        await using var session = store.LightweightSession($"{Tenant}");
        session.Events.StartStream(stream, new Noted(1));

        await Assert.ThrowsAnyAsync<Exception>(() => session.SaveChangesAsync());

        Assert.Equal(1, await Sequencer.Drain(default));
        await NothingStays();
    }

    /// <summary>As the owner lets it once; from then on it creates nothing.</summary>
    private async Task MakeFunctions(EventAppendMode mode)
    {
        using var store = Outsider.Open(Database, "archive_owner", Tenant, mode, AutoCreate.CreateOrUpdate);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    private async Task NothingStays()
    {
        Assert.Equal(0L, await Ask<long>(
            "SELECT count(*) FROM archive.mt_events WHERE tenant_id = $1 AND type <> 'test.noted/1'"));
        await Record(1);
        Assert.Equal(1, await Sequencer.Drain(default));
        await Checkpoints.Sign(default);
        Assert.Equal([], (await Log.Verify(Outside.Read(), default)).Findings);
    }

    private static PostgresException Cause(Exception e) =>
        e as PostgresException ?? Cause(e.InnerException ?? throw new InvalidOperationException("It has no cause.", e));
}
