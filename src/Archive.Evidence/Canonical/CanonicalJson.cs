using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Archive.Evidence.Canonical;

/// <summary>
/// RFC 8785 (JCS) for the values our formats allow: objects, arrays, strings, booleans and integers with |n| &lt; 2^53;
/// nothing nested deeper than 63, no null, no fraction, no lone surrogate. Source: RFC 8785 sections 3.2.1 to 3.2.4.
/// </summary>
public static class CanonicalJson
{
    public const int MaxDepth = 63;
    public const long MaxInteger = (1L << 53) - 1;

    /// <exception cref="FormatException">The value has something our formats do not allow.</exception>
    public static byte[] Write(JsonNode value) => Write(value, depth: 1);

    /// <param name="depth">How deep the value will stand in what it is put into: 1 is by itself.</param>
    internal static byte[] Write(JsonNode value, int depth)
    {
        var writer = new CanonicalWriter(capacity: 1024);
        Write(writer, value, depth);
        return writer.ToArray();
    }

    /// <summary>The canonical form of any JSON text of an allowed value, without making nodes of it.</summary>
    /// <inheritdoc cref="Write(JsonNode, int)"/>
    /// <exception cref="FormatException">This is no JSON, or it has something our formats do not allow.</exception>
    internal static byte[] Form(ReadOnlySpan<byte> json, int depth = 1)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
            var writer = new CanonicalWriter(json.Length);
            reader.Read();
            Write(writer, ref reader, depth);
            reader.Read(); // refuses whatever stands behind the value
            return writer.ToArray();
        }
        catch (JsonException e)
        {
            throw new MalformedException(e, "NotJson", (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
        }
        catch (InvalidOperationException e) // the reader's answer to half a surrogate pair and to broken UTF-8
        {
            throw new MalformedException(e, "NotUnicode");
        }
    }

    /// <summary>Reads bytes that MUST already be canonical: anything else is refused, however readable.</summary>
    /// <exception cref="FormatException">The bytes are not the canonical form of an allowed value.</exception>
    public static JsonNode Read(ReadOnlySpan<byte> canonical) => Form(canonical).AsSpan().SequenceEqual(canonical)
        ? JsonNode.Parse(
            canonical,
            documentOptions: new() { MaxDepth = MaxDepth + 1, AllowDuplicateProperties = false })!
        : throw new MalformedException("JsonNotCanonical");

    private static void Write(CanonicalWriter writer, ref Utf8JsonReader reader, int depth)
    {
        MustNotBeDeeper(depth);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = writer.BeginObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    if (!reader.ValueIsEscaped && Ascii.IsValid(reader.ValueSpan))
                        writer.BeginMember(reader.ValueSpan);
                    else
                        writer.BeginMember(reader.GetString()!);
                    reader.Read();
                    Write(writer, ref reader, depth + 1);
                    writer.EndMember();
                }

                writer.EndObject(members);
                break;
            case JsonTokenType.StartArray:
                writer.BeginArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Write(writer, ref reader, depth + 1);
                    writer.EndItem();
                }

                writer.EndArray();
                break;
            case JsonTokenType.String when reader.ValueIsEscaped:
                writer.String(reader.GetString());
                break;
            case JsonTokenType.String:
                writer.Unescaped(reader.ValueSpan);
                break;
            case JsonTokenType.Number:
                writer.Integer(reader.ValueSpan);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.Boolean(reader.TokenType == JsonTokenType.True);
                break;
            default:
                throw new MalformedException("JsonNull");
        }
    }

    private static void Write(CanonicalWriter writer, JsonNode? value, int depth)
    {
        MustNotBeDeeper(depth);
        switch (value)
        {
            case JsonObject members:
                var begun = writer.BeginObject();
                foreach (var (name, member) in members)
                {
                    writer.BeginMember(name);
                    Write(writer, member, depth + 1);
                    writer.EndMember();
                }

                writer.EndObject(begun);
                break;
            case JsonArray items:
                writer.BeginArray();
                foreach (var item in items)
                {
                    Write(writer, item, depth + 1);
                    writer.EndItem();
                }

                writer.EndArray();
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                writer.String(scalar.GetValue<string>());
                break;
            case JsonValue scalar when scalar.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                writer.Boolean(scalar.GetValue<bool>());
                break;
            case JsonValue scalar:
                writer.Integer(Encoding.UTF8.GetBytes(scalar.ToJsonString()));
                break;
            default:
                throw new MalformedException("JsonNull");
        }
    }

    private static void MustNotBeDeeper(int depth)
    {
        if (depth > MaxDepth)
            throw new MalformedException("JsonTooDeep", MaxDepth);
    }
}
