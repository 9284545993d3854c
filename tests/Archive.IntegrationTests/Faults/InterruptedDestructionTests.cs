using Archive.Evidence.Facts;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>A destruction that could not go on after one of its steps is completed later, and done once.</summary>
public sealed class InterruptedDestructionTests
{
    private static readonly string Destroyed = Facts.NameOf(typeof(RecordDestroyed));

    [Theory]
    [InlineData("journal entry", Migrations.Facts, "INSERT ON archive.mt_events")]
    [InlineData("fact", Migrations.Perishable, "DELETE ON perishable.unit_secret")]
    [InlineData("fact", Migrations.Perishable, "INSERT ON perishable.forgotten")]
    [InlineData("readable rows", Migrations.Perishable, "DELETE ON perishable.medium")]
    public async Task Interrupted_after_a_step_it_is_completed_by_the_next_start(
        string step,
        string database,
        string needed)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        // with a picture that nothing else has
        var gone = await Destroyable.Find(archive, "chocolademelk en stalletjes");
        var picture = Path.Combine(
            archive.Settings.Vault.Place,
            "objects",
            Shards(archive, $"{gone.Comment.Media[0].Object}"));
        var bytes = await File.ReadAllBytesAsync(picture);
        var desk = archive.Get<RecordDestruction>();

        await As(archive, database, $"REVOKE {needed} FROM archive_app");
        await Assert.ThrowsAsync<PostgresException>(() => desk.Destroy(
            new(gone.Comment.Record, DestructionBasis.SelectionList, handler.Id, approver.Id), default));
        await As(archive, database, $"GRANT {needed} TO archive_app");
        if (!File.Exists(picture)) // as if it had died before these bytes went
            await File.WriteAllBytesAsync(picture, bytes);

        Assert.Single(archive.Get<DestructionJournal>().All());
        Assert.Equal(step == "journal entry" ? 0 : 1, await archive.Count(Destroyed));
        Assert.Equal(
            step is "journal entry" or "fact", await archive.Get<UnitSecrets>()
                .Get(gone.Comment.Unit, default) is not null);

        Assert.Equal(1, await desk.Resume(default));
        Assert.Equal(1, await desk.Resume(default)); // nothing is done twice
        await archive.BringUpToDate();

        Assert.Equal(1, await archive.Count(Destroyed));
        Assert.Empty(await archive.Get<UnitSecrets>()
            .Get([gone.Comment.Unit, .. gone.Comment.Media.Select(m => m.Unit)], default));
        Assert.False(File.Exists(picture));
        Assert.Empty(await gone.ReadablePieces());
        Assert.Empty(await gone.TablesWithAWord());
        await archive.AssertLogHolds();
    }

    [Fact]
    public async Task A_worker_completes_it_before_it_does_anything_else()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        var gone = await Destroyable.Find(archive, "chocolademelk en stalletjes");
        await As(archive, Migrations.Perishable, "REVOKE DELETE ON perishable.unit_secret FROM archive_app");
        await Assert.ThrowsAsync<PostgresException>(() => archive.Get<RecordDestruction>().Destroy(
            new(gone.Comment.Record, DestructionBasis.SelectionList, handler.Id, approver.Id), default));
        await As(archive, Migrations.Perishable, "GRANT DELETE ON perishable.unit_secret TO archive_app");

        var asked = archive.Server.Requests.Count;
        using var worker = ProductProcess.Worker(archive.Settings);
        for (var waited = 0; archive.Server.Requests.Count == asked; waited++)
        {
            worker.AssertRuns();
            Assert.True(waited < 1200, worker.Output);
            await Task.Delay(50);
        }

        Assert.Null(await archive.Get<UnitSecrets>().Get(gone.Comment.Unit, default));
        Assert.Empty(await gone.TablesWithAWord());
        worker.Kill();
    }

    private static string Shards(ArchiveUnderTest archive, string name) =>
        Path.Combine(archive.Settings.Tenant, name[..2], name[2..4], name);

    private static async Task As(ArchiveUnderTest archive, string database, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(archive.Database.ConnectionString("archive_owner", database));
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
