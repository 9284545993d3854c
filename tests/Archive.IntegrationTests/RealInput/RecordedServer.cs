using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.IntegrationTests.Faults;
using Archive.Records;
using Archive.Replay;
using Archive.Replay.Recorded;
using Archive.Sources;

namespace Archive.IntegrationTests.RealInput;

/// <summary>
/// An archive that watches everyone who wrote something on a recorded server, before and after its edits and deletions.
/// </summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    private RecordedServer(string folder, ArchiveUnderTest archive)
    {
        Folder = folder;
        Archive = archive;
    }

    public string Folder { get; }

    /// <summary>Name of the account that the agency writes with.</summary>
    public string Agency => AgencyOf(Folder).Split('@')[0];

    public ArchiveUnderTest Archive { get; }

    public IReadOnlyDictionary<string, RecordedStatus> Recorded =>
        RecordedStatus.In(Recording.ReadFolder(Fixtures.Folder(Folder)));

    /// <param name="change">Changes what the recorded server answers.</param>
    public static async Task<RecordedServer> Start(string folder, Func<Question, Reply?, Reply?>? change = null)
    {
        var platform = new RecordedPlatform(Fixtures.Folder(folder), ownAddresses: true);
        var counted = new Changed(
            platform,
            (asked, reply) => platform.State == "before" && reply is not null ? Counted(folder, asked, reply) : reply);
        var archive = await ArchiveUnderTest.Start(
            change is null
                ? counted
                : new Changed(counted, change), AgencyOf(folder), polite => polite with { Tries = 1 });
        return new(folder, archive);
    }

    /// <summary>Visits the agency, lets what was recorded happen, and visits it again.</summary>
    public Task VisitBeforeAndAfter() => VisitBeforeAndAfter([Archive.Source]);

    /// <summary>The same for everyone who wrote something.</summary>
    public async Task VisitAllBeforeAndAfter()
    {
        var sources = new List<Source> { Archive.Source };
        foreach (var account in Recorded.Values.Select(s => s.Newest.Acct).Distinct().Order(StringComparer.Ordinal))
            sources.Add(await Archive.Watch($"{account}@{Domain(Folder)}"));
        await VisitBeforeAndAfter([.. sources.DistinctBy(s => s.Id)]);
    }

    /// <summary>Every version of every status that was captured.</summary>
    public async Task<IReadOnlyList<RecordVersion>> Captured() =>
        [.. (await All()).Where(v => v.Kind != RecordKind.Account)];

    /// <summary>Every version of the accounts that are watched.</summary>
    public async Task<IReadOnlyList<RecordVersion>> Accounts() =>
        [.. (await All()).Where(v => v.Kind == RecordKind.Account)];

    private async Task<IReadOnlyList<RecordVersion>> All()
    {
        var hits = await Archive.Find("");
        return await Archive.Get<RecordVersions>().OfRecords([.. hits.Select(h => h.Record)], default);
    }

    public async Task<IReadOnlyList<GapFound>> Gaps() => [.. (await Archive.RecordedFacts()).OfType<GapFound>()];

    public ValueTask DisposeAsync() => Archive.DisposeAsync();

    private async Task VisitBeforeAndAfter(IReadOnlyList<Source> sources)
    {
        foreach (var state in Archive.Server.Platform.States)
        {
            Archive.Server.Platform.State = state;
            foreach (var source in sources)
                await Archive.Visit(source);
        }
    }

    /// <summary>
    /// A post was recorded the moment it was made, its thread later: a listing of that later moment would count its
    /// answers.
    /// </summary>
    private static Reply Counted(string folder, Question asked, Reply reply)
    {
        if (!asked.Path.EndsWith("/statuses", StringComparison.Ordinal) || reply.Status != 200)
            return reply;
        var recorded = RecordedStatus.In(Recording.ReadFolder(Fixtures.Folder(folder))).Values;
        var listing = JsonNode.Parse(reply.Body)!.AsArray();
        foreach (var status in listing)
            status!["replies_count"] = recorded.Count(s => s.Newest.Parent == (string?)status["id"]);
        return reply with { Body = Encoding.UTF8.GetBytes(listing.ToJsonString()) };
    }

    private static string AgencyOf(string folder) => folder switch
    {
        ['o', 'w', 'n', ..] => $"gemeente@{Domain(folder)}",
        "mastodon" => $"mastodonpy_test@{Domain(folder)}",
        _ => $"cityhall@{Domain(folder)}",
    };

    private static string Domain(string folder) => folder switch
    {
        "mastodon" or "own-mastodon" => "localhost:3000",
        _ => "recorded.example",
    };
}
