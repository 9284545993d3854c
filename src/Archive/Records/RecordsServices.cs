using Microsoft.Extensions.DependencyInjection;

namespace Archive.Records;

/// <summary>What was captured, as people read and search it.</summary>
public static class RecordsServices
{
    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.AddSingleton<RecordProjection>();
        services.AddSingleton<RecordVersions>();
        services.AddSingleton<RecordSearch>();
        services.AddSingleton<RecordCompleteness>();
        services.AddSingleton<LogCatchUp>();
        services.AddSingleton<SealedTexts>();
        return services;
    }
}
