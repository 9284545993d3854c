using System.Text.Json;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Content;

/// <summary>Members as rows keep them: the JCS array of `[path, value]`, in their order.</summary>
public static class MemberList
{
    /// <exception cref="FormatException">A value holds half of a surrogate pair.</exception>
    public static byte[] Write(IReadOnlyList<Member> members)
    {
        var writer = new CanonicalWriter(capacity: 32 * members.Count);
        writer.BeginArray();
        foreach (var member in members)
        {
            Write(writer, member);
            writer.EndItem();
        }

        writer.EndArray();
        return writer.ToArray();
    }

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
        catch (JsonException e)
        {
            throw new MalformedException(e, "NotAnArray");
        }
        catch (InvalidOperationException e) // the reader's answer to half a surrogate pair and to broken UTF-8
        {
            throw new MalformedException(e, "NotUnicode");
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new MalformedException("NotAnArray");
    }

    internal static void Write(CanonicalWriter writer, Member member)
    {
        writer.BeginArray();
        writer.String(member.Path);
        writer.EndItem();
        writer.String(member.Value);
        writer.EndItem();
        writer.EndArray();
    }
}
