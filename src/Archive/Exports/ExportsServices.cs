using Archive.Exports.Content;
using Archive.Exports.Pages;
using Archive.Restore;
using Archive.Retention.Destruction;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Exports;

/// <summary>Decided requests as signed sets.</summary>
public static class ExportsServices
{
    public static IServiceCollection AddExports(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(ExportsOptions.Read(settings));
        services.AddSingleton<IPageRenderer>(s => new TypstRenderer(s.GetRequiredService<ExportsOptions>().Typst));
        services.AddSingleton<DestroyedVersions>();
        services.AddSingleton<RedactedFiles>();
        services.AddSingleton<ExportReader>();
        services.AddExportParts();
        services.AddSingleton<UnrecordedSets>();
        services.AddSingleton<IUnfinishedWork>(s => s.GetRequiredService<UnrecordedSets>());
        services.AddSingleton<SealExport>();
        services.AddSingleton<TrustFile>();
        services.AddSingleton<IRecordUses, ExportUses>();
        return services;
    }
}
