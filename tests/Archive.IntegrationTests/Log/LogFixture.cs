using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.IntegrationTests.Faults;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Npgsql;

namespace Archive.IntegrationTests.Log;

/// <summary>One database for all tests of the log, which take turns: some change what only a superuser can.</summary>
[CollectionDefinition(Name)]
public sealed class LogCollection : ICollectionFixture<TestDatabase>
{
    public const string Name = "log";
}

/// <summary>A tenant of its own for one test, with its log in the database and a file outside it.</summary>
[Collection(LogCollection.Name)]
public abstract class LogFixture(TestDatabase database) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 23, 7, 1, 123, 456, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    protected Tenant Tenant { get; } = new($"stad-{Ids.New():N}");

    protected LogKeys Keys
    {
        get
        {
            var keys = new LogKeys(folder.FullName, "archive.example", Tenant);
            keys.Of(1).Make();
            return keys;
        }
    }

    /// <summary>Of the tenant's first log.</summary>
    protected NoteSigner Signer => Keys.Signer(1);

    protected TestDatabase Database => database;

    protected EventStore Events => new(new(Database.Facts.Source, Tenant));

    protected Sequencer Sequencer => new(new(Database.Sequencer.Source, Tenant));

    protected OutsideCheckpoint Outside => new(Path.Combine(folder.FullName, "outside", "checkpoint"));

    protected Checkpoints Checkpoints => new(new(Database.Sequencer.Source, Tenant), Keys, Outside, new Clock());

    protected LogReader Log => new(new(Database.Facts.Source, Tenant), Keys);

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static NewFact New() =>
        new(Ids.New(), "test.noted/1", Now, new JsonObject { ["n"] = 1 }, FactMembers.None);

    /// <summary>Records that many facts, each in a stream of its own, and returns their ids.</summary>
    protected async Task<IReadOnlyList<Guid>> Record(int facts)
    {
        var streams = Enumerable.Range(0, facts).Select(_ => new StreamAppend(Ids.New(), 0, [New()])).ToList();
        Assert.True(await Events.Append(streams, default));
        return [.. streams.Select(stream => stream.Facts[0].Id)];
    }

    /// <summary>What someone with all rights could do: triggers and checks are off while they do it.</summary>
    /// <param name="sql">On rows of this tenant, `$1`; further values are $2, $3, …</param>
    protected async Task Tamper(string table, string sql, params object[] values)
    {
        await using var checks = await Attack.WithoutChecks(Database);
        await using var connection = await Database.Superuser.OpenConnectionAsync();
        await Run(connection, $"ALTER TABLE archive.{table} DISABLE TRIGGER ALL");
        Assert.NotEqual(0, await Run(connection, sql, [Tenant.ToString(), .. values]));
        await Run(connection, $"ALTER TABLE archive.{table} ENABLE TRIGGER ALL");
        if (table == "mt_events") // ENABLE forgets ALWAYS
            await Run(connection, "ALTER TABLE archive.mt_events ENABLE ALWAYS TRIGGER events_reach_the_inbox");
    }

    /// <summary>
    /// What is found in the log itself: a fact that was removed or moved leaves its stream at odds with its facts too.
    /// </summary>
    protected static IReadOnlyList<LogFinding> OfTheLog(LogVerificationResult verdict) =>
        [.. verdict.Findings.Where(finding => finding.Kind != LogFindingKind.StreamDiffers)];

    /// <summary>Streams without a fact, as a back-up leaves them that is older than both.</summary>
    protected Task RemoveEmptyStreams() => Tamper(
        "mt_streams",
        """
        DELETE FROM archive.mt_streams s WHERE tenant_id = $1
        AND NOT EXISTS (SELECT FROM archive.mt_events e WHERE e.tenant_id = $1 AND e.stream_id = s.id)
        """);

    /// <param name="sql">On rows of this tenant, `$1`; further values are $2, $3, …</param>
    protected async Task<T> Ask<T>(string sql, params object[] values)
    {
        await using var command = Database.Superuser.CreateCommand(sql);
        foreach (var value in values.Prepend(Tenant.ToString()))
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected Task<string> StreamOf(Guid fact) =>
        Ask<string>("SELECT stream_id FROM archive.mt_events WHERE tenant_id = $1 AND id = $2", fact);

    private static async Task<int> Run(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
