using System.Text.Json;

namespace Archive.Evidence.Content;

/// <summary>Members as an array of pairs of path and value, as rows that people read keep them.</summary>
public static class MemberPairs
{
    /// <summary>Without making nodes of JSON: a version has dozens, and an export reads it five times.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IReadOnlyList<Member> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var members = new List<Member>();
            var reader = new Utf8JsonReader(json);
            Expect(ref reader, JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                Expect(ref reader, JsonTokenType.String);
                var path = reader.GetString()!;
                Expect(ref reader, JsonTokenType.String);
                members.Add(new(path, reader.GetString()!));
                Expect(ref reader, JsonTokenType.EndArray);
            }

            return reader.TokenType == JsonTokenType.EndArray && !reader.Read()
                ? members
                : throw new MalformedException("NotAnArray");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for what is not Unicode
        {
            throw new MalformedException(e, "NotUnicode");
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new MalformedException("NotAnArray");
    }
}
