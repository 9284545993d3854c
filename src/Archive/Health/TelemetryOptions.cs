using FluentValidation;
using Microsoft.Extensions.Configuration;

namespace Archive.Health;

/// <summary>
/// Where spans and measurements are sent, by the names that OpenTelemetry gives its own settings. Headers, time-outs
/// and what else there is the exporter reads from the environment itself.
/// </summary>
public sealed record TelemetryOptions
{
    /// <summary>`OTEL_EXPORTER_OTLP_ENDPOINT`: the collector. Empty: nothing is sent.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>`OTEL_EXPORTER_OTLP_PROTOCOL`: `http/protobuf` or `grpc`.</summary>
    public string Protocol { get; init; } = Http;

    /// <summary>`OTEL_SERVICE_NAME`: what this host is called there.</summary>
    public required string Service { get; init; }

    internal const string Http = "http/protobuf";
    internal const string Grpc = "grpc";

    public bool IsOn => Endpoint.Length > 0;

    /// <param name="service">What this host is called unless a setting says otherwise.</param>
    /// <exception cref="ValidationException">A setting is not in order; the message names it.</exception>
    public static TelemetryOptions From(IConfiguration configuration, string service)
    {
        string Of(string name, string otherwise) => configuration[name] is { Length: > 0 } value ? value : otherwise;
        var options = new TelemetryOptions
        {
            Endpoint = Of("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
            Protocol = Of("OTEL_EXPORTER_OTLP_PROTOCOL", Http),
            Service = Of("OTEL_SERVICE_NAME", service),
        };
        new Rules().ValidateAndThrow(options);
        return options;
    }

    private sealed class Rules : AbstractValidator<TelemetryOptions>
    {
        public Rules()
        {
            RuleFor(o => o.Endpoint)
                .Must(at => Uri.TryCreate(at, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                .When(o => o.IsOn)
                .WithMessage("OTEL_EXPORTER_OTLP_ENDPOINT is an address, such as http://127.0.0.1:4318.");
            RuleFor(o => o.Protocol).Must(p => p is Http or Grpc)
                .WithMessage($"OTEL_EXPORTER_OTLP_PROTOCOL is {Http} or {Grpc}.");
        }
    }
}
