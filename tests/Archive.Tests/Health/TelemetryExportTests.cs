using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Archive.Evidence;
using Archive.Health;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Archive.Tests.Health;

public class TelemetryExportTests
{
    [Fact]
    public async Task Spans_and_measurements_are_sent_to_the_collector_that_is_named()
    {
        var received = new ConcurrentDictionary<string, string>();
        var address = $"http://127.0.0.1:{FreePort()}/";
        using var collector = new HttpListener { Prefixes = { address } };
        collector.Start();
        var listening = Listen(collector, received);

        using (new TelemetryExport(Options(("otlp-endpoint", address))))
        {
            using var work = Telemetry.Begin(Telemetry.Visit);
            Telemetry.Items.Add(3, new KeyValuePair<string, object?>("platform", "mastodon"));
            work.Done();
        }

        collector.Stop();
        await listening;
        Assert.Contains("capture.visit", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("archive.work.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("archive.capture.items", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.All(received.Values, sent => Assert.Contains("archive-test", sent, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_sent_where_no_collector_is_named() => Assert.False(Options().Sends);

    [Theory]
    [InlineData("otlp-endpoint", "collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("otlp-endpoint", "here", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("otlp-protocol", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL")]
    [InlineData("worker-health", "http://192.0.2.1:5081", "ARCHIVE_WORKER_HEALTH")]
    [InlineData("worker-health", "5081", "ARCHIVE_WORKER_HEALTH")]
    public void A_setting_that_is_not_in_order_is_named(string name, string value, string variable) =>
        Assert.Contains(
            variable, Assert.Throws<ValidationException>(() => Options((name, value))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_is_away_is_not_ready()
    {
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");

        var found = await new DatabaseCheck(nobody).CheckHealthAsync(new(), default);

        Assert.Equal(HealthStatus.Unhealthy, found.Status);
    }

    private static HealthOptions Options(params (string Name, string Value)[] values)
    {
        var settings = new Settings(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(s => new KeyValuePair<string, string?>(s.Name, s.Value))).Build(),
            Language.En);
        var options = HealthOptions.Checked(settings, "archive-test");
        settings.MustBeInOrder();
        return options;
    }

    private static int FreePort()
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }

    private static async Task Listen(HttpListener collector, ConcurrentDictionary<string, string> received)
    {
        try
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                using var body = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var sent = await body.ReadToEndAsync();
                received.AddOrUpdate(context.Request.Url!.AbsolutePath, sent, (_, before) => before + sent);
                context.Response.StatusCode = 200;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or InvalidOperationException && !collector.IsListening)
        {
            // It was stopped, while it waited for the next request or just before.
        }
    }
}
