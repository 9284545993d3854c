using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Archive.Evidence;

/// <summary>
/// RFC 8785 (JCS) for the values our formats allow: objects, arrays, strings, booleans and integers with |n| &lt; 2^53;
/// nothing nested deeper than 63, no null, no fraction, no lone surrogate. Source: RFC 8785 sections 3.2.1 to 3.2.4.
/// </summary>
public static class CanonicalJson
{
    public const int MaxDepth = 63;
    public const long MaxInteger = (1L << 53) - 1;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="FormatException">The value has something our formats do not allow.</exception>
    public static byte[] Write(JsonNode value)
    {
        var text = new StringBuilder();
        Write(text, value, depth: 1);
        try
        {
            return StrictUtf8.GetBytes(text.ToString());
        }
        catch (EncoderFallbackException)
        {
            throw new FormatException("A string holds half of a surrogate pair.");
        }
    }

    /// <summary>Reads bytes that MUST already be canonical: anything else is refused, however readable.</summary>
    /// <exception cref="FormatException">The bytes are not the canonical form of an allowed value.</exception>
    public static JsonNode Read(ReadOnlySpan<byte> canonical)
    {
        try
        {
            var value = JsonNode.Parse(
                canonical,
                documentOptions: new() { MaxDepth = MaxDepth + 1, AllowDuplicateProperties = false });
            if (value is not null && Write(value).AsSpan().SequenceEqual(canonical))
                return value;
        }
        catch (JsonException e)
        {
            throw new FormatException($"This is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e) // the parser's answer to half a surrogate pair and to broken UTF-8
        {
            throw new FormatException("A string or a name is not Unicode text.", e);
        }

        throw new FormatException("This is JSON, but not in its canonical form (RFC 8785).");
    }

    private static void Write(StringBuilder text, JsonNode? value, int depth)
    {
        if (depth > MaxDepth)
            throw new FormatException($"Nested deeper than {MaxDepth}.");

        switch (value)
        {
            case JsonObject members:
                text.Append('{');
                var first = true;
                foreach (var (name, member) in members.OrderBy(m => m.Key, StringComparer.Ordinal)) // UTF-16 code units
                {
                    if (!first)
                        text.Append(',');
                    first = false;
                    WriteString(text, name);
                    text.Append(':');
                    Write(text, member, depth + 1);
                }

                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(text, items[i], depth + 1);
                }

                text.Append(']');
                break;
            case JsonValue scalar:
                WriteScalar(text, scalar);
                break;
            default:
                throw new FormatException("Null is not allowed; leave the member out.");
        }
    }

    private static void WriteScalar(StringBuilder text, JsonValue scalar)
    {
        switch (scalar.GetValueKind())
        {
            case JsonValueKind.String:
                WriteString(text, scalar.GetValue<string>());
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            default:
                var written = scalar.ToJsonString();
                if (!long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
                    || n is < -MaxInteger or > MaxInteger)
                {
                    throw new FormatException($"Numbers are integers below 2^53 in size, not {written}.");
                }

                text.Append(n.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }
}
