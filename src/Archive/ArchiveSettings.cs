using System.Globalization;
using Archive.Anchoring;
using Archive.Capture.Http;
using Archive.Evidence;
using Archive.Exports.Pages;
using Archive.Keys;
using FluentValidation;
using Microsoft.Extensions.Configuration;

namespace Archive;

/// <summary>
/// What a host needs to know, from the environment: ARCHIVE_HOME, ARCHIVE_TENANT, ARCHIVE_NAME and the connection
/// strings ARCHIVE_FACTS, ARCHIVE_PERISHABLE, ARCHIVE_SEQUENCER. The `archive` script writes them to
/// `.archive/environment`.
/// </summary>
public sealed record ArchiveSettings
{
    /// <summary>
    /// Directory of vault, keys, journal and checkpoints. No default: a wrong disk is found years later.
    /// </summary>
    public required string Home { get; init; }

    /// <summary>Whose archive; part of every fact.</summary>
    public required string Tenant { get; init; }

    /// <summary>What log origins begin with, such as `archive.voorbeeldstad.nl`. Never changes.</summary>
    public required string Name { get; init; }

    /// <summary>The body as people write it, for covers and pages.</summary>
    public required string Body { get; init; }

    public required string Facts { get; init; }

    public required string Perishable { get; init; }

    public required string Sequencer { get; init; }

    /// <summary>
    /// `host:port` of servers on this machine that may be visited; for the demonstration and tests only.
    /// </summary>
    public IReadOnlyList<string> AllowedLoopback { get; init; } = [];

    /// <summary>Who attests when the log existed; none is allowed, and then exports say so.</summary>
    public IReadOnlyList<TimeStampAuthority> TimeStampAuthorities { get; init; } = [];

