using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>What an archive has kept, looked at from outside: as a superuser, and file by file.</summary>
internal static partial class ArchiveContents
{
    /// <summary>Every fact that is committed, by its id, with all that a row of it says.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> CommittedFacts(this ArchiveUnderTest archive)
    {
        await using var query = archive.Database.Superuser.CreateCommand(
            "SELECT id, concat_ws(' ', seq_id, stream_id, version, type, \"timestamp\", correlation_id, headers, "
                + "data) FROM archive.mt_events");
        await using var rows = await query.ExecuteReaderAsync();
        var facts = new Dictionary<Guid, string>();
        while (await rows.ReadAsync())
            facts.Add(rows.GetGuid(0), rows.GetString(1));
        return facts;
    }

    /// <summary>Every committed fact of any tenant, read by nothing but its row.</summary>
    public static async Task<IReadOnlyList<Fact>> FactRows(this ArchiveUnderTest archive)
    {
        await using var query = archive.Database.Superuser
            .CreateCommand($"SELECT {Storage.Facts.FactRows.Columns} FROM archive.mt_events e");
        await using var rows = await query.ExecuteReaderAsync();
        var facts = new List<Fact>();
        while (await rows.ReadAsync())
            facts.Add(Storage.Facts.FactRows.Read(rows));
        return facts;
    }

    public static async Task<long> Count(this ArchiveUnderTest archive, string factName)
    {
        await using var query = archive.Database.Superuser
            .CreateCommand("SELECT count(*) FROM archive.mt_events WHERE type = $1");
        query.Parameters.Add(new() { Value = factName });
        return (long)(await query.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Every object is whole, every object and every secret that a fact names is there, but for what was destroyed.
    /// </summary>
    public static async Task AssertNothingIsHalf(this ArchiveUnderTest archive)
    {
        var vault = archive.Get<IVault>();
        Assert.Equal([], (await vault.ScrubAll(default)).Findings);

        var destroyed = (await archive.FactRows()).Where(f => f.Type == Archive.Facts.NameOf(typeof(RecordDestroyed)))
            .SelectMany(
                f => f.Data.ToJson()["units"]!.AsArray().Select(u => Guid.Parse(u!.GetValue<string>()))).ToHashSet();
        var facts = string.Join('\n', (await archive.CommittedFacts()).Values);
        foreach (var name in Named(Objects(), facts).Except(MediaOf(destroyed, facts)))
            Assert.True(
                await vault.Contains(Digest.Parse(name), default),
                $"Object {name} is named by a fact and is not there.");
        var units = Named(Units(), facts).Select(Guid.Parse).Except(destroyed).ToList();
        var secrets = await archive.Get<UnitSecrets>().Get(units, default);
        Assert.Equal([], units.Where(unit => !secrets.ContainsKey(unit)));
    }

    public static async Task AssertLogHolds(this ArchiveUnderTest archive)
    {
        var verdict = await archive.Get<LogReader>().Verify(archive.Get<OutsideCheckpoint>().Read(), default);
        Assert.Equal([], verdict.Findings);
        Assert.Equal(0, verdict.Waiting);
    }

    /// <summary>
    /// All records in all versions, with nothing that differs from archive to archive (ids, times of capture, the
    /// address at which the sample is served).
    /// </summary>
    public static async Task<IReadOnlyList<string>> Story(this ArchiveUnderTest archive)
    {
        var versions = await archive.Get<RecordVersions>().OfRecords(await archive.Records(), default);
        var counted = await archive.Engagements();
        return [.. versions
            .Select(v => string.Join(
                " | ",
                v.PlatformId, v.Ordinal, v.Of, v.Kind, v.EditedAt, v.GoneAt is null
                    ? "there"
                    : "gone", counted[v.Record],
                string.Join(' ', v.Members.Select(m => $"{m.Path}={m.Value}")))
                .Replace(archive.Server.Address.Authority, "server", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Ids of all readable records.</summary>
    public static async Task<IReadOnlyList<Guid>> Records(this ArchiveUnderTest archive) =>
        [.. (await archive.Engagements()).Keys];

    /// <summary>Files that are being written, or were when their writer died.</summary>
    public static IReadOnlyList<string> Leftovers(this ArchiveUnderTest archive) =>
        [.. Directory.EnumerateFiles(archive.Settings.Home, $"*{NewFile.Extension}", SearchOption.AllDirectories)];

    private static async Task<Dictionary<Guid, string>> Engagements(this ArchiveUnderTest archive)
    {
        await using var perishable = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        await using var query = perishable.CreateCommand(
            "SELECT record, concat_ws(',', replies, shares, likes) FROM perishable.record");
        await using var rows = await query.ExecuteReaderAsync();
        var counted = new Dictionary<Guid, string>();
        while (await rows.ReadAsync())
            counted.Add(rows.GetGuid(0), rows.GetString(1));
        return counted;
    }

    /// <summary>Objects that hold one medium only, which was destroyed: their bytes are gone too.</summary>
    private static HashSet<string> MediaOf(HashSet<Guid> destroyed, string facts) =>
        [.. Media().Matches(facts).Where(m => destroyed.Contains(Guid.Parse(m.Groups["unit"].Value)))
            .Select(m => m.Groups["name"].Value)];

    private static HashSet<string> Named(Regex what, string facts) =>
        [.. what.Matches(facts).Select(m => m.Groups["name"].Value)];

    [GeneratedRegex("\"object\": \"(?<name>[0-9a-f]{64})\"")]
    private static partial Regex Objects();

    [GeneratedRegex("\"unit\": \"(?<unit>[0-9a-f-]{36})\", \"index\": [0-9]+, \"object\": \"(?<name>[0-9a-f]{64})\"")]
    private static partial Regex Media();

    [GeneratedRegex("\"(unit|frame)\": \"(?<name>[0-9a-f-]{36})\"")]
    private static partial Regex Units();
}
