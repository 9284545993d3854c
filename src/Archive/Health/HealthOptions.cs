using Archive.Evidence;
using FluentValidation;

namespace Archive.Health;

/// <summary>
/// Where a host says how it is, and where its spans and measurements are sent. The latter by the names that
/// OpenTelemetry gives its own settings; headers, time-outs and what else there is the exporter reads from the
/// environment itself.
/// </summary>
public sealed record HealthOptions
{
    internal const string Http = "http/protobuf";
    internal const string Grpc = "grpc";

    /// <summary>Of the worker: an address of this machine. Empty: it answers nobody.</summary>
    public string Url { get; init; } = "";

    /// <summary>The collector. Empty: nothing is sent.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>`http/protobuf` or `grpc`.</summary>
    public string Protocol { get; init; } = Http;

    /// <summary>What this host is called there.</summary>
    public required string Service { get; init; }

    /// <summary>Where PostgreSQL has its data, if that is on this machine: to say which of its disks is full.</summary>
    public string? DatabaseDirectory { get; init; }

    public bool Sends => Endpoint.Length > 0;

    /// <param name="service">What this host is called unless a setting says otherwise.</param>
    private static HealthOptions Read(Settings settings, string service) => new()
    {
        Url = settings.Text("worker-health"),
        Endpoint = settings.Text("otlp-endpoint", Of("OTEL_EXPORTER_OTLP_ENDPOINT", "")),
        Protocol = settings.Text("otlp-protocol", Of("OTEL_EXPORTER_OTLP_PROTOCOL", Http)),
        Service = Of("OTEL_SERVICE_NAME", service),
        DatabaseDirectory = settings.DatabaseDirectory,
    };

    /// <summary>The same, held against their rules with all other settings.</summary>
    public static HealthOptions Checked(Settings settings, string service) =>
        settings.Checked(Read(settings, service), language => new Rules(language));

    private static string Of(string variable, string otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : otherwise;

    private sealed class Rules : AbstractValidator<HealthOptions>
    {
        private static readonly Texts Texts = new("Archive.Health.Resources.Settings", typeof(Rules).Assembly);

        public Rules(Language language)
        {
            RuleFor(o => o.Url)
                .Must(url => Uri.TryCreate(url, UriKind.Absolute, out var at) && at.Scheme == "http" && at.IsLoopback)
                .When(o => o.Url.Length > 0)
                .WithMessage(Texts.In(language, "Url"));
            RuleFor(o => o.Endpoint)
                .Must(at => Uri.TryCreate(at, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                .When(o => o.Sends)
                .WithMessage(Texts.In(language, "Endpoint"));
            RuleFor(o => o.Protocol).Must(p => p is Http or Grpc).WithMessage(Texts.In(language, "Protocol"));
        }
    }
}