    /// <summary>So long before its certificates expire a time-stamp is renewed; 3 days to 3 years.</summary>
    public TimeSpan TimeStampLead { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Between two visits to a source; 1 minute to 1 day.</summary>
    public TimeSpan VisitEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Servers on this machine are ours: they are not left in peace between questions.</summary>
    public PoliteOptions Polite => new()
    {
        Contact = Contact,
        AllowedLoopback = AllowedLoopback,
        Interval = AllowedLoopback.Count > 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(250),
    };

    /// <summary>Where a server's keeper can reach this office; part of the user agent.</summary>
    public string Contact { get; init; } = "";

    /// <summary>File that names the witnesses, a line each: `url vkey`. No file is no witness.</summary>
    public string Witnesses { get; init; } = "";

    /// <summary>Where Node, Typst and the fonts are.</summary>
    public required TypstSetup Typst { get; init; }

    /// <summary>What wraps the key files; null where they hold the keys themselves.</summary>
    public AzureKeyVaultSettings? KeyStore { get; init; }

    public Tenant TenantName => new(Tenant);

    /// <summary>Where objects are kept: `vault` in the home, unless set.</summary>
    public VaultSettings Vault { get => field with { Home = Home }; init; } = new();

    public string KeysPath => Path.Combine(Home, "keys");

    public string JournalPath => Path.Combine(Home, "journal");

    public string CheckpointPath => Path.Combine(Home, "checkpoints");

    public string WitnessesPath => Witnesses.Length > 0 ? Witnesses : Path.Combine(Home, "witnesses");

    /// <summary>Signed checkpoints that witnesses showed and that contradict ours.</summary>
    public string ContradictionsPath => Path.Combine(Home, "contradictions");

    public string ExportsPath => Path.Combine(Home, "exports", Tenant);

    public string TemporaryPath => Path.Combine(Home, "tmp");

    /// <exception cref="ValidationException">
    /// Something is missing or out of range; the message names the variable.
    /// </exception>
    public static ArchiveSettings FromEnvironment()
    {
        static string Of(string name) => Environment.GetEnvironmentVariable(name) ?? "";
        var every = Of("ARCHIVE_VISIT_EVERY");
        var settings = new ArchiveSettings
        {
            Home = Of("ARCHIVE_HOME"),
            Tenant = Of("ARCHIVE_TENANT"),
            Name = Of("ARCHIVE_NAME"),
            Body = Of("ARCHIVE_BODY") is { Length: > 0 } body ? body : Of("ARCHIVE_TENANT"),
            Facts = Of("ARCHIVE_FACTS"),
            Perishable = Of("ARCHIVE_PERISHABLE"),
            Sequencer = Of("ARCHIVE_SEQUENCER"),
            AllowedLoopback = Of("ARCHIVE_ALLOWED_LOOPBACK").Split(',', StringSplitOptions.RemoveEmptyEntries),
            Contact = Of("ARCHIVE_CONTACT"),
            Witnesses = Of("ARCHIVE_WITNESSES"),
            Typst = TypstSetup.From(new ConfigurationBuilder().AddEnvironmentVariables("ARCHIVE_").Build()),
            KeyStore = Of("ARCHIVE_KEY_STORE") is { Length: > 0 } store ? KeyStoreOf(store, Of) : null,
            TimeStampAuthorities = Authorities(Of("ARCHIVE_TIMESTAMP_AUTHORITIES")),
            TimeStampLead = Of("ARCHIVE_TIMESTAMP_LEAD_DAYS") is { Length: > 0 } days
                ? TimeSpan.FromDays(int.TryParse(days, CultureInfo.InvariantCulture, out var lead) ? lead : 0)
                : TimeSpan.FromDays(90),
            Vault = VaultSettings.FromEnvironment(),
            VisitEvery = every.Length == 0
                ? TimeSpan.FromMinutes(15)
                : TimeSpan.Parse(every, CultureInfo.InvariantCulture),
        };
        new Rules().ValidateAndThrow(settings);
        return settings;
    }

    private static AzureKeyVaultSettings KeyStoreOf(string key, Func<string, string> of)
    {
        static string? OrNull(string value) => value.Length > 0 ? value : null;
        return new(
            Uri.TryCreate(key.TrimEnd('/'), UriKind.Absolute, out var url) ? url : new Uri("about:blank"),
            OrNull(of("ARCHIVE_KEY_STORE_DIRECTORY")), OrNull(of("ARCHIVE_KEY_STORE_CLIENT")), OrNull(
                of("ARCHIVE_KEY_STORE_SECRET")));
    }

    /// <exception cref="ValidationException">The setting is not in order; the message says where.</exception>
    private static IReadOnlyList<TimeStampAuthority> Authorities(string setting)
    {
        try
        {
            return TimeStampAuthority.Parse(setting);
        }
        catch (FormatException e)
        {
            throw new ValidationException([new(nameof(TimeStampAuthorities), e.Message)]);
        }
    }

    private sealed class Rules : AbstractValidator<ArchiveSettings>
    {
        public Rules()
        {
            const string Mend = "Start through the script `archive`, which sets it, or see docs/operations.md.";
            RuleFor(s => s.Home).NotEmpty().WithMessage($"ARCHIVE_HOME is not set. {Mend}");
            RuleFor(s => s.Tenant).Matches("^[a-z0-9][a-z0-9-]{0,62}$")
                .WithMessage($"ARCHIVE_TENANT is 1 to 63 of a-z, 0-9 and '-'. {Mend}");
            RuleFor(s => s.Name).Matches(@"^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$")
                .WithMessage($"ARCHIVE_NAME is a host name in lower case. {Mend}");
            RuleFor(s => s.Facts).NotEmpty().WithMessage($"ARCHIVE_FACTS is not set. {Mend}");
            RuleFor(s => s.Perishable).NotEmpty().WithMessage($"ARCHIVE_PERISHABLE is not set. {Mend}");
            RuleFor(s => s.Sequencer).NotEmpty().WithMessage($"ARCHIVE_SEQUENCER is not set. {Mend}");
            RuleFor(s => s.TimeStampLead).InclusiveBetween(TimeSpan.FromDays(3), TimeSpan.FromDays(1095))
                .WithMessage("ARCHIVE_TIMESTAMP_LEAD_DAYS is a number of days from 3 to 1095.");
            RuleFor(s => s.Vault).SetValidator(new VaultSettings.Rules());
            RuleFor(s => s.VisitEvery).InclusiveBetween(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1))
                .WithMessage("ARCHIVE_VISIT_EVERY is between 00:01:00 and 1.00:00:00.");
            RuleFor(s => s.KeyStore!.Key)
                .Must(k => k.Scheme == Uri.UriSchemeHttps && k.Segments is ["/", "keys/", _] && k.Query.Length == 0)
                .When(s => s.KeyStore is not null)
                .WithMessage(
                    "ARCHIVE_KEY_STORE is a key without version, such as https://NAME.vault.azure.net/keys/KEY.");
            RuleFor(s => s.KeyStore)
                .Must(k => (k!.Directory is null) == (k.Client is null) && (k.Client is null) == (k.Secret is null))
                .When(s => s.KeyStore is not null)
                .WithMessage("ARCHIVE_KEY_STORE_DIRECTORY, _CLIENT and _SECRET are set all three, or none for the "
                    + "machine's managed identity.");
        }
    }
}
