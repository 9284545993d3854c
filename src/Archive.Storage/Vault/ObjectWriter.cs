using System.Buffers;
using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>Writes one object, segment by segment, and learns its name on the way.</summary>
internal sealed class ObjectWriter(Stream file) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public static ObjectHeader HeaderFor(
        ObjectKind kind,
        Guid @object,
        IReadOnlyList<Piece> pieces,
        Tenant tenant) => new(
        kind,
        @object,
        [.. pieces.Select((p, i) => new PieceHeader(p.Unit, p.Length, PieceKeys.Commitment(p.Secret, @object, i)))],
        tenant);

    public static long LengthOf(byte[] header, IEnumerable<Piece> pieces) =>
        header.Length + pieces.Sum(p => PieceCipher.SealedLength(p.Length));

    /// <returns>The object's name.</returns>
    /// <exception cref="EndOfStreamException">A piece has fewer bytes than it said.</exception>
    /// <exception cref="InvalidDataException">A piece has more bytes than it said.</exception>
    public async Task<Digest> Write(byte[] header, Guid @object, IReadOnlyList<Piece> pieces, CancellationToken ct)
    {
        await Put(header, ct);
        var associatedData = SHA256.HashData(header);
        for (var i = 0; i < pieces.Count; i++)
        {
            var key = PieceKeys.Key(pieces[i].Secret, @object, i);
            using var cipher = new PieceCipher(key, associatedData);
            CryptographicOperations.ZeroMemory(key);
            await Write(pieces[i], cipher, ct);
        }

        return Digest.From(hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();

    private async Task Write(Piece piece, PieceCipher cipher, CancellationToken ct)
    {
        var content = ArrayPool<byte>.Shared.Rent(PieceCipher.SegmentLength);
        var segment = ArrayPool<byte>.Shared.Rent(PieceCipher.SegmentLength + PieceCipher.TagLength);
        try
        {
            var segments = PieceCipher.Segments(piece.Length);
            var left = piece.Length;
            for (var k = 0L; k < segments; k++)
            {
                var length = (int)Math.Min(left, PieceCipher.SegmentLength);
                await piece.Content.ReadExactlyAsync(content.AsMemory(0, length), ct);
                left -= length;
                var sealedLength = length + PieceCipher.TagLength;
                cipher.Seal(k, k == segments - 1, content.AsSpan(0, length), segment.AsSpan(0, sealedLength));
                await Put(segment.AsMemory(0, sealedLength), ct);
            }

            if (await piece.Content.ReadAsync(content.AsMemory(0, 1), ct) > 0)
                throw new InvalidDataException(
                    $"A piece of unit {piece.Unit} has more than the {piece.Length} bytes it said.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content, clearArray: true);
            ArrayPool<byte>.Shared.Return(segment);
        }
    }

    private async Task Put(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        hash.AppendData(bytes.Span);
        await file.WriteAsync(bytes, ct);
    }
}
