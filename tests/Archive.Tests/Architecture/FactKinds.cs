using System.Reflection;
using System.Text.Json.Serialization;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Law;
using Archive.Requests;
using Archive.Sources;

namespace Archive.Tests.Architecture;

/// <summary>
/// The kinds of value a fact may hold (design, section 3): ids, digests, commitments, counts, times, words of an enum,
/// and codes that were checked. Never text, which is what people and platforms write.
/// </summary>
internal static class FactKinds
{
    private static readonly HashSet<Type> Allowed =
    [
        typeof(Guid), typeof(bool), typeof(int), typeof(long), typeof(DateTimeOffset), typeof(DateOnly), typeof(Digest),
        typeof(MapperName), // `mastodon/1`, checked by its constructor
        typeof(PlatformName), // `mastodon`, checked by its constructor
        typeof(RequestKindName), // `woo`, checked by its constructor
        typeof(RequestNumber), // `WOO-2026-0001`, checked by its constructor
        typeof(PartCode), // `18-24`, checked by its constructor
        typeof(GroundCode), // `5.1.2e`, checked by its constructor
    ];

    /// <summary>Members of a fact, at any depth, that it may not have.</summary>
    public static IReadOnlyList<string> Problems(Type fact) => [.. Members(fact, fact.Name, [])];

    private static IEnumerable<string> Members(Type type, string path, IReadOnlyList<Type> within) =>
        within.Contains(type)
            ? [$"{path} holds itself"]
            : type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(p => (p.Name, Type: p.PropertyType, Converter: p.GetCustomAttribute<JsonConverterAttribute>()))
                .Concat(type.GetFields(BindingFlags.Public | BindingFlags.Instance)
                    .Select(
                        f => (f.Name, Type: f.FieldType, Converter: f.GetCustomAttribute<JsonConverterAttribute>())))
                .SelectMany(m => m.Converter is null
                    ? Kind(m.Type, $"{path}.{m.Name}", [.. within, type])
                    : [$"{path}.{m.Name} is written by a converter of its own"]);

    private static IEnumerable<string> Kind(Type type, string path, IReadOnlyList<Type> within)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum || Allowed.Contains(type))
            return [];
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Kind(type.GetGenericArguments()[0], $"{path}[]", within);

        var isRecord = type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
        return isRecord && (type.IsSealed || type.IsValueType)
            && type.GetCustomAttribute<JsonConverterAttribute>() is null
            ? Members(type, path, within)
            : [$"{path} is a {type.Name}"];
    }
}
