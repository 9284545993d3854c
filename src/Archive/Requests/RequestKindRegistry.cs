using System.Reflection;
using Archive.Evidence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Requests;

/// <summary>Every kind of request of this build, by its name.</summary>
public sealed class RequestKindRegistry
{
    private readonly Dictionary<RequestKindName, IRequestKind> kindOf;

    /// <exception cref="ArgumentException">
    /// Two have the same name or the same prefix, or a prefix begins no number.
    /// </exception>
    public RequestKindRegistry(IEnumerable<IRequestKind> kinds)
    {
        kindOf = kinds.ToDictionary(k => k.Name);
        var ofPrefix = kindOf.Values.ToDictionary(k => k.NumberPrefix);
        if (ofPrefix.Keys.FirstOrDefault(p => !RequestNumber.CanBegin(p)) is { } wrong)
            throw new ArgumentException($"No request's number begins with '{wrong}'.", nameof(kinds));
    }

    /// <summary>In the order of their names.</summary>
    public IEnumerable<IRequestKind> All => kindOf.Values.OrderBy(k => k.Name.ToString(), StringComparer.Ordinal);

    /// <returns>Null if this build does not know it.</returns>
    public IRequestKind? Find(RequestKindName name) => kindOf.GetValueOrDefault(name);

    /// <summary>Reads the name of a kind as a person types it: capitals make no difference.</summary>
    public Outcome<IRequestKind> Read(string typed) =>
        All.FirstOrDefault(k => string.Equals(
            k.Name.ToString(), typed.Trim(), StringComparison.OrdinalIgnoreCase)) is { } kind
            ? Outcome.Of(kind)
            : new Refusal(
                "requests.no-such-kind", Basis.OneReading, typed, string.Join(", ", All.Select(k => k.Name)));

    /// <exception cref="FaultException">This build does not know it.</exception>
    public IRequestKind Of(RequestKindName name) => Find(name)
        ?? throw Sentences.Fault("requests.unknown-kind", name);
}

public static class RequestKindServices
{
    /// <summary>Adds every kind of request of an assembly.</summary>
    public static IServiceCollection AddRequestKinds(this IServiceCollection services, Assembly assembly)
    {
        foreach (var kind in Implementations.Of<IRequestKind>(assembly))
            services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IRequestKind), kind));
        services.TryAddSingleton(s => new RequestKindRegistry(s.GetServices<IRequestKind>()));
        return services;
    }
}
