using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Archive.Health;

/// <summary>
/// Sends spans and measurements to a collector (OTLP) for as long as it lives; what waits is sent when it is disposed.
/// A collector that does not answer holds nothing up.
/// </summary>
public sealed class TelemetryExport : IDisposable
{
    private static readonly TimeSpan LastSend = TimeSpan.FromSeconds(5);

    private readonly TracerProvider? spans;
    private readonly MeterProvider? meter;

    public TelemetryExport(HealthOptions options)
    {
        if (!options.Sends)
            return;
        var resource = ResourceBuilder.CreateEmpty().AddService(options.Service);
        spans = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name)
            .AddOtlpExporter(to => Set(to, options, "v1/traces")).Build();
        meter = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name)
            .AddOtlpExporter(to => Set(to, options, "v1/metrics")).Build();
    }

    public void Dispose()
    {
        spans?.Shutdown((int)LastSend.TotalMilliseconds);
        spans?.Dispose();
        meter?.Shutdown((int)LastSend.TotalMilliseconds);
        meter?.Dispose();
    }

    private static void Set(OtlpExporterOptions to, HealthOptions options, string path)
    {
        var isHttp = options.Protocol == HealthOptions.Http;
        to.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        // Of gRPC the endpoint is the whole address; of HTTP each signal has its own below it.
        to.Endpoint = new(isHttp ? $"{options.Endpoint.TrimEnd('/')}/{path}" : options.Endpoint);
    }
}
