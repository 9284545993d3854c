using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
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
        var bytes = new ArrayBufferWriter<byte>(FixedLength + 256 + (Pieces.Count * 160));
        bytes.Write(Magic);
        bytes.Write(stackalloc byte[FixedLength - Magic.Length]);
        // Members in this order and no character that is escaped: as JCS has it.
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, Word(Kind));
            json.WriteString("object"u8, Object);
            json.WriteStartArray("pieces"u8);
            foreach (var piece in Pieces)
            {
                json.WriteStartObject();
                json.WriteString("kc"u8, Convert.ToHexStringLower(piece.KeyCommitment.Span));
                json.WriteNumber("len"u8, piece.Length);
                json.WriteString("unit"u8, piece.Unit);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("tenant"u8, Tenant.ToString());
            json.WriteEndObject();
        }

        if (bytes.WrittenCount - FixedLength > MaxLength)
            throw new MalformedException(Sentences.Of("storage.header-too-many", Pieces.Count));
        var written = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(written.AsSpan(Magic.Length), written.Length - FixedLength);
        return written;
    }

    /// <summary>Length of the JSON, from the first 12 bytes of the file.</summary>
    /// <exception cref="FormatException">This is no vault object.</exception>
    internal static int JsonLength(ReadOnlySpan<byte> first)
    {
        if (first.Length != FixedLength || !first.StartsWith(Magic))
            throw new MalformedException(Sentences.Of("storage.header-start"));
        var length = BinaryPrimitives.ReadUInt32BigEndian(first[Magic.Length..]);
        return length is > 0 and <= MaxLength
            ? (int)length
            : throw new MalformedException(Sentences.Of("storage.header-length", length));
    }

    /// <exception cref="FormatException">The bytes are not the JSON that <see cref="Write"/> writes.</exception>
    internal static ObjectHeader Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            var members = read.RootElement;
            var header = new ObjectHeader(
                KindOf(members.GetProperty("kind"u8).GetString()),
                members.GetProperty("object"u8).GetGuid(),
                [.. members.GetProperty("pieces"u8).EnumerateArray().Select(Piece)],
                new(members.GetProperty("tenant"u8).GetString()!));
            // One written form only: whatever else stands there is found by writing it.
            if (header.Pieces.Count > 0 && header.Write().AsSpan(FixedLength).SequenceEqual(json.Span))
                return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException
            or ArgumentException)
        {
            throw new MalformedException(Sentences.Of("storage.header-form"), e);
        }

        throw new MalformedException(Sentences.Of("storage.header-form"));
    }

    private static PieceHeader Piece(JsonElement piece) => new(
        piece.GetProperty("unit"u8).GetGuid(),
        piece.GetProperty("len"u8).GetInt64() is >= 0 and <= CanonicalJson.MaxInteger and var length
            ? length
            : throw new MalformedException(Sentences.Of("storage.header-piece-length")),
        Digest.Parse(piece.GetProperty("kc"u8).GetString()!).ToBytes());

    private static string Word(ObjectKind kind) => kind switch
    {
        ObjectKind.Response => "response",
        ObjectKind.File => "file",
    };

    private static ObjectKind KindOf(string? word) => word switch
    {
        "response" => ObjectKind.Response,
        "file" => ObjectKind.File,
        _ => throw new MalformedException(Sentences.Of("storage.header-kind")),
    };
}

/// <param name="Length">Of the content, in bytes.</param>
/// <param name="KeyCommitment">`kc`: tells whether a secret is the right one. AES-GCM alone does not.</param>
public sealed record PieceHeader(Guid Unit, long Length, ReadOnlyMemory<byte> KeyCommitment);
