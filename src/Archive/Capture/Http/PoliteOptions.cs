using System.Net;
using FluentValidation;

namespace Archive.Capture.Http;

/// <summary>
/// How we behave towards the servers we visit. A value outside its range stops the host from starting.
/// </summary>
public sealed record PoliteOptions
{
    /// <summary>An address or page where a server's keeper can reach us; part of the user agent.</summary>
    public string Contact { get; init; } = "";

    /// <summary>
    /// `host:port` of servers on this machine that may be visited, for the demonstration and for tests.
    /// </summary>
    public IReadOnlyList<string> AllowedLoopback { get; init; } = [];

    /// <summary>64 KiB to 256 MiB.</summary>
    public long MaxAnswerBytes { get; init; } = 16L << 20;

    /// <summary>1 MiB to 16 GiB.</summary>
    public long MaxMediumBytes { get; init; } = 2L << 30;

    /// <summary>From asking to the last byte of an answer, redirects not included; 0.1 to 600 s.</summary>
    public TimeSpan AnswerDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From asking to the last byte of a picture or a film, redirects not included; 0.1 s to 6 h.</summary>
    public TimeSpan MediumDeadline { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Slower than this on average, once <see cref="SlowAfter"/> has passed, is no answer; 0 to 1 MiB.
    /// </summary>
    public int MinBytesPerSecond { get; init; } = 256;

    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A compressed body may grow to this many times what was received (beyond the first MiB); 10 to 1,000.
    /// </summary>
    public int MaxExpansion { get; init; } = 100;

    /// <summary>Between two questions to one server; 0 to 60 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>All waits of one visit together; 0 to 24 h.</summary>
    public TimeSpan WaitBudget { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often one question is asked at most; 1 to 5.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>0 to 10.</summary>
    public int MaxRedirects { get; init; } = 5;
}

public sealed class PoliteOptionsRules : AbstractValidator<PoliteOptions>
{
    public PoliteOptionsRules()
    {
        RuleFor(o => o.Contact).Must(IsContact)
            .WithMessage("Contact is an e-mail address or a URL in plain ASCII.");
        RuleForEach(o => o.AllowedLoopback).Must(IsLoopback)
            .WithMessage(
                "AllowedLoopback holds host:port of this machine, such as 127.0.0.1:8080, not '{PropertyValue}'.");
        RuleFor(o => o.MaxAnswerBytes).InclusiveBetween(64L << 10, 256L << 20);
        RuleFor(o => o.MaxMediumBytes).InclusiveBetween(1L << 20, 16L << 30);
        RuleFor(o => o.AnswerDeadline).InclusiveBetween(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(600));
        RuleFor(o => o.MediumDeadline).InclusiveBetween(TimeSpan.FromSeconds(0.1), TimeSpan.FromHours(6));
        RuleFor(o => o.MinBytesPerSecond).InclusiveBetween(0, 1 << 20);
        RuleFor(o => o.SlowAfter).InclusiveBetween(TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(10));
        RuleFor(o => o.MaxExpansion).InclusiveBetween(10, 1000);
        RuleFor(o => o.Interval).InclusiveBetween(TimeSpan.Zero, TimeSpan.FromSeconds(60));
        RuleFor(o => o.WaitBudget).InclusiveBetween(TimeSpan.Zero, TimeSpan.FromHours(24));
        RuleFor(o => o.Tries).InclusiveBetween(1, 5);
        RuleFor(o => o.MaxRedirects).InclusiveBetween(0, 10);
    }

    internal static bool IsContact(string contact) =>
        contact.Length <= 200 && contact.All(c => c is > ' ' and <= '~' and not ('(' or ')' or '\\'));

    internal static bool IsLoopback(string hostAndPort)
    {
        if (!Uri.TryCreate($"http://{hostAndPort}/", UriKind.Absolute, out var uri)
            || !hostAndPort.EndsWith($":{uri.Port}", StringComparison.Ordinal))
        {
            return false;
        }

        return uri.Host == "localhost"
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
