using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;

namespace Archive.Storage.Vault;

/// <summary>
/// What a vault object says of itself, readable without any secret. In the file: `ARCVLT1\n`, the header's length (4
/// bytes), and JCS `{"kind":"response"|"file","object":uuid,"pieces":[{"kc":hex,"len":N,"unit":uuid},…],"tenant":"…"}`
/// with at least one piece.
/// </summary>
/// <param name="Object">Random, new for every attempt to write, so that no key ever seals two contents.</param>
public sealed record ObjectHeader(ObjectKind Kind, Guid Object, IReadOnlyList<PieceHeader> Pieces, Tenant Tenant)
{
    internal const int FixedLength = 12;
    internal const int MaxLength = 64 * 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "ARCVLT1\n"u8;

    /// <summary>Everything before the first segment; its SHA-256 is the associated data of every segment.</summary>
    internal byte[] Write()
    {
        var pieces = new JsonArray();
        foreach (var piece in Pieces)
        {
            pieces.Add((JsonNode)new JsonObject
            {
                ["kc"] = Convert.ToHexStringLower(piece.KeyCommitment.Span),
                ["len"] = piece.Length,
                ["unit"] = piece.Unit.ToString(),
            });
        }

        var header = CanonicalJson.Write(new JsonObject
        {
            ["kind"] = Word(Kind),
            ["object"] = Object.ToString(),
            ["pieces"] = pieces,
            ["tenant"] = Tenant.ToString(),
        });
        if (header.Length > MaxLength)
            throw new FormatException($"{Pieces.Count} pieces are more than one object can hold.");
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        return [.. Magic, .. length, .. header];
    }

    /// <summary>Length of the JSON, from the first 12 bytes of the file.</summary>
    /// <exception cref="FormatException">This is no vault object.</exception>
    internal static int JsonLength(ReadOnlySpan<byte> first)
    {
        if (first.Length != FixedLength || !first.StartsWith(Magic))
            throw new FormatException("It does not begin like a vault object.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(first[Magic.Length..]);
        return length is > 0 and <= MaxLength
            ? (int)length
            : throw new FormatException($"Its header would be {length.ToString(CultureInfo.InvariantCulture)} bytes.");
    }

    /// <exception cref="FormatException">The bytes are not the JSON that <see cref="Write"/> writes.</exception>
    internal static ObjectHeader Read(ReadOnlySpan<byte> json)
    {
        var members = StrictJson.Read(json);
        var header = new ObjectHeader(
            KindOf(StrictJson.Text(members["kind"])),
            Guid.Parse(StrictJson.Text(members["object"])),
            [.. StrictJson.Array(members["pieces"]).Select(Piece)],
            new(StrictJson.Text(members["tenant"])));
        return header.Pieces.Count > 0 && header.Write().AsSpan(FixedLength).SequenceEqual(json)
            ? header
            : throw new FormatException("Its header is not one of a vault object.");
    }

    private static PieceHeader Piece(JsonNode? node)
    {
        var piece = StrictJson.Object(node);
        return new(
            Guid.Parse(StrictJson.Text(piece["unit"])),
            StrictJson.Count(piece["len"]),
            Digest.Parse(StrictJson.Text(piece["kc"])).ToBytes());
    }

    private static string Word(ObjectKind kind) => kind switch
    {
        ObjectKind.Response => "response",
        ObjectKind.File => "file",
    };

    private static ObjectKind KindOf(string word) => word switch
    {
        "response" => ObjectKind.Response,
        "file" => ObjectKind.File,
        _ => throw new FormatException("It is of a kind this build does not know."),
    };
}

/// <param name="Length">Of the content, in bytes.</param>
/// <param name="KeyCommitment">`kc`: tells whether a secret is the right one. AES-GCM alone does not.</param>
public sealed record PieceHeader(Guid Unit, long Length, ReadOnlyMemory<byte> KeyCommitment);
