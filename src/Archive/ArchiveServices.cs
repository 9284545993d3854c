using Archive.Anchoring;
using Archive.Capture;
using Archive.Exports;
using Archive.Home;
using Archive.Integrity;
using Archive.Keys;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Restore;
using Archive.Retention;
using Archive.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive;

/// <summary>
/// What every host that holds keys is made of: the archive of one tenant. Nothing of it is static, so a host of several
/// tenants has a container for each.
/// </summary>
public static class ArchiveServices
{
    /// <exception cref="FluentValidation.ValidationException">
    /// Settings are not in order; it names all that are not.
    /// </exception>
    public static IServiceCollection AddArchive(this IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => new OfficeTime(s.GetRequiredService<TimeProvider>()));
        services.AddHome(settings).AddKeys(settings).AddPeople().AddSources().AddCapture(settings);
        services.AddRecords().AddRequests(settings).AddRetention(settings).AddIntegrity().AddRestore();
        services.AddAnchoring(settings).AddExports(settings);
        settings.MustBeInOrder();
        return services;
    }
}
