using System.Text.Json.Nodes;

namespace Archive.Evidence.Canonical;

/// <summary>
/// Members of canonical JSON that must be there and of one type; what is not throws <see cref="MalformedException"/>.
/// </summary>
internal static class StrictJson
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

    public static string Text(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text)
        ? text
        : throw new MalformedException("JsonNoText");

    /// <summary>0 or more.</summary>
    public static long Count(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<long>(out var number) && number >= 0
            ? number
            : throw new MalformedException("JsonNoCount");
}
