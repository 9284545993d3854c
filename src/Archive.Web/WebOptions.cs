using Archive.Evidence;
using Archive.Home;
using FluentValidation;

namespace Archive.Web;

/// <summary>
/// What the web host needs to know: whose archive it shows, its two databases, and where it listens. It is told of no
/// directory: what is kept there is not its business.
/// </summary>
public sealed record WebOptions
{
    private const string Here = "http://127.0.0.1:5080";

    public required string Tenant { get; init; }

    /// <summary>The body as people write it.</summary>
    public required string Body { get; init; }

    /// <summary>Connection string of the `perishable` database as role archive_web.</summary>
    public required string Perishable { get; init; }

    /// <summary>Connection string of the `archive` database as role archive_web.</summary>
    public required string Facts { get; init; }

    /// <summary>Where to listen; addresses of this machine only, because nobody signs in here.</summary>
    public string Urls { get; init; } = Here;

    public Tenant TenantName => new(Tenant);

    public static WebOptions Read(Settings settings) => new()
    {
        Tenant = settings.Text("tenant"),
        Body = settings.Text("body", settings.Text("tenant")),
        Perishable = settings.Text("perishable"),
        Facts = settings.Text("facts"),
        Urls = settings.Text(
            "urls", Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is { Length: > 0 } urls ? urls : Here),
    };

    /// <exception cref="ValidationException">Something is missing or out of range.</exception>
    public WebOptions Validated()
    {
        new Rules(Language.FromEnvironment()).ValidateAndThrow(this);
        return this;
    }

    private sealed class Rules : AbstractValidator<WebOptions>
    {
        private static readonly Texts Texts = new("Archive.Web.Resources.Settings", typeof(Rules).Assembly);

        public Rules(Language language)
        {
            RuleFor(o => o.Tenant).Must(HomeOptions.IsTenant).WithMessage(Texts.In(language, "Tenant"));
            RuleFor(o => o.Perishable).NotEmpty().WithMessage(Texts.In(language, "NotSet", "ARCHIVE_PERISHABLE"));
            RuleFor(o => o.Facts).NotEmpty().WithMessage(Texts.In(language, "NotSet", "ARCHIVE_FACTS"));
            RuleForEach(o => o.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
                .Must(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback)
                .OverridePropertyName("ASPNETCORE_URLS")
                .WithMessage((_, url) => Texts.In(language, "NotThisMachine", url));
        }
    }
}
