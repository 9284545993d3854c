using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Archive.Web;

/// <summary>In which language a page is answered, and how that language writes numbers and times.</summary>
internal sealed class PageCulture : RequestCultureProvider
{
    public static RequestLocalizationOptions Choice { get; } = new()
    {
        DefaultRequestCulture = new("nl-NL"),
        SupportedCultures = [CultureInfo.GetCultureInfo("nl-NL"), CultureInfo.GetCultureInfo("en-GB")],
        SupportedUICultures = [CultureInfo.GetCultureInfo("nl-NL"), CultureInfo.GetCultureInfo("en-GB")],
        RequestCultureProviders = [new PageCulture()],
    };

    /// <summary>
    /// What `?lang=` asks for, else what the browser likes best of the two (RFC 9110 section 12.5.4), else Dutch.
    /// </summary>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var request = httpContext.Request;
        var culture = Of(request.Query["lang"])
            ?? request.GetTypedHeaders().AcceptLanguage
                .Where(l => l.Quality is not 0).OrderByDescending(l => l.Quality ?? 1)
                .Select(l => Of(l.Value.ToString().Split('-')[0])).FirstOrDefault(c => c is not null);
        return Task.FromResult(culture is null ? null : new ProviderCultureResult(culture));
    }

    private static string? Of(string? code) => code?.ToLowerInvariant() switch
    {
        "nl" => "nl-NL",
        "en" => "en-GB",
        _ => null,
    };
}
