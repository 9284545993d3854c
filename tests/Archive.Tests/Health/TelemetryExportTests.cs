using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
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

        using (new TelemetryExport(Options(("OTEL_EXPORTER_OTLP_ENDPOINT", address))))
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
    public void Nothing_is_sent_where_no_collector_is_named() => Assert.False(Options().IsOn);

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "here")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    public void A_setting_that_is_not_in_order_is_named(string name, string value) =>
        Assert.Contains(
            name, Assert.Throws<ValidationException>(() => Options((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_is_away_is_not_ready()
    {
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");

        var found = await new DatabaseCheck(nobody).CheckHealthAsync(new(), default);

        Assert.Equal(HealthStatus.Unhealthy, found.Status);
    }

    private static TelemetryOptions Options(params (string Name, string Value)[] settings) => TelemetryOptions.From(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Name, s.Value))).Build(),
        "archive-test");

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
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }
}
