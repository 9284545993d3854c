using System.Text.Json.Nodes;

namespace Archive.Evidence.Canonical;

/// <summary>Members of canonical JSON that must be there and of one type; what is not throws FormatException.</summary>
internal static class StrictJson
{
    public static JsonObject Read(ReadOnlySpan<byte> canonical)
    {
        try
        {
            return CanonicalJson.Read(canonical) as JsonObject ?? throw new FormatException("This is no JSON object.");
        }
        // The JSON reader reports text that is not UTF-8, or half a surrogate pair, this way.
        catch (InvalidOperationException e)
        {
            throw new FormatException("This is JSON with text that is not Unicode.", e);
        }
    }

    public static JsonObject Object(JsonNode? value) =>
        value as JsonObject ?? throw new FormatException("An object is missing.");

    public static JsonArray Array(JsonNode? value) =>
        value as JsonArray ?? throw new FormatException("An array is missing.");

    public static string Text(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text)
        ? text
        : throw new FormatException("A text is missing.");

    /// <summary>0 or more.</summary>
    public static long Count(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<long>(out var number) && number >= 0
            ? number
            : throw new FormatException("A number is missing or below zero.");
}
