using System.Globalization;
using Archive.Evidence;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.Extensions.Configuration;

namespace Archive;

/// <summary>
/// What the operator set, by name: from section `archive` of appsettings.json beside the program, from the environment
/// (ARCHIVE_VISIT_EVERY is `visit-every`) and from the command line (`--visit-every=…`), of which the last counts. Each
/// capability reads its own settings; what is not in order is gathered, so that all of it is told at once.
/// </summary>
public sealed class Settings(IConfiguration configuration, Language language)
{
    private const string File = "appsettings.json";

    private static readonly Texts Texts = new("Archive.Resources.Settings", typeof(Settings).Assembly);

    private readonly List<ValidationFailure> problems = [];

    /// <param name="arguments">The host's, as `--name=value`.</param>
    /// <param name="file">For a test: another than the one beside the program.</param>
    /// <exception cref="ValidationException">The file is no JSON.</exception>
    public static Settings Of(string[] arguments, string? file = null)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var path = file ?? Path.Combine(AppContext.BaseDirectory, File);
        try
        {
            Add(values, new ConfigurationBuilder().AddJsonFile(path, optional: true).Build().GetSection("archive"));
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new ValidationException(
                [new(File, Texts.In(Language.FromEnvironment(), "NoJson", path))]);
        }

        Add(values, new ConfigurationBuilder().AddEnvironmentVariables("ARCHIVE_").Build());
        Add(values, new ConfigurationBuilder().AddCommandLine(arguments).Build());
        return new(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), Language.FromEnvironment());
    }

    /// <summary>The same with some of them set otherwise.</summary>
    public Settings With(IEnumerable<KeyValuePair<string, string?>> values) => new(
        new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(values).Build(), language);

    public string Text(string name, string otherwise = "") =>
        configuration[name] is { Length: > 0 } value ? value : otherwise;

    /// <summary>
    /// Where PostgreSQL has its data, from ARCHIVE_DATABASE_DIRECTORY: of use to say which disk is full when it does
    /// not answer. Null where it is on another machine.
    /// </summary>
    public string? DatabaseDirectory => Text("database-directory") is { Length: > 0 } directory ? directory : null;

    /// <summary>Parts between commas.</summary>
    public IReadOnlyList<string> List(string name) => Text(name).Split(
        ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <returns>-1 for what is no number, which no rule allows.</returns>
    public int Number(string name, int otherwise) => Text(name) is not { Length: > 0 } text
        ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <returns>Zero for what is no time, which no rule allows.</returns>
    public TimeSpan Time(string name, TimeSpan otherwise) => Text(name) is not { Length: > 0 } text
        ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.Zero;

    /// <summary>Holds a capability's options against its rules.</summary>
    /// <param name="rules">With messages in this language.</param>
    public T Checked<T>(T options, Func<Language, IValidator<T>> rules)
    {
        problems.AddRange(rules(language).Validate(options).Errors);
        return options;
    }

    /// <exception cref="ValidationException">
    /// Something is missing or out of range: all of it, each message with the variable, what is wrong and how to mend
    /// it.
    /// </exception>
    public void MustBeInOrder()
    {
        if (problems.Count > 0)
            throw new ValidationException(problems);
    }

    /// <summary>What every host needs and the script `archive` sets.</summary>
    internal static string NotSet(Language language, string variable) => Texts.In(language, "NotSet", variable);

    private static void Add(Dictionary<string, string?> values, IConfiguration from)
    {
        foreach (var setting in from.GetChildren())
        {
            var value = setting.Value ?? string.Join(',', setting.GetChildren().Select(part => part.Value));
            if (value.Length > 0)
                values[setting.Key.ToLowerInvariant().Replace('_', '-')] = value;
        }
    }
}
