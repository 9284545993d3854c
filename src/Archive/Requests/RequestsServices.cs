using Archive.Law;
using Archive.Retention.Destruction;
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
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<RequestQueries>();
        services.AddSingleton<ScopeSearch>();
        services.AddSingleton<RequestUses>();
        services.AddSingleton<IRecordUses>(s => s.GetRequiredService<RequestUses>());
        return services;
    }
}
