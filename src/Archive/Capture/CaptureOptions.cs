using Archive.Capture.Http;
using Archive.Evidence;
using FluentValidation;

namespace Archive.Capture;

/// <summary>How often sources are visited, and how servers are treated.</summary>
public sealed record CaptureOptions
{
    /// <summary>Between two visits to a source; 1 minute to 1 day.</summary>
    public TimeSpan VisitEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc cref="PoliteOptions.Contact"/>
    public string Contact { get; init; } = "";

    /// <inheritdoc cref="PoliteOptions.AllowedLoopback"/>
    public IReadOnlyList<string> AllowedLoopback { get; init; } = [];

    /// <summary>Servers on this machine are ours: they are not left in peace between questions.</summary>
    public PoliteOptions Polite => new()
    {
        Contact = Contact,
        AllowedLoopback = AllowedLoopback,
        Interval = AllowedLoopback.Count > 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(250),
    };

    public static CaptureOptions Read(Settings settings) => new()
    {
        VisitEvery = settings.Time("visit-every", TimeSpan.FromMinutes(15)),
        Contact = settings.Text("contact"),
        AllowedLoopback = settings.List("allowed-loopback"),
    };

    internal sealed class Rules : AbstractValidator<CaptureOptions>
    {
        private static readonly Texts Texts = new("Archive.Capture.Resources.Settings", typeof(Rules).Assembly);

        public Rules(Language language)
        {
            RuleFor(o => o.VisitEvery).InclusiveBetween(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1))
                .WithMessage(Texts.In(language, "VisitEvery"));
            RuleFor(o => o.Contact).Must(PoliteOptionsRules.IsContact).WithMessage(Texts.In(language, "Contact"));
            RuleForEach(o => o.AllowedLoopback).Must(PoliteOptionsRules.IsLoopback)
                .WithMessage((_, at) => Texts.In(language, "AllowedLoopback", at));
        }
    }
}
