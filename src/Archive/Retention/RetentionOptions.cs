using Archive.Evidence;
using Archive.Retention.Policies;
using FluentValidation;

namespace Archive.Retention;

/// <summary>Which policy files hold. Every host reads all of them at its start, and stops if one is wrong.</summary>
public sealed record RetentionOptions
{
    /// <summary>From ARCHIVE_RETENTION_POLICIES; otherwise the folder that came with the program.</summary>
    public required string Folder { get; init; }

    public static RetentionOptions Read(Settings settings) => new()
    {
        Folder = settings.Text("retention-policies", Path.Combine(AppContext.BaseDirectory, "retention-policies")),
    };

    /// <summary>The same, its files held against their rules with all other settings.</summary>
    public static RetentionOptions Checked(Settings settings) =>
        settings.Checked(Read(settings), language => new Rules(language));

    private sealed class Rules : AbstractValidator<RetentionOptions>
    {
        public Rules(Language language) => RuleFor(o => o.Folder).Custom((folder, context) =>
        {
            foreach (var problem in RetentionPolicies.Check(folder).Problems)
                context.AddFailure(problem.In(language));
        });
    }
}
