using FluentValidation;
using Microsoft.Extensions.Configuration;

namespace Archive.Worker;

/// <summary>Where the worker says how it is.</summary>
internal sealed record HealthOptions
{
    /// <summary>`ARCHIVE_WORKER_HEALTH`: an address of this machine. Empty: nowhere.</summary>
    public string Url { get; init; } = "";

    /// <exception cref="ValidationException">It is not an address of this machine.</exception>
    public static HealthOptions From(IConfiguration configuration)
    {
        var options = new HealthOptions { Url = configuration["ARCHIVE_WORKER_HEALTH"] ?? "" };
        new Rules().ValidateAndThrow(options);
        return options;
    }

    private sealed class Rules : AbstractValidator<HealthOptions>
    {
        public Rules() => RuleFor(o => o.Url)
            .Must(url => Uri.TryCreate(url, UriKind.Absolute, out var at) && at.Scheme == "http" && at.IsLoopback)
            .When(o => o.Url.Length > 0)
            .WithMessage("ARCHIVE_WORKER_HEALTH is an address of this machine, such as http://127.0.0.1:5081.");
    }
}
