using System.Text.Json.Nodes;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms.Mastodon;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Integrity;
using Archive.Keys;
using Archive.Replay;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// A visit sees a comment while it is being destroyed, the one held back before each of its statements in turn. Whoever
/// comes first, the comment is gone in the end and no later visit keeps it again.
/// </summary>
public sealed class ComingBackTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly WrittenPlatform platform = new();
    private ArchiveUnderTest archive = null!;
    private StatementProxy proxy = null!;
    private int written;
    private int used;

    public async Task InitializeAsync()
    {
        platform.Write("post", "<p>Wat vindt u?</p>", Noon);
        archive = await ArchiveUnderTest.Start(new Changed(platform, (asked, reply) =>
            asked.Path.StartsWith("/pictures/", StringComparison.Ordinal)
                ? Reply.Text(200, asked.Path, "image/png", Origin.Sample)
                : reply));
        proxy = new(archive.Settings.Perishable);
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    public async Task DisposeAsync()
    {
        await archive.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public Task Before_each_statement_that_says_which_record_it_is() => MeetAtIdentities(times: 2);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Before_each_statement_that_says_which_record_it_is_a_hundred_times() => MeetAtIdentities(times: 100);

    [Fact]
    public async Task Before_each_statement_of_a_whole_visit()
    {
        await using var host = await Host();
        await Comments(2, pictures: true);
        await host.GetRequiredService<SourceVisits>().Visit(archive.Source, default);
        proxy.HoldAt(0);
        Assert.NotNull(await host.GetRequiredService<SourceVisits>().Visit(archive.Source, default));
        var statements = proxy.Passed;
        Assert.InRange(statements, 10, 200);
        await Comments(statements, pictures: true);

        for (var point = 1; point <= statements; point++)
        {
            var (id, record) = await Next();
            var hold = proxy.HoldAt(point);
            var visit = host.GetRequiredService<SourceVisits>().Visit(archive.Source, default);
            await Meet(hold, visit, record);
            await archive.Visit();
            await AssertGone(id, point);
        }

        var verified = await Verify();
        Assert.True(verified.Holds, string.Join('\n', verified.Findings.Select(f => f.Message)));
    }

    [Fact]
    public async Task The_database_refuses_an_identity_of_what_was_destroyed()
    {
        var (_, key) = await Destroyed();

        foreach (var write in new[]
                 {
                     "INSERT INTO perishable.identity SELECT tenant_id, platform, space, kind, 'other', $1, unit, $2 "
                         + "FROM perishable.identity LIMIT 1",
                     "UPDATE perishable.identity SET unit = $1, forget_key = $2 WHERE platform_id = 'post'",
                 })
        {
            await using var transaction = await archive.Database.Perishable.Begin(default);
            var refused = await Assert.ThrowsAsync<PostgresException>(
                () => transaction.Run(write, default, Ids.New(), key));
            Assert.Equal("identity_not_forgotten", refused.ConstraintName);
        }
    }

    [Theory]
    [InlineData("INSERT INTO perishable.identity VALUES ($1, 'mastodon', $2, 'status', $3, $4, $5, $6)")]
    [InlineData( // another key than its own
        "INSERT INTO perishable.identity VALUES ($1, 'mastodon', $2, 'status', $3, $4, $5, sha256($6))")]
    [InlineData(
        """
        WITH gone AS (DELETE FROM perishable.forgotten WHERE key = $6)
        INSERT INTO perishable.identity VALUES ($1, 'mastodon', $2, 'status', $3, $4, $5, $6)
        """)] // only the journal knows
    public async Task Verify_names_an_identity_that_a_superuser_planted(string sql)
    {
        var (id, key) = await Destroyed();
        Assert.True((await Verify()).Holds);
        var (record, unit) = (Ids.New(), Ids.New());
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        await using var connection = await superuser.OpenConnectionAsync();
        await using (var off = new NpgsqlCommand("SET session_replication_role = replica", connection))
            await off.ExecuteNonQueryAsync();
        await using var plant = new NpgsqlCommand(sql, connection);
        foreach (var value in new object[] { $"{TestDatabase.Tenant}", Space, id, record, unit, key })
            plant.Parameters.Add(new() { Value = value });
        Assert.NotEqual(0, await plant.ExecuteNonQueryAsync());

        var report = await Verify();

        Assert.False(report.Holds);
        var finding = Assert.Single(report.Findings);
        Assert.Equal((FindingKind.ForgottenKnown, record), (finding.Kind, finding.Record!.Value));
        Assert.Contains($"{record}", finding.Message);
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        Assert.Empty((await Verify()).Findings);
    }

    private string Space => new MastodonPlatform().Space(archive.Source);

    private static ItemId Status(string id) => new("status", id);

    private byte[] KeyOf(string id) => archive.Get<SuppressionKey>().Of("mastodon", Space, "status", id);

    private Task<ArchiveVerificationResult> Verify() =>
        archive.Get<ArchiveVerification>().Run(all: true, null, default);

    /// <summary>A comment that was captured and destroyed, beside one that was not.</summary>
    private async Task<(string Id, byte[] Key)> Destroyed()
    {
        await Comments(2);
        var (id, record) = await Next();
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        return (id, KeyOf(id));
    }

    private async Task MeetAtIdentities(int times)
    {
        await using var through = new PerishableDatabase(
            TenantDatabase.Open(proxy.ConnectionString), TestDatabase.Tenant);
        var identities = new Identities(
            through, new UnitSecrets(through, archive.Get<KeyRing>()), archive.Get<SuppressionKey>(), archive.Source,
            Space);
        await Comments(1);
        await identities.ForAnswer([Status("c1")], default); // opening a connection costs statements too
        proxy.HoldAt(0);
        await identities.ForAnswer([Status("c1")], default);
        var statements = proxy.Passed;
        Assert.InRange(statements, 5, 12);
        await Comments(statements * times);

        for (var point = 1; point <= statements; point++)
        {
            for (var time = 0; time < times; time++)
            {
                var (id, record) = await Next();
                var hold = proxy.HoldAt(point);
                var seeing = identities.ForAnswer([Status(id)], default);
                await Meet(hold, seeing, record);
                var (_, seen) = await identities.ForAnswer([Status(id)], default);
                Assert.True(seen[Status(id)].Forgotten, $"Held at statement {point}, {id} is known again.");
                await AssertGone(id, point);
            }
        }
    }

    /// <summary>Destroys the record while the other is held back, and lets that go on.</summary>
    private async Task Meet(StatementProxy.Hold hold, Task held, Guid record)
    {
        await Task.WhenAny(hold.Reached, held);
        var (handler, approver) = await archive.Officers();
        var destroying = archive.Get<RecordDestruction>().Destroy(
            new(record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default);
        while (!destroying.IsCompleted && !await SomeoneWaits())
            await Task.WhenAny(destroying, Task.Delay(2));
        hold.Release();
        await held.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Null((await destroying.WaitAsync(TimeSpan.FromMinutes(1))).Refusal);
    }

    private async Task<bool> SomeoneWaits()
    {
        await using var query = archive.Database.Superuser.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock')");
        query.Parameters.Add(new() { Value = new NpgsqlConnectionStringBuilder(archive.Settings.Perishable).Database });
        return (bool)(await query.ExecuteScalarAsync())!;
    }

    private async Task AssertGone(string id, int point)
    {
        var key = KeyOf(id);
        await using var transaction = await archive.Database.Perishable.Begin(default);
        var there = await transaction.Scalar<long>(
            """
            SELECT (SELECT count(*) FROM perishable.identity WHERE forget_key = $1 OR platform_id = $2)
                + (SELECT count(*) FROM perishable.record WHERE platform_id = $2)
                + (SELECT count(*) FROM perishable.medium_at a JOIN perishable.medium m USING (tenant_id, unit)
                    WHERE a.url LIKE '%/pictures/' || substr($2, 2))
            """,
            default, key, id);
        Assert.True(there == 0, $"Held at statement {point}, {id} can be read again.");
        Assert.Equal(
            1L,
            await transaction.Scalar<long>("SELECT count(*) FROM perishable.forgotten WHERE key = $1", default, key));
    }

    /// <summary>Has more comments there, recorded and readable.</summary>
    private async Task Comments(int more, bool pictures = false)
    {
        for (var last = written + more; written < last;)
        {
            written++;
            var comment = platform.Write(
                $"c{written}", $"<p>Reactie {written}</p>", Noon.AddSeconds(written), "samira", "post");
            if (pictures)
                comment["media_attachments"] = new JsonArray(new JsonObject
                {
                    ["id"] = $"{written}", ["type"] = "image", ["url"] = $"{archive.Server.Address}pictures/{written}",
                });
        }

        await archive.Visit();
    }

    private async Task<(string Id, Guid Record)> Next()
    {
        var id = $"c{++used}";
        await using var transaction = await archive.Database.Perishable.Begin(default);
        return (id, await transaction.Scalar<Guid>(
            "SELECT record FROM perishable.identity WHERE platform_id = $1", default, id));
    }

    /// <summary>Another host of the same archive, whose way to the perishable database is the proxy.</summary>
    private async Task<ServiceProvider> Host()
    {
        var settings = archive.Settings with { Perishable = proxy.ConnectionString };
        var host = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddArchive(settings.ForHost()).BuildServiceProvider();
        await host.GetRequiredService<OpenedKeys>().Open(default);
        return host;
    }
}
