using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Facts;

/// <summary>
/// A fact's `data` or `headers`: an object in the one form it has in the fact's statement, made once, when the fact is
/// made or read.
/// </summary>
public sealed class FactMembers
{
    private const int Depth = 2; // in the statement

    private readonly byte[] canonical;

    private FactMembers(byte[] canonical) => this.canonical = canonical;

    public static FactMembers None { get; } = new("{}"u8.ToArray());

    /// <summary>Canonical (RFC 8785), UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes => canonical;

    /// <exception cref="FormatException">They have something our formats do not allow.</exception>
    public static FactMembers Of(JsonObject members) => new(CanonicalJson.Write(members, Depth));

    /// <param name="json">An object, in whatever form a serializer or PostgreSQL's jsonb gives it.</param>
    /// <exception cref="FormatException">It is no JSON object, or has something our formats do not allow.</exception>
    public static FactMembers Parse(
        ReadOnlySpan<byte> json) => CanonicalJson.Form(json, Depth) is [(byte)'{', ..] canonical
        ? new(canonical)
        : throw new MalformedException("DataNotObjects");

    public JsonObject ToJson() => JsonNode.Parse(canonical)!.AsObject();

    public static implicit operator FactMembers(JsonObject members) => Of(members);
}
