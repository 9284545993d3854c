using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Store;

/// <summary>
/// Who serves holds the database; nobody who has not looked at it, and nobody who was cut off from it.
/// </summary>
public sealed class DatabaseHoldTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task It_is_held_by_many_or_by_one_alone()
    {
        await using (var one = await WithOthers())
        await using (var two = await WithOthers())
        {
            Assert.True(await one!.Stands(default) && await two!.Stands(default));
            Assert.Null(await ServingLock.Alone(database.Perishable, default));
            await using var elsewhere = await ServingLock.Alone(
                new PerishableDatabase(database.Perishable.Source, new Tenant("elders")), default);
            Assert.NotNull(elsewhere);
        }

        await using (var alone = await ServingLock.Alone(database.Perishable, default))
        {
            Assert.NotNull(alone);
            Assert.Null(await WithOthers());
        }

        await using var again = await WithOthers();
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Who_was_cut_off_holds_nothing_even_when_the_database_is_back()
    {
        await using var hold = await WithOthers();
        await CutOff();

        Assert.False(await hold!.Stands(default));
        Assert.False(await hold.Stands(default));
    }

    private Task<ServingLock?> WithOthers() =>
        ServingLock.WithOthers(database.Perishable, default);

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
