using System.Buffers;
using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// An object, open for reading. Its pieces follow the header without gaps; the file ends with the last.
/// </summary>
internal sealed class VaultObject : IDisposable
{
    private readonly IStoredBytes bytes;
    private readonly byte[] prefix;
    private readonly long[] starts; // of each piece, and the end of the last
    private byte[]? associatedData;

    private VaultObject(IStoredBytes bytes, byte[] prefix, ObjectHeader header)
    {
        (this.bytes, this.prefix, Header) = (bytes, prefix, header);
        starts = new long[header.Pieces.Count + 1];
        starts[0] = prefix.Length;
        for (var i = 0; i < header.Pieces.Count; i++)
            starts[i + 1] = checked(starts[i] + PieceCipher.SealedLength(header.Pieces[i].Length));
    }

    public ObjectHeader Header { get; }

    /// <param name="bytes">Disposed with this object; if none comes of it, by the caller.</param>
    /// <exception cref="FormatException">The bytes are no object, or not as long as their header says.</exception>
    public static async Task<VaultObject> Open(IStoredBytes bytes, CancellationToken ct)
    {
        try
        {
            var first = await ReadAt(bytes, 0, ObjectHeader.FixedLength, ct);
            var json = await ReadAt(bytes, ObjectHeader.FixedLength, ObjectHeader.JsonLength(first), ct);
            var header = ObjectHeader.Read(json);
            byte[] prefix = [.. first, .. json];
            var opened = new VaultObject(bytes, prefix, header);
            return opened.starts[^1] == bytes.Length
                ? opened
                : throw new MalformedException(Sentences.Of("storage.object-other-length"));
        }
        catch (OverflowException e)
        {
            throw new MalformedException(Sentences.Of("storage.object-endless"), e);
        }
    }

    /// <summary>
    /// SHA-256 of the whole file, with the header as it was read: what is opened later is authenticated against those
    /// bytes, so a file that changes in between is not opened either.
    /// </summary>
    public async Task<Digest> ComputeName(CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        var buffer = ArrayPool<byte>.Shared.Rent(
            (int)Math.Min(Math.Max(1, bytes.Length - prefix.Length), PieceCipher.SegmentLength));
        long at = prefix.Length;
        for (int read; (read = await bytes.Read(buffer, at, ct)) > 0; at += read)
            hash.AppendData(buffer.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(buffer);
        return Digest.From(hash.GetHashAndReset());
    }

    /// <summary>A piece's content; disposing the stream closes this object, unless it is left open.</summary>
    /// <returns>Null if the secret is not the one that sealed the piece.</returns>
    public Stream? OpenPiece(int piece, byte[] secret, Sentence place, bool leaveOpen = false)
    {
        var commitment = PieceKeys.Commitment(secret, Header.Object, piece);
        if (!CryptographicOperations.FixedTimeEquals(commitment, Header.Pieces[piece].KeyCommitment.Span))
            return null;

        var key = PieceKeys.Key(secret, Header.Object, piece);
        var cipher = new PieceCipher(key, associatedData ??= SHA256.HashData(prefix));
        CryptographicOperations.ZeroMemory(key);
        return new PieceStream(bytes, starts[piece], Header.Pieces[piece].Length, cipher, place, leaveOpen);
    }

    public void Dispose() => bytes.Dispose();

    private static async Task<byte[]> ReadAt(IStoredBytes bytes, long at, int length, CancellationToken ct)
    {
        if (length > bytes.Length - at)
            throw new MalformedException(Sentences.Of("storage.header-cut"));
        var read = new byte[length];
        for (var have = 0; have < length;)
        {
            var more = await bytes.Read(read.AsMemory(have), at + have, ct);
            if (more == 0)
                throw new MalformedException(Sentences.Of("storage.header-cut"));
            have += more;
        }

        return read;
    }
}
