using Archive.Evidence.Facts;
using Archive.IntegrationTests;
using Archive.Storage.Postgres;
using Archive.Web;
using Npgsql;

namespace Archive.BrowserTests;

/// <summary>The web host shows nothing of databases that nobody has looked at.</summary>
public sealed class ServedTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_web_host_shows_nothing_before_a_worker_has_looked_and_nothing_after_it_was_cut_off()
    {
        await using var web = new PerishableDatabase(
            TenantDatabase.Open(database.ConnectionString("archive_web", Migrations.Perishable)), TestDatabase.Tenant);
        await using var served = new ReadinessGate(web);
        Assert.False(await served.MayBe(default));

        await using (await ServingLock.WithOthers(database.Perishable, default))
            Assert.True(await served.MayBe(default));
        Assert.True(await served.MayBe(default)); // the worker may be started anew meanwhile

        await CutOff(); // as by a database that is put back
        Assert.False(await served.MayBe(default));
    }

    private async Task CutOff()
    {
        await using var superuser = NpgsqlDataSource.Create(database.SuperuserOf(Migrations.Perishable));
        await using var end = superuser.CreateCommand(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);
        Assert.NotEqual(0L, await end.ExecuteScalarAsync());
        database.Perishable.Source.Clear();
    }
}
