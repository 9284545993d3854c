using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Archive.Evidence.Facts;
using Archive.Restore;
using Archive.Storage.Postgres;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The web host is killed while it shows the status page: it only reads, so nothing is other than it was.
/// </summary>
public sealed class KilledWebTests(ITestOutputHelper output)
{
    private readonly Random random = Seed.Write(output);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [Fact]
    public Task Killed_twice_it_does_no_harm() => Killed(times: 2, full: false);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Killed_at_ten_random_moments_it_does_no_harm() => Killed(times: 10, full: true);

    private async Task Killed(int times, bool full)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        // as a worker does: else nothing is shown
        await using var hold = await archive.Get<StartCheck>().Begin(default);
        var oracle = new Oracle();
        await oracle.Look(archive);
        var story = await archive.Story();
        for (var kill = 0; kill < times; kill++)
        {
            var address = $"http://127.0.0.1:{FreePort()}";
            using var web = ProductProcess.Web(
                archive.Settings, ("ASPNETCORE_URLS", address),
                ("ARCHIVE_FACTS", archive.Database.ConnectionString("archive_web", Migrations.Facts)),
                ("ARCHIVE_PERISHABLE", archive.Database.ConnectionString("archive_web", Migrations.Perishable)));
            using var client = new HttpClient();
            await Answers(web, client, address);
            var looking = client.GetAsync(new Uri(address));
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 20));
            web.Kill();
            _ = await Record.ExceptionAsync(() => looking); // the reader may see the connection break
        }

        var sum = await oracle.CountDatabase(archive);
        sum.AssertClean();
        Assert.Equal(story, await archive.Story());
        await archive.AssertNothingIsHalf();

        await archive.Tamper(
            "UPDATE archive.mt_events SET \"timestamp\" = \"timestamp\" + interval '1 second' WHERE seq_id = 7");
        Assert.Equal(
            (1, 0),
            ((await oracle.CountDatabase(archive)) is var r ? (r.Lost >= 1 ? 1 : 0, r.Undetected) : default));
        FaultFigures.Write(output, "kill -9 of web", full, times, sum, "a fact altered: caught", watch.Elapsed);
    }

    private static async Task Answers(ProductProcess web, HttpClient client, string address)
    {
        for (var waited = 0; ; waited++)
        {
            web.AssertRuns();
            Assert.True(waited < 600, web.Output);
            try
            {
                using var page = await client.GetAsync(new Uri(address));
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100); // it does not listen yet
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
