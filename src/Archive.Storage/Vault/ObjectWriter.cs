using System.Buffers;
using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// Writes one object, segment by segment, and learns its name on the way. Many small pieces go to the file together.
/// </summary>
/// <param name="length">Of the object.</param>
internal sealed class ObjectWriter(Stream file, long length) : IDisposable
{
    private const int MostWaiting = PieceCipher.SegmentLength + PieceCipher.TagLength;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] waiting = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, MostWaiting));
    private int count;

    public static ObjectHeader HeaderFor(ObjectKind kind, Guid @object, IReadOnlyList<Piece> pieces, Tenant tenant) =>
        new(
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
        await Send(header, ct);
        var associatedData = SHA256.HashData(header);
        for (var i = 0; i < pieces.Count; i++)
        {
            var key = PieceKeys.Key(pieces[i].Secret, @object, i);
            using var cipher = new PieceCipher(key, associatedData);
            CryptographicOperations.ZeroMemory(key);
            await Write(pieces[i], cipher, ct);
        }

        await Send(ct);
        return Digest.From(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        hash.Dispose();
        ArrayPool<byte>.Shared.Return(waiting);
    }

    private async Task Write(Piece piece, PieceCipher cipher, CancellationToken ct)
    {
        var most = (int)Math.Min(piece.Length, PieceCipher.SegmentLength);
        var content = ArrayPool<byte>.Shared.Rent(Math.Max(most, 1));
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
                if (waiting.Length - count < sealedLength)
                    await Send(ct);
                cipher.Seal(k, k == segments - 1, content.AsSpan(0, length), waiting.AsSpan(count, sealedLength));
                count += sealedLength;
            }

            if (await piece.Content.ReadAsync(content.AsMemory(0, 1), ct) > 0)
            {
                throw new InvalidDataException(
                    $"A piece of unit {piece.Unit} has more than the {piece.Length} bytes it said.");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content.AsSpan(0, Math.Max(most, 1)));
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    private async Task Send(CancellationToken ct)
    {
        await Send(waiting.AsMemory(0, count), ct);
        count = 0;
    }

    private async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        hash.AppendData(bytes.Span);
        await file.WriteAsync(bytes, ct);
    }
}
