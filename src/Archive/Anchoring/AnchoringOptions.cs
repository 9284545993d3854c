using Archive.Evidence;
using FluentValidation;

namespace Archive.Anchoring;

/// <summary>Who attests when the log existed, and who cosigns it.</summary>
public sealed record AnchoringOptions
{
    /// <summary>None is allowed, and then exports say so.</summary>
    public IReadOnlyList<TimeStampAuthority> Authorities { get; init; } = [];

    /// <summary>So long before its certificates expire a time-stamp is renewed; 3 days to 3 years.</summary>
    public TimeSpan Lead { get; init; } = TimeSpan.FromDays(90);

    /// <summary>File that names the witnesses, a line each: `url vkey`. No file is no witness.</summary>
    public string Witnesses { get; init; } = "";

    /// <summary>Why the authorities could not be read; null if they were.</summary>
    internal AuthorityProblem? Problem { get; init; }

    public static AnchoringOptions Read(Settings settings)
    {
        var (authorities, problem) = TimeStampAuthority.Parse(settings.List("timestamp-authorities"));
        return new()
        {
            Authorities = authorities,
            Problem = problem,
            Lead = TimeSpan.FromDays(settings.Number("timestamp-lead-days", 90)),
            Witnesses = settings.Text("witnesses", Path.Combine(settings.Text("home"), "witnesses")),
        };
    }

    internal sealed class Rules : AbstractValidator<AnchoringOptions>
    {
        private static readonly Texts Texts = new("Archive.Anchoring.Resources.Settings", typeof(Rules).Assembly);

        public Rules(Language language)
        {
            RuleFor(o => o.Lead).InclusiveBetween(TimeSpan.FromDays(3), TimeSpan.FromDays(1095))
                .WithMessage(Texts.In(language, "Lead"));
            RuleFor(o => o.Problem).Null().WithMessage(
                o => Texts.In(language, o.Problem!.Key, [.. o.Problem.Arguments]));
        }
    }
}
