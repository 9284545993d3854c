using Archive.IntegrationTests.Faults;
using Archive.People;
using Archive.Replay.Sample;
using Archive.Storage.Postgres;

namespace Archive.IntegrationTests.Security;

/// <summary>Whoever acts at the console is named in a fact: by an id, never by a name.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task What_is_done_without_an_account_names_the_operator_and_with_one_the_officer()
    {
        await using var archive = await ArchiveUnderTest.Start();
        var (officer, _) = await archive.Officers();
        var published = Directory.CreateTempSubdirectory("archive-published-").FullName;
        string[] server = ["--server", archive.Server.Address.AbsoluteUri];
        string[] account = ["mastodon", $"@{SamplePlatform.Handle}"];
        foreach (var typed in new string[][]
                 {
                     ["watch", "mastodon", "@nieuw@voorbeeldstad.example", .. server],
                     ["collect", .. account, .. server],
                     ["rebuild"],
                     ["verify"],
                     ["log", "publish", published],
                     ["collect", .. account, .. server, "--officer", officer.Name],
                 })
        {
            using var command = ProductProcess.Cli(
                archive.Settings, typed, ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password),
                ("SUDO_USER", "j.jansen"));
            Assert.True(
                await command.Ended(TimeSpan.FromMinutes(2)) == 0, $"{string.Join(' ', typed)}: {command.Output}");
        }

        var named = await archive.Get<Operators>().Names(default);
        var operatorId = Assert.Single(named, o => o.Value == "j.jansen").Key;
        Assert.Equal(
            [
                ("sources.source-watched/1", null, operatorId),
                ("people.acted-at-console/1", "source-visited", operatorId),
                ("people.acted-at-console/1", "records-rebuilt", operatorId),
                ("people.acted-at-console/1", "archive-verified", operatorId),
                ("people.acted-at-console/1", "log-published", operatorId),
                ("people.acted-at-console/1", "source-visited", officer.Id),
            ],
            await Acts(archive));
        Assert.DoesNotContain("jansen", await AllFacts(archive), StringComparison.Ordinal);
        Directory.Delete(published, recursive: true);
    }

    private static async Task<IReadOnlyList<(string Type, string? Act, Guid Who)>> Acts(ArchiveUnderTest archive)
    {
        await using var transaction = await archive.Get<FactsDatabase>().Begin(default);
        return await transaction.Query(
            """
            SELECT type, data->>'act', (headers->>'officer')::uuid FROM archive.mt_events
            WHERE headers->>'officer' IS NOT NULL AND type IN ('sources.source-watched/1', 'people.acted-at-console/1')
            ORDER BY seq_id
            """,
            row => (row.GetString(0), row.TextOrNull(1), row.GetGuid(2)), default);
    }

    private static async Task<string> AllFacts(ArchiveUnderTest archive)
    {
        await using var transaction = await archive.Get<FactsDatabase>().Begin(default);
        return (await transaction.Scalar<string>(
            "SELECT string_agg(e::text, E'\\n') FROM archive.mt_events e", default))!;
    }
}
