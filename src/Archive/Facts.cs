using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;

namespace Archive;

/// <summary>
/// Typed facts to rows and back. Members are written in camelCase; ids, digests, moments and days as strings in their
/// one form; enums as kebab-case words. A member that is null is left out.
/// </summary>
public static class Facts
{
    private static readonly Texts Texts = new("Archive.Resources.Facts", typeof(Facts).Assembly);

    private static readonly ConcurrentDictionary<Type, string> Names = new();

    private static readonly Dictionary<string, Type> TypeOf = Implementations.Of<IFact>().ToDictionary(NameOf);

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Require } },
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new MomentForm(),
            new DigestForm(),
        },
    };

    public static string NameOf(IFact fact) => NameOf(fact.GetType());

    /// <summary>A fact ready to be appended.</summary>
    /// <param name="officer">Who acted, if a person did; goes into the headers of the fact.</param>
    public static NewFact New(IFact fact, DateTimeOffset at, Guid? officer = null, Guid? correlation = null)
    {
        var data = FactMembers.Parse(JsonSerializer.SerializeToUtf8Bytes(fact, fact.GetType(), Form));
        var headers = officer is { } id ? new JsonObject { ["officer"] = id.ToString() } : FactMembers.None;
        return new NewFact(
            Ids.New(),
            NameOf(fact),
            CanonicalMoment.Truncate(at),
            data,
            headers,
            Correlation: correlation);
    }

    /// <exception cref="FaultException">
    /// The fact's name is unknown, or its members are not what the name promises.
    /// </exception>
    public static IFact Read(Fact fact)
    {
        if (!TypeOf.TryGetValue(fact.Type, out var type))
            throw new FaultException(new Sentence(Texts, "UnknownFact", fact.Type, fact.Id));
        try
        {
            return (IFact)JsonSerializer.Deserialize(fact.Data.Bytes.Span, type, Form)!;
        }
        catch (JsonException e)
        {
            throw new FaultException(new Sentence(Texts, "FactUnreadable", fact.Id, fact.Type, e.Path), e);
        }
    }

    /// <summary>Whether this build has a type for facts of that name.</summary>
    public static bool IsKnown(string name) => TypeOf.ContainsKey(name);

    /// <summary>
    /// For who goes through facts of whatever writer: a newer build, or another program, may have added some.
    /// </summary>
    /// <returns>Null for a fact whose name is unknown, or whose members are not what the name promises.</returns>
    public static IFact? ReadOrNull(Fact fact)
    {
        try
        {
            return IsKnown(fact.Type) ? Read(fact) : null;
        }
        catch (FaultException)
        {
            return null;
        }
    }

    /// <summary>An enum word as facts have it: `avg-erasure`.</summary>
    public static string WordOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonSerializer.SerializeToNode(value, Form)!.GetValue<string>();

    public static string NameOf(Type type) => Names.GetOrAdd(
        type,
        static t => t.GetCustomAttribute<FactNameAttribute>()?.Name
            ?? throw new InvalidOperationException($"{t} has no [FactName]."));

    /// <summary>What is absent is null; a member that cannot be null is there.</summary>
    private static void Require(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            var nullable = member.PropertyType.IsValueType
                ? Nullable.GetUnderlyingType(member.PropertyType) is not null
                : member.IsSetNullable;
            member.IsRequired = !nullable && member.AssociatedParameter is { HasDefaultValue: false };
        }
    }

    private sealed class MomentForm : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetString() is { } text && CanonicalMoment.Read(text) is { } at
                ? at
                : throw new JsonException("no moment");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(CanonicalMoment.Write(value));
    }

    private sealed class DigestForm() : TextForm<Digest>(
        text => Digest.TryParse(text, out var digest) ? digest : null);
}
