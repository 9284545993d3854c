using Archive.Capture.Http;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Capture;

/// <summary>Visits, and what they bring.</summary>
public static class CaptureServices
{
    public static IServiceCollection AddCapture(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(
            settings.Checked(CaptureOptions.Read(settings), language => new CaptureOptions.Rules(language)));
        services.AddPlatforms();
        services.AddSingleton(s => new PoliteClient(
            s.GetRequiredService<CaptureOptions>().Polite, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MediaStore>();
        services.AddSingleton<SuppressedIds>();
        services.AddSingleton<SourceVisits>();
        return services;
    }
}
