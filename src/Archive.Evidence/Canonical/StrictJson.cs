using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Archive.Evidence.Canonical;

/// <summary>
/// Members of canonical JSON that must be there and of one type; what is not throws <see cref="MalformedException"/>.
/// </summary>
internal static partial class StrictJson
{
    public static JsonObject Read(ReadOnlySpan<byte> canonical)
    {
        try
        {
            return CanonicalJson.Read(canonical) as JsonObject ?? throw new MalformedException("NoJsonObject");
        }
        // The JSON reader reports text that is not UTF-8, or half a surrogate pair, this way.
        catch (InvalidOperationException e)
        {
            throw new MalformedException(e, "NotUnicode");
        }
    }

    public static JsonArray Array(JsonNode? value) =>
        value as JsonArray ?? throw new MalformedException("JsonNoArray");

    public static JsonObject Object(JsonNode? value) =>
        value as JsonObject ?? throw new MalformedException("NoJsonObject");

    /// <summary>An array of two.</summary>
    public static JsonArray Pair(JsonNode? value) =>
        Array(value) is { Count: 2 } both ? both : throw new MalformedException("JsonNoPair");

    public static bool Boolean(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<bool>(out var truth)
            ? truth
            : throw new MalformedException("JsonNoBoolean");

    /// <summary>Whether it is a version 4 UUID in lower case, RFC 9562 section 4.</summary>
    public static bool IsId(string text) => IdForm().IsMatch(text);

    /// <summary>A version 4 UUID in lower case.</summary>
    public static Guid Id(JsonNode? value) => IsId(Text(value))
        ? Guid.ParseExact(Text(value), "D")
        : throw new MalformedException("JsonNoId");

    /// <summary>UTC with six decimals.</summary>
    public static DateTimeOffset Moment(JsonNode? value) =>
        CanonicalMoment.Read(Text(value)) ?? throw new MalformedException("JsonNoMoment");

    public static string Text(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text)
        ? text
        : throw new MalformedException("JsonNoText");

    /// <summary>0 or more.</summary>
    public static long Count(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<long>(out var number) && number >= 0
            ? number
            : throw new MalformedException("JsonNoCount");

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z")]
    private static partial Regex IdForm();
}
