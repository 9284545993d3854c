using Archive.Capture.Platforms;
using Archive.Health;
using Archive.Storage.Postgres;
using Archive.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace Archive.Web;

/// <summary>The web host put together.</summary>
public static class StatusSite
{
    /// <param name="health">Where its measurements are sent; null: nowhere.</param>
    /// <exception cref="FluentValidation.ValidationException">The settings are not in order.</exception>
    public static WebApplication Build(WebOptions options, HealthOptions? health = null)
    {
        options.Validated();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // the pages are in this assembly, whoever starts it
            ApplicationName = typeof(StatusSite).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(server => server.AddServerHeader = false);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // A page elsewhere that has its name pointed at this machine gets nothing.
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<OfficeTime>(s => new(s.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(_ => new PerishableDatabase(Open(options.Perishable), options.TenantName));
        builder.Services.AddSingleton(_ => new FactsDatabase(Open(options.Facts), options.TenantName));
        builder.Services.AddSingleton<StatusReader>();
        builder.Services.AddSingleton<WitnessReader>();
        builder.Services.AddSingleton<ReadinessGate>();
        builder.Services.AddHealthChecks().AddCheck<ServingCheck>("pages");
        if (health is not null)
            builder.Services.AddTelemetry(health);
        builder.Services.AddPlatforms();
        builder.Services.AddLocalization(localization => localization.ResourcesPath = "Resources");
        builder.Services.AddRazorPages();

        var site = builder.Build();
        site.Use(SecurityHeaders.Add);
        site.UseRequestLocalization(PageCulture.Choice);
        site.UseStatusCodePages(Explain);
        site.MapRazorPages();
        site.MapGet("/style.css", () => Results.Stream(
            typeof(StatusSite).Assembly.GetManifestResourceStream("style.css")!, "text/css; charset=utf-8"));
        site.MapHealthChecks("/healthz", ServingCheck.Answer(all => true));
        site.MapHealthChecks("/healthz/ready", ServingCheck.Answer(all => true));
        site.MapHealthChecks("/healthz/live", ServingCheck.Answer(none => false));
        return site;
    }

    /// <summary>People wait in front of a page: whether the database answers is known in seconds.</summary>
    private static NpgsqlDataSource Open(string database) => TenantDatabase.Open(
        new NpgsqlConnectionStringBuilder(database) { Timeout = 5, CommandTimeout = 10, MaxPoolSize = 10 }
            .ConnectionString);

    /// <summary>The body of an answer that has none, such as that of an address that does not exist.</summary>
    private static Task Explain(StatusCodeContext context)
    {
        var response = context.HttpContext.Response;
        var text = context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<IndexModel>>();
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(text["Status", response.StatusCode]);
    }
}
