using Archive.Law;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Requests;

/// <summary>Requests, from receipt to decision.</summary>
public static class RequestsServices
{
    public static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddSingleton(OfficialDays.Dutch);
        services.AddRequestKinds(typeof(IRequestKind).Assembly);
        services.AddSingleton<RequestRegister>();
        services.AddSingleton<SealedTexts>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<RequestQueries>();
        services.AddSingleton<ScopeSearch>();
        return services;
    }
}
