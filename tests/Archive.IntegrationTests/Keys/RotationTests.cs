using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Keys;
using Archive.People;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Keys;

/// <summary>A new key-encryption key takes over while others go on keeping, and nothing is lost on the way.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("archive-test-");
    private readonly Officer keeper = new(Ids.New(), "Dewi", [Role.Archivist]);

    private string KeysPath => Path.Combine(home.FullName, "keys");

    public Task InitializeAsync() => database.InitializeAsync();

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        home.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_secret_opens_under_the_new_key_and_the_old_one_can_be_retired()
    {
        var host = await Host();
        var made = await host.Units.Create([.. Enumerable.Repeat(UnitKind.Record, 2_500)], default);
        var old = host.Keys.Ring.Newest.Id;

        var rotated = (await host.Desk.RotateWrapping(keeper, null, default)).Value();

        Assert.Equal([old], rotated.Before);
        Assert.Equal(2_501, rotated.Secrets); // and the one by which media are recognised
        Assert.Equal([rotated.Key], await KeyIds());
        var aside = (await host.Desk.Retire(old, keeper, default)).Value();
        Assert.True(File.Exists(aside));
        var later = await Host();
        Assert.Equal([rotated.Key], later.Keys.Ring.All.Select(k => k.Key.Id));
        var read = await later.Units.Get([.. made.Select(m => m.Unit)], default);
        Assert.All(made, m => Assert.Equal(m.Secret, read[m.Unit]));
        Assert.Equal(
            [typeof(WrappingKeyRotated), typeof(WrappingKeyRetired)],
            (await Recorded()).Select(f => f.GetType()));
    }

    [Fact]
    public async Task A_host_that_knows_the_old_key_only_seals_under_the_new_one_from_then_on_and_reads_both()
    {
        var (host, other) = (await Host(), await Host());
        var before = await other.Units.Create(UnitKind.Record, default);

        await host.Desk.RotateWrapping(keeper, null, default);
        Assert.Single(other.Keys.Ring.All); // it has heard of nothing
        var after = await other.Units.Create(UnitKind.Record, default);

        Assert.Equal([host.Keys.Ring.Newest.Id], await KeyIds());
        Assert.Equal(before.Secret, await other.Units.Get(before.Unit, default));
        Assert.Equal(after.Secret, await host.Units.Get(after.Unit, default));
    }

    [Fact]
    public async Task While_others_keep_and_destroy_nothing_is_left_behind()
    {
        var host = await Host();
        var others = await Task.WhenAll(Host(), Host(), Host());
        await host.Units.Create([.. Enumerable.Repeat(UnitKind.Record, 5_000)], default);
        using var stop = new CancellationTokenSource();
        var kept = new System.Collections.Concurrent.ConcurrentDictionary<Guid, byte[]>();
        var work = others.Select(other => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var units = await other.Units.Create([.. Enumerable.Repeat(UnitKind.Record, 50)], default);
                Assert.Equal(10, await other.Units.Delete([.. units.Take(10).Select(u => u.Unit)], default));
                foreach (var unit in units.Skip(10))
                    kept[unit.Unit] = unit.Secret;
                await Task.Delay(5); // quicker than any capture, and still a share of two cores for the rotation
            }
        })).ToList();

        for (var round = 0; round < 3; round++)
            Assert.Null((await host.Desk.RotateWrapping(keeper, null, default)).Refusal);
        await stop.CancelAsync();
        await Task.WhenAll(work);

        Assert.Equal([host.Keys.Ring.Newest.Id], await KeyIds());
        var read = await host.Units.Get([.. kept.Keys], default);
        Assert.NotEmpty(kept);
        Assert.All(kept, k => Assert.Equal(k.Value, read[k.Key]));
    }

    [Fact]
    public async Task Secrets_made_faster_than_they_are_sealed_anew_do_not_keep_it_from_its_end()
    {
        var (host, other) = (await Host(), await Host());
        await host.Units.Create([.. Enumerable.Repeat(UnitKind.Record, 2_500)], default);
        using var stop = new CancellationTokenSource();
        var batches = 0;
        var others = new Told(_ =>
        {
            other.Units.Create([.. Enumerable.Repeat(UnitKind.Record, 2_000)], default).GetAwaiter().GetResult();
            if (++batches == 20)
                stop.Cancel();
        });

        var rotated = (await host.Desk.RotateWrapping(keeper, others, stop.Token)).Value();

        Assert.Equal(3, batches);
        Assert.Equal(2_501 + 6_000, rotated.Secrets);
        Assert.Equal([rotated.Key], await KeyIds());
    }

    [Fact]
    public async Task An_interrupted_rotation_is_finished_by_the_next_without_another_key()
    {
        var host = await Host();
        await host.Units.Create([.. Enumerable.Repeat(UnitKind.Record, 4_000)], default);
        using var stop = new CancellationTokenSource();
        var afterABatch = new Told(_ => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Desk.RotateWrapping(keeper, afterABatch, stop.Token));
        Assert.Equal(2, (await KeyIds()).Count); // half-way
        Assert.Empty(await Recorded());

        var later = await Host();
        var rotated = (await later.Desk.RotateWrapping(keeper, null, default)).Value();

        Assert.Equal(2, later.Keys.Ring.All.Count);
        Assert.Equal(4_001, rotated.Secrets);
        Assert.Equal([rotated.Key], await KeyIds());
        Assert.Single(await Recorded());
    }

    [Fact]
    public async Task Killed_after_the_fact_and_before_the_end_it_is_recorded_once()
    {
        var host = await Host();
        await host.Desk.RotateWrapping(keeper, null, default);
        await using (var superuser = NpgsqlDataSource.Create(database.SuperuserOf(Migrations.Perishable)))
        await using (var back = superuser.CreateCommand("UPDATE perishable.wrapping_key SET emptied_at = NULL"))
            await back.ExecuteNonQueryAsync();

        await (await Host()).Desk.RotateWrapping(keeper, null, default);

        Assert.Single(await Recorded());
        Assert.Equal(2, KeyRing.Open(KeysPath).All.Count);
    }

    [Fact]
    public async Task A_key_is_not_retired_while_a_tenant_still_needs_it()
    {
        var (host, neighbour) = (await Host(), await Host("noorddam"));
        var theirs = await neighbour.Units.Create(UnitKind.RequestDetails, default);
        var old = host.Keys.Ring.Newest.Id;
        Assert.Equal("keys.newest-key", (await host.Desk.Retire(old, keeper, default)).Refusal?.Code);

        await host.Desk.RotateWrapping(keeper, null, default);
        var refused = (await host.Desk.Retire(old, keeper, default)).Refusal!;
        Assert.Contains("noorddam", refused.In(Language.Nl));
        await neighbour.Desk.RotateWrapping(keeper, null, default);

        Assert.Equal(2, neighbour.Keys.Ring.All.Count); // onto the key that was there, not onto a third
        Assert.Null((await host.Desk.Retire(old, keeper, default)).Refusal);
        Assert.Equal(theirs.Secret, await (await Host("noorddam")).Units.Get(theirs.Unit, default));
    }

    [Fact]
    public async Task A_secret_that_does_not_open_stops_the_rotation_and_stays_as_it_was()
    {
        var host = await Host();
        var made = await host.Units.Create([.. Enumerable.Repeat(UnitKind.Record, 10)], default);
        await using (var superuser = NpgsqlDataSource.Create(database.SuperuserOf(Migrations.Perishable)))
        await using (var spoil = superuser.CreateCommand(
            """
            UPDATE perishable.unit_secret SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)
            WHERE unit = $1
            """))
        {
            spoil.Parameters.Add(new() { Value = made[4].Unit });
            await spoil.ExecuteNonQueryAsync();
        }

        var fault = await Assert.ThrowsAsync<FaultException>(() => host.Desk.RotateWrapping(keeper, null, default));

        Assert.Contains($"{made[4].Unit}", fault.Message);
        Assert.Equal(made[3].Secret, await host.Units.Get(made[3].Unit, default));
        Assert.Empty(await Recorded());
    }

    [Fact]
    public async Task Media_are_recognised_as_before()
    {
        var host = await Host();
        var before = host.Keys.Medium.Of("a picture"u8);

        await host.Desk.RotateWrapping(keeper, null, default);
        await host.Desk.Retire(host.Keys.Ring.All[0].Key.Id, keeper, default);

        Assert.Equal(before, (await Host()).Keys.Medium.Of("a picture"u8));
    }

    [Theory]
    [InlineData(Role.RecordsOfficer)]
    [InlineData(Role.PrivacyOfficer)]
    [InlineData(Role.Auditor)]
    public async Task Keys_are_changed_by_who_keeps_them_only(Role role)
    {
        var host = await Host();
        var officer = new Officer(Ids.New(), "Anna", [role]);

        Assert.NotNull((await host.Desk.RotateWrapping(officer, null, default)).Refusal);
        Assert.NotNull((await host.Desk.Retire(host.Keys.Ring.Newest.Id, officer, default)).Refusal);
        Assert.Single(host.Keys.Ring.Reload().All);
    }

    private async Task<KeyHost> Host(string tenant = "voorbeeldstad") =>
        await KeyHost.Open(database, home.FullName, tenant);

    private Task<IReadOnlyList<string>> KeyIds() => KeyHost.KeyIds(database);

    private Task<IReadOnlyList<IFact>> Recorded() => KeyHost.Recorded(database);

    /// <summary>Tells at once, on the thread that works.</summary>
    private sealed class Told(Action<long> told) : IProgress<long>
    {
        public void Report(long value) => told(value);
    }
}
