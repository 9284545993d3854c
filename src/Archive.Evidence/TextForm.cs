using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Evidence;

/// <summary>Writes a value to JSON as its text, and reads it back from that text.</summary>
/// <param name="read">Null if the text is no such value; it may also throw what says better why.</param>
public abstract class TextForm<T>(Func<string?, T?> read) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        read(reader.GetString()) ?? throw new JsonException($"no {typeof(T).Name}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
