using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Capture.Platforms;

/// <summary>Every platform of this build, by its name.</summary>
public sealed class PlatformRegistry
{
    private readonly Dictionary<PlatformName, IPlatform> platformOf;
    private readonly Dictionary<MapperName, IMapper> mapperOf;

    /// <exception cref="ArgumentException">Two have the same name, or two mappers.</exception>
    internal PlatformRegistry(IEnumerable<IPlatform> platforms)
    {
        platformOf = platforms.ToDictionary(p => p.Name);
        mapperOf = platformOf.Values.SelectMany(p => p.Mappers).ToDictionary(m => m.Name);
    }

    /// <summary>What people call it; its name with a capital where this build does not know the platform.</summary>
    public string Label(PlatformName name) => platformOf.TryGetValue(name, out var platform)
        ? platform.Label
        : char.ToUpperInvariant(name.ToString()[0]) + name.ToString()[1..];

    /// <summary>Reads kept bytes again, with the mapper that read them first.</summary>
    /// <param name="captured">How they were read.</param>
    /// <param name="pieces">What that fact says was read, in its order.</param>
    /// <param name="domain">Of the source's server, as in its handles.</param>
    /// <param name="media">SHA-256 of each medium as served, by index.</param>
    /// <exception cref="FaultException">
    /// The mapper is unknown to this build, or does not understand what it understood once.
    /// </exception>
    public MappedContent Read(
        VersionCaptured captured, IReadOnlyList<byte[]> pieces, string domain, IReadOnlyDictionary<int, Digest> media)
    {
        var mapper = captured.Content.Mapper;
        if (!mapperOf.TryGetValue(mapper, out var known))
            throw Sentences.Fault("capture.unknown-mapper", mapper);
        var reading = captured.Kind == RecordKind.Account
            ? known.Account(pieces[0], domain)
            : known.Read(captured.ReadFrom, [.. pieces.Select(p => (ReadOnlyMemory<byte>)p)], domain);
        return reading.Value?.Content(media)
            ?? throw Sentences.Fault("capture.mapper-trouble", mapper, reading.Trouble?.Path);
    }

    /// <exception cref="FaultException">This build does not know it.</exception>
    internal IPlatform Of(PlatformName name) => platformOf.GetValueOrDefault(name)
        ?? throw Sentences.Fault("capture.unknown-platform", name);
}

public static class PlatformServices
{
    /// <summary>
    /// Adds every platform of this assembly. A platform of another one is added as `IPlatform` beside them.
    /// </summary>
    public static IServiceCollection AddPlatforms(this IServiceCollection services)
    {
        foreach (var type in Implementations.Of<IPlatform>())
            services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IPlatform), type));
        services.TryAddSingleton(s => new PlatformRegistry(s.GetServices<IPlatform>()));
        services.TryAddSingleton(s => new KnownPlatforms(s.GetServices<IPlatform>()));
        return services;
    }
}
