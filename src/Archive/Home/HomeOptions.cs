using System.Text.RegularExpressions;
using Archive.Evidence;
using FluentValidation;

namespace Archive.Home;

/// <summary>Whose archive it is, where its directory is, and how its databases are reached.</summary>
public sealed partial record HomeOptions
{
    /// <summary>
    /// Directory of vault, keys, journal and checkpoints. No default: a wrong disk is found years later.
    /// </summary>
    public required string Home { get; init; }

    /// <inheritdoc cref="ArchiveHome(string, Evidence.Tenant, string)"/>
    public required string Tenant { get; init; }

    /// <inheritdoc cref="ArchiveHome(string, Evidence.Tenant, string)"/>
    public required string Name { get; init; }

    /// <summary>Connection string of database `archive` as role archive_app.</summary>
    public required string Facts { get; init; }

    /// <summary>Connection string of database `perishable` as role archive_app.</summary>
    public required string Perishable { get; init; }

    /// <summary>Connection string of database `archive` as role archive_sequencer.</summary>
    public required string Sequencer { get; init; }

    /// <summary>Whether it is the archive of a demonstration.</summary>
    public bool IsPractice => IsPracticeTenant(Tenant);

    public static HomeOptions Read(Settings settings) => new()
    {
        Home = settings.Text("home"),
        Tenant = settings.Text("tenant"),
        Name = settings.Text("name"),
        Facts = settings.Text("facts"),
        Perishable = settings.Text("perishable"),
        Sequencer = settings.Text("sequencer"),
    };

    /// <summary>Says where the archive is: connection strings hold passwords, which do not belong in a log.</summary>
    public override string ToString() => Home;

    /// <summary>Whether it can be a tenant's name.</summary>
    public static bool IsTenant(string name) => TenantForm().IsMatch(name);

    /// <summary>Names that begin so are kept for demonstrations, which nobody may take for a body's archive.</summary>
    public const string PracticePrefix = "demo-";

    public static bool IsPracticeTenant(string name) => name.StartsWith(PracticePrefix, StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex TenantForm();

    internal sealed class Rules : AbstractValidator<HomeOptions>
    {
        public Rules(Language language)
        {
            string Text(string key) => HomeTexts.In(language, key);
            RuleFor(o => o.Home).NotEmpty().WithMessage(Settings.NotSet(language, "ARCHIVE_HOME"));
            RuleFor(o => o.Tenant).Must(IsTenant).WithMessage(Text("Tenant"));
            RuleFor(o => o.Name).Must(ArchiveName.IsOne).WithMessage(Text("Name"));
            RuleFor(o => o.Facts).NotEmpty().WithMessage(Settings.NotSet(language, "ARCHIVE_FACTS"));
            RuleFor(o => o.Perishable).NotEmpty().WithMessage(Settings.NotSet(language, "ARCHIVE_PERISHABLE"));
            RuleFor(o => o.Sequencer).NotEmpty().WithMessage(Settings.NotSet(language, "ARCHIVE_SEQUENCER"));
        }
    }
}
