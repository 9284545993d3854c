using Archive.Law;
using Archive.Requests.Pictures;
using Archive.Retention.Destruction;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Requests;

/// <summary>Requests, from receipt to decision.</summary>
public static class RequestsServices
{
    public static IServiceCollection AddRequests(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(OfficialDays.Dutch);
        services.AddRequestKinds(typeof(IRequestKind).Assembly);
        services.AddSingleton(PictureSetup.Read(settings));
        services.AddSingleton<PictureBurner>();
        services.AddSingleton<PictureCopies>();
        services.AddSingleton<RequestPictures>();
        services.AddSingleton<RequestRegister>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<RequestQueries>();
        services.AddSingleton<ScopeSearch>();
        services.AddSingleton<RequestUses>();
        services.AddSingleton<IRecordUses>(s => s.GetRequiredService<RequestUses>());
        services.AddSingleton<IRecordCopies, RecordPictureCopies>();
        return services;
    }
}
