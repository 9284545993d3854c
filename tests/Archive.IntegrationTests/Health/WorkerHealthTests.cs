using System.Net;
using System.Net.Sockets;
using Archive.IntegrationTests.Faults;
using Npgsql;

namespace Archive.IntegrationTests.Health;

public sealed class WorkerHealthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_worker_whose_database_is_away_lives_and_is_not_ready()
    {
        await using var archive = await ArchiveUnderTest.Start();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var worker = ProductProcess.Worker(
            archive.Settings, ("ARCHIVE_WORKER_HEALTH", address.AbsoluteUri.TrimEnd('/')));
        using var client = new HttpClient { BaseAddress = address };

        await Becomes(client, worker, "/healthz/ready", HttpStatusCode.OK);
        await Becomes(client, worker, "/healthz/live", HttpStatusCode.OK);

        await Allow(archive, false);
        await Becomes(client, worker, "/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await Becomes(client, worker, "/healthz/live", HttpStatusCode.OK);

        await Allow(archive, true);
        await Becomes(client, worker, "/healthz/ready", HttpStatusCode.OK);
    }

    /// <summary>As a database that is away: nobody gets in, and who is in is put out.</summary>
    private static async Task Allow(ArchiveUnderTest archive, bool allowed)
    {
        var name = new NpgsqlConnectionStringBuilder(archive.Settings.Perishable).Database;
        await using var command = archive.Database.Superuser.CreateCommand(
            $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS {(allowed ? "true" : "false")}");
        await command.ExecuteNonQueryAsync();
        await using var end = archive.Database.Superuser.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()");
        end.Parameters.Add(new() { Value = name });
        if (!allowed)
            await end.ExecuteNonQueryAsync();
    }

    private static async Task Becomes(HttpClient client, ProductProcess worker, string path, HttpStatusCode wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (;;)
        {
            worker.AssertRuns();
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
                if (answer.StatusCode == wanted)
                    return;
            }
            catch (HttpRequestException)
            {
                // It has not started yet.
            }

            await Task.Delay(200, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }
}
