using Archive.Capture;
using Archive.Capture.Visits;
using Archive.IntegrationTests;
using Archive.Integrity;
using Archive.Records;
using Archive.Sources;
using Archive.Storage.Log;

namespace Archive.Benchmarks;

/// <summary>
/// What posts cost on their way: a first visit to each of five accounts, replayed on this machine without a pause
/// between questions, the readable records after each, and `archive verify --all` of all of it.
/// </summary>
internal sealed class TextsBenchmark : IAsyncDisposable
{
    private const int Accounts = 5;

    private readonly ArchiveUnderTest archive;
    private readonly int versions;

    private TextsBenchmark(ArchiveUnderTest archive, int versions) =>
        (this.archive, this.versions) = (archive, versions);

    /// <param name="Visit">Of an item, from the first question to the last committed fact.</param>
    /// <param name="Again">Of an item of a second visit, which finds everything as it was.</param>
    /// <param name="Projection">Of a version that becomes readable, after each first visit.</param>
    internal sealed record Speed(Cost Visit, Cost Again, Cost Projection);

    public static async Task<TextsBenchmark> Start(int versions)
    {
        var platform = new GeneratedPlatform(Accounts, versions);
        var archive = await ArchiveUnderTest.Start(
            platform, GeneratedPlatform.Handle(0), polite: options => options with { Interval = TimeSpan.Zero });
        platform.Address = archive.Server.Address.ToString().TrimEnd('/');
        return new(archive, versions);
    }

    /// <summary>The first account is for the compiler and is not counted.</summary>
    public async Task<Speed> Fill()
    {
        var (visits, again, projections) = (new List<Cost>(), new List<Cost>(), new List<Cost>());
        for (var account = 0; account < Accounts; account++)
        {
            var source = account == 0 ? archive.Source : await archive.Watch(GeneratedPlatform.Handle(account));
            visits.Add(await Visit(source, found: OfAnAccount));
            await archive.Get<Sequencer>().Drain(default);
            projections.Add(await Cost.Of(versions / Accounts, () => archive.Get<RecordProjection>().CatchUp(default)));
            again.Add(await Visit(source, found: 0));
            await archive.BringUpToDate();
        }

        return new(Cost.Median(visits.Skip(1)), Cost.Median(again.Skip(1)), Cost.Median(projections.Skip(1)));
    }

    /// <returns>Of a version.</returns>
    public async Task<Cost> Verify(int rounds)
    {
        var verification = archive.Get<ArchiveVerification>();
        var costs = new List<Cost>();
        for (var i = 0; i < rounds; i++)
        {
            ArchiveVerificationResult? report = null;
            costs.Add(await Cost.Of(
                versions, async () => report = await verification.Run(all: true, progress: null, default)));
            Assert.True(report!.Holds);
            Assert.Equal(versions + Accounts, report.Kept.Versions.Values.Sum());
        }

        return Cost.Median(costs);
    }

    public ValueTask DisposeAsync() => archive.DisposeAsync();

    /// <summary>What a visit finds: its posts, and the account itself.</summary>
    private int OfAnAccount => (versions / Accounts) + 1;

    private async Task<Cost> Visit(Source source, int found)
    {
        VisitCounts? counts = null;
        var cost = await Cost.Of(
            versions / Accounts, async () => counts = await archive.Get<SourceVisits>().Visit(source, default));
        Assert.Equal((0, found, OfAnAccount), (counts!.Gaps, counts.NewRecords, counts.Items));
        return cost;
    }
}
