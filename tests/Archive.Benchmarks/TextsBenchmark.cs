using Archive.Capture;
using Archive.Evidence.Log;
using Archive.Integrity;
using Archive.IntegrationTests;
using Archive.Records;
using Archive.Sources;

namespace Archive.Benchmarks;

/// <summary>
/// What posts cost on their way: a first visit to each of five accounts, replayed on this machine without a pause between
/// questions, the readable records after each, and `archive verify --all` of all of it.
/// </summary>
internal sealed class TextsBenchmark : IAsyncDisposable
{
    private const int Accounts = 5;

    private readonly ArchiveUnderTest archive;
    private readonly int versions;

    private TextsBenchmark(ArchiveUnderTest archive, int versions) => (this.archive, this.versions) = (archive, versions);

    /// <param name="Visit">Items per second, from the first question to the last committed fact: the median of the visits.</param>
    /// <param name="Projection">Versions per second that become readable, after each visit.</param>
    internal sealed record Speed(double Visit, double Again, double Projection);

    public static async Task<TextsBenchmark> Start(int versions)
    {
        var platform = new GeneratedPlatform(Accounts, versions);
        var archive = await ArchiveUnderTest.Start(
            platform, GeneratedPlatform.Handle(0), polite: options => options with { Interval = TimeSpan.Zero });
        platform.Address = archive.Server.Address.ToString().TrimEnd('/');
        return new(archive, versions);
    }

    /// <summary>The first account warms up and is not counted, unless it is the only one.</summary>
    public async Task<Speed> Fill()
    {
        var (visits, again, projections) = (new List<double>(), new List<double>(), new List<double>());
        for (var account = 0; account < Accounts; account++)
        {
            var source = account == 0 ? archive.Source : await archive.Watch(GeneratedPlatform.Handle(account));
            visits.Add(await Visit(source, found: versions / Accounts));
            await archive.Get<Sequencer>().Drain(default);
            var seconds = await Measured.Seconds(() => archive.Get<RecordProjection>().CatchUp(default));
            projections.Add(versions / Accounts / seconds);
            again.Add(await Visit(source, found: 0));
            await archive.BringUpToDate();
        }

        return new(Measured.Median(visits.Skip(1)), Measured.Median(again.Skip(1)), Measured.Median(projections.Skip(1)));
    }

    /// <returns>Versions per second.</returns>
    public async Task<double> Verify(int rounds)
    {
        var verification = archive.Get<ArchiveVerification>();
        var rates = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            VerificationReport? report = null;
            var seconds = await Measured.Seconds(async () => report = await verification.Run(all: true, progress: null, default));
            Assert.True(report!.Holds);
            Assert.Equal(versions, report.Kept.Versions.Values.Sum());
            rates.Add(versions / seconds);
        }

        return Measured.Median(rates);
    }

    public ValueTask DisposeAsync() => archive.DisposeAsync();

    /// <returns>Items per second.</returns>
    private async Task<double> Visit(Source source, int found)
    {
        VisitCounts? counts = null;
        var seconds = await Measured.Seconds(async () => counts = await archive.Get<VisitDesk>().Visit(source, default));
        Assert.Equal((0, found, versions / Accounts), (counts!.Gaps, counts.Found, counts.Items));
        return counts.Items / seconds;
    }
}
