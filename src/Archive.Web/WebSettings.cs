using Archive.Evidence;
using FluentValidation;

namespace Archive.Web;

/// <summary>
/// What the web host needs to know, from the environment: ARCHIVE_TENANT, ARCHIVE_BODY, ARCHIVE_PERISHABLE,
/// ARCHIVE_FACTS and ASPNETCORE_URLS. It is told of no directory: what is kept there is not its business.
/// </summary>
public sealed record WebSettings
{
    public required string Tenant { get; init; }

    /// <summary>The body as people write it.</summary>
    public required string Body { get; init; }

    /// <summary>Connection string of the `perishable` database as role archive_web.</summary>
    public required string Perishable { get; init; }

    /// <summary>Connection string of the `archive` database as role archive_web.</summary>
    public required string Facts { get; init; }

    /// <summary>Where to listen; addresses of this machine only, because nobody signs in here.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    public Tenant TenantName => new(Tenant);

    /// <exception cref="ValidationException">
    /// Something is missing or out of range; the message names the variable.
    /// </exception>
    public static WebSettings FromEnvironment()
    {
        static string Of(string name, string otherwise = "") =>
            Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;
        return new WebSettings
        {
            Tenant = Of("ARCHIVE_TENANT"),
            Body = Of("ARCHIVE_BODY", otherwise: Of("ARCHIVE_TENANT")),
            Perishable = Of("ARCHIVE_PERISHABLE"),
            Facts = Of("ARCHIVE_FACTS"),
            Urls = Of("ASPNETCORE_URLS", otherwise: "http://127.0.0.1:5080"),
        }.Validated();
    }

    /// <exception cref="ValidationException">Something is missing or out of range.</exception>
    public WebSettings Validated()
    {
        new Rules().ValidateAndThrow(this);
        return this;
    }

    private sealed class Rules : AbstractValidator<WebSettings>
    {
        public Rules()
        {
            const string Mend = "Start through the script `archive`, which sets it, or see docs/operations.md.";
            RuleFor(s => s.Tenant).Matches("^[a-z0-9][a-z0-9-]{0,62}$")
                .WithMessage($"ARCHIVE_TENANT is 1 to 63 of a-z, 0-9 and '-'. {Mend}");
            RuleFor(s => s.Perishable).NotEmpty().WithMessage($"ARCHIVE_PERISHABLE is not set. {Mend}");
            RuleFor(s => s.Facts).NotEmpty().WithMessage($"ARCHIVE_FACTS is not set. {Mend}");
            RuleForEach(s => s.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
                .Must(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback)
                .OverridePropertyName("ASPNETCORE_URLS")
                .WithMessage("ASPNETCORE_URLS holds '{PropertyValue}': these pages ask for no password, so they are "
                    + "served "
                    + "on this machine only, for example on http://127.0.0.1:5080.");
        }
    }
}
