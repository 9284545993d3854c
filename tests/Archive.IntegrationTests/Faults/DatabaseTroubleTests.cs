using System.Diagnostics;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Trouble with PostgreSQL is said in a sentence that says what to do, and what passes by itself is waited for.
/// </summary>
public sealed class DatabaseTroubleTests
{
    [Theory]
    [InlineData("Username=nobody-here", "does not take the password")] // it does not tell who is unknown
    [InlineData("Database=nothing-here", "has no such database")]
    [InlineData("Port=1", "does not answer")]
    public async Task A_command_says_what_is_wrong_with_the_connection_and_shows_no_code(string wrong, string says)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Officers();
        var settings = archive.Settings with { Perishable = $"{archive.Settings.Perishable};{wrong}" };

        Says(await Ended(ProductProcess.Cli(settings, ["search", "iets", "--officer", "Anna"])), says);
        var owner = ("ARCHIVE_PERISHABLE_OWNER", settings.Perishable);
        Says(await Ended(ProductProcess.Cli(settings, ["migrate"], owner)), says);
        if (wrong != "Port=1") // which is waited for
            Says(await Ended(ProductProcess.Worker(settings)), says);
    }

    [Fact]
    public async Task A_right_that_is_missing_is_said_and_shows_no_code()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Officers();
        await using var owner = NpgsqlDataSource.Create(
            archive.Database.ConnectionString("archive_owner", Migrations.Perishable));
        await using var revoke = owner.CreateCommand(
            "REVOKE SELECT ON perishable.wrapping_key FROM archive_app");
        await revoke.ExecuteNonQueryAsync();

        Says(
            await Ended(ProductProcess.Cli(archive.Settings, ["search", "iets", "--officer", "Anna"])),
            "misses a right");
        Says(await Ended(ProductProcess.Worker(archive.Settings)), "misses a right");
    }

    [Fact]
    public async Task Databases_of_another_build_are_refused_in_a_sentence_and_show_no_code()
    {
        await using var archive = await ArchiveUnderTest.Start();
        var owners = archive.Database.ConnectionString("archive_owner", Migrations.Perishable);
        await using var owner = NpgsqlDataSource.Create(owners);
        await using var other = owner.CreateCommand(
            "UPDATE public.migration SET sha256 = '' WHERE name = (SELECT min(name) FROM public.migration)");
        Assert.Equal(1, await other.ExecuteNonQueryAsync());

        Says(
            await Ended(ProductProcess.Cli(archive.Settings, ["migrate"], ("ARCHIVE_PERISHABLE_OWNER", owners))),
            "Run the build that belongs to this database");
    }

    [Fact]
    public async Task A_worker_that_starts_while_the_database_is_away_waits_and_goes_on()
    {
        using var room = new TemporaryDirectory();
        Directory.CreateDirectory(room.Path);
        Machine.Run("chmod", "711", room.Path);
        using var postgres = new PrivatePostgres(Path.Combine(room.Path, "pg"));
        await using var archive = await ArchiveUnderTest.Start(on: new TestDatabase { Server = postgres.Server });
        postgres.StopImmediately();

        using var worker = ProductProcess.Worker(archive.Settings);
        await Until(worker, () => worker.Output.Contains("The worker waits", StringComparison.Ordinal));
        postgres.Start();
        archive.ForgetConnections();
        var ended = Facts.NameOf(typeof(VisitEnded));
        await Until(worker, () => archive.Count(ended).Result > 0);

        Assert.DoesNotContain("   at ", worker.Output);
        worker.Kill();
    }

    [Theory]
    [InlineData("53100", "could not extend file \"base/5/1\": No space left on device", "The disk of the database")]
    [InlineData("53100", "could not write to file \"pg_wal/xlogtemp.1\": No space left", "The disk of the write-ahead")]
    [InlineData("28P01", "password authentication failed for user \"x\"", "does not take the password")]
    [InlineData("53300", "sorry, too many clients already", "takes no more connections")]
    [InlineData("57P03", "the database system is starting up", "does not answer")]
    public void What_PostgreSQL_says_is_said_in_both_languages(string state, string text, string says)
    {
        var trouble = DatabaseTrouble.Of(new PostgresException(text, "FATAL", "FATAL", state))!;

        Assert.Contains(says, trouble.In(Language.En));
        Assert.NotEqual(trouble.In(Language.En), trouble.In(Language.Nl));
    }

    private static void Says((int Code, string Output) ended, string says)
    {
        Assert.Equal(1, ended.Code);
        Assert.Contains(says, ended.Output);
        Assert.DoesNotContain("   at ", ended.Output);
        Assert.DoesNotContain("Exception", ended.Output);
    }

    private static async Task<(int Code, string Output)> Ended(ProductProcess process)
    {
        using (process)
            return (await process.Ended(TimeSpan.FromMinutes(2)), process.Output);
    }

    private static async Task Until(ProductProcess worker, Func<bool> so)
    {
        for (var watch = Stopwatch.StartNew(); !so();)
        {
            worker.AssertRuns();
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), worker.Output);
            await Task.Delay(100);
        }
    }
}
