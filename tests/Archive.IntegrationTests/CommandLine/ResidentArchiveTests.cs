using System.Runtime.Versioning;
using Archive.IntegrationTests.Faults;

namespace Archive.IntegrationTests.CommandLine;

/// <summary>Commands while the archive is up: run there, for the officer who typed them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ResidentArchiveTests(ResidentArchive resident) : IClassFixture<ResidentArchive>
{
    private const string Query = "kerkstraat";

    private static readonly string[] Search = ["search", Query, "--officer", ResidentArchive.Handler];

    [Fact]
    public async Task Twenty_searches_are_answered_at_once_and_each_look_is_recorded_with_its_officer()
    {
        var (handler, _) = await resident.Archive.Officers();
        var alone = await resident.RunAlone(Search);
        var before = await Looks(handler.Id);

        var ran = new List<Ran>();
        for (var i = 0; i < 20; i++)
            ran.Add(await resident.Type(Search));

        Assert.All(ran, r => Assert.Equal((0, Found(alone), ""), (r.Code, Found(r), r.Error)));
        Assert.Contains("records.", alone.Output, StringComparison.Ordinal);
        Assert.Equal(before + 20, await Looks(handler.Id));
        // How long a quiet machine takes is in docs/operations.md; on a loaded one both take longer.
        var median = ran.Select(r => r.Took).Order().ElementAt(ran.Count / 2);
        Assert.True(median < alone.Took, $"{median} each, and {alone.Took} by itself");
        Assert.True(median < TimeSpan.FromSeconds(10), $"{median}");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_however_often_the_right_one_was_given()
    {
        Assert.Equal(0, (await resident.Ask(Search)).Code);

        var wrong = await ResidentArchive.End(resident.Begin(Search, password: "acht fietsen in de regen"));

        Assert.Equal((2, ""), (wrong.Code, wrong.Output));
        Assert.StartsWith("Refused: ", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await resident.Ask(Search)).Code);
    }

    [Fact]
    public async Task A_password_that_nobody_set_is_asked_for_where_the_command_was_typed()
    {
        var asked = await ResidentArchive.End(
            resident.Begin(Search, password: ""), typed: ArchiveUnderTest.Password);

        Assert.Equal((0, ""), (asked.Code, asked.Error));
        Assert.Contains("records.", asked.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await ResidentArchive.End(resident.Begin(Search, password: ""), typed: "iets anders")).Code);
    }

    [Theory]
    [InlineData("search --help", 0)]
    [InlineData("serch", 1)]
    [InlineData("request show WOO-2026-0099 --officer Anna", 2)]
    [InlineData("destroy 00000000-0000-0000-0000-000000000000 --basis AvgArticle17 --officer Anna", 1)]
    public async Task A_command_ends_there_as_it_ends_by_itself(string typed, int code)
    {
        var arguments = typed.Split(' ');

        var there = await resident.Ask(arguments);
        var alone = await resident.RunAlone(arguments);

        Assert.Equal(code, there.Code);
        Assert.Equal((alone.Code, alone.Output, alone.Error), (there.Code, there.Output, there.Error));
    }

    [Fact]
    public async Task Two_at_once_are_answered_each_in_its_own_language()
    {
        var ran = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ResidentArchive.End(
            resident.Begin(Search, more: ("LC_ALL", i % 2 == 0 ? "nl_NL.UTF-8" : "en_GB.UTF-8")))));

        Assert.All(ran.Index(), r => Assert.Equal(
            (0, r.Index % 2 == 0),
            (r.Item.Code, r.Item.Output.Contains("Gevonden", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Names_of_files_begin_where_the_command_was_typed()
    {
        var there = Directory.CreateTempSubdirectory("archive-typed-").FullName;

        var published = await ResidentArchive.End(resident.Begin(["log", "publish", "log"], directory: there));

        Assert.Equal((0, ""), (published.Code, published.Error));
        Assert.True(File.Exists(Path.Combine(there, "log", "checkpoint")));
        Directory.Delete(there, recursive: true);
    }

    [Theory]
    [InlineData("restore --reason ServerLost --officer Anna")]
    [InlineData("keys restore x --officer Anna")]
    [InlineData("migrate")]
    [InlineData("demo")]
    [InlineData("up")]
    public async Task What_needs_a_process_of_its_own_is_left_to_it(string typed)
    {
        var left = await resident.Ask(typed.Split(' '));

        Assert.Equal((69, "", ""), (left.Code, left.Output, left.Error));
    }

    [Fact]
    public async Task A_command_for_another_archive_is_not_run_in_this_one()
    {
        var left = await ResidentArchive.End(resident.Begin(Search, more: ("ARCHIVE_TENANT", "noorderdam")));

        Assert.Equal((69, ""), (left.Code, left.Output));
        Assert.Contains("ARCHIVE_TENANT", left.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("noorderdam", left.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_the_owner_can_reach_it_and_a_second_one_in_the_home_does_not_start()
    {
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(resident.Channel));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(resident.Channel)!));

        using var second = resident.Start();

        Assert.Equal(1, await second.Ended(TimeSpan.FromMinutes(2)));
        Assert.Contains("at work already", second.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await resident.Ask(Search)).Code);
    }

    [Fact]
    public async Task What_runs_tells_of_its_own_work_only_and_no_password()
    {
        await resident.Ask(Search);

        Assert.All(
            resident.Said.Split('\n').Where(line => line.Length > 0 && line[0] != ' '),
            line => Assert.Matches("^[a-z]{4}: Archive\\.", line));
        Assert.DoesNotContain(ArchiveUnderTest.Password, resident.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_off_where_it_was_typed_a_command_ends_in_the_archive_too()
    {
        await using var held = await Held();
        using var typed = resident.Begin(Search);
        await held.Waits(1);

        // SIGTERM, which is handled as Ctrl-C is: what is started in the background ignores SIGINT.
        Assert.True(Machine.TrySignal(typed.Id, signal: 15));
        var ended = await ResidentArchive.End(typed);

        Assert.Equal((130, ""), (ended.Code, ended.Output));
        Assert.Contains("Broken off", ended.Error, StringComparison.Ordinal);
        await held.Waits(0);
    }

    /// <summary>
    /// What was found, without how far the records are behind: the worker visits meanwhile.
    /// </summary>
    private static string Found(Ran ran) => string.Join('\n', ran.Output.Split('\n').Where(
        line => !line.Contains("are not in what was read", StringComparison.Ordinal)));

    private async Task<long> Looks(Guid officer)
    {
        await using var query = resident.Archive.Database.Superuser.CreateCommand(
            """
            SELECT count(*) FROM archive.mt_events
            WHERE type = 'people.access-recorded/1' AND data->>'kind' = 'searched' AND headers->>'officer' = $1
            """);
        query.Parameters.Add(new() { Value = officer.ToString() });
        return (long)(await query.ExecuteScalarAsync())!;
    }

    private Task<HeldAccounts> Held() => HeldAccounts.Take(resident.Archive.Database);
}
