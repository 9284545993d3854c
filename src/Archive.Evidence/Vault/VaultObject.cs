using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Archive.Evidence.Vault;

/// <summary>
/// An object on disk, open for reading. Its pieces follow the header without gaps; the file ends with the last.
/// </summary>
internal sealed class VaultObject : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly byte[] prefix;

    private VaultObject(SafeFileHandle file, byte[] prefix, ObjectHeader header) =>
        (this.file, this.prefix, Header) = (file, prefix, header);

    public ObjectHeader Header { get; }

    /// <exception cref="FormatException">The file is no object, or not as long as its header says.</exception>
    public static VaultObject Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            var first = ReadAt(file, 0, ObjectHeader.FixedLength);
            var json = ReadAt(file, ObjectHeader.FixedLength, ObjectHeader.JsonLength(first));
            var header = ObjectHeader.Read(json);
            byte[] prefix = [.. first, .. json];
            return prefix.Length + header.Pieces.Sum(p => PieceCipher.SealedLength(p.Length)) == RandomAccess.GetLength(file)
                ? new(file, prefix, header)
                : throw new FormatException("It is not as long as its header says.");
        }
        catch (OverflowException e)
        {
            file.Dispose();
            throw new FormatException("Its header says it is longer than any file.", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// SHA-256 of the whole file, with the header as it was read: what is opened later is authenticated against those
    /// bytes, so a file that changes in between is not opened either.
    /// </summary>
    public Digest ComputeName()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        var buffer = new byte[PieceCipher.SegmentLength];
        long at = prefix.Length;
        for (int read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
            hash.AppendData(buffer.AsSpan(0, read));
        return Digest.From(hash.GetHashAndReset());
    }

    /// <summary>A piece's content; disposing the stream closes this object.</summary>
    /// <returns>Null if the secret is not the one that sealed the piece.</returns>
    public Stream? OpenPiece(int piece, byte[] secret, string place)
    {
        var commitment = PieceKeys.Commitment(secret, Header.Object, piece);
        if (!CryptographicOperations.FixedTimeEquals(commitment, Header.Pieces[piece].KeyCommitment.Span))
            return null;

        var key = PieceKeys.Key(secret, Header.Object, piece);
        var cipher = new PieceCipher(key, SHA256.HashData(prefix));
        CryptographicOperations.ZeroMemory(key);
        var start = prefix.Length + Header.Pieces.Take(piece).Sum(p => PieceCipher.SealedLength(p.Length));
        return new PieceStream(file, start, Header.Pieces[piece].Length, cipher, place);
    }

    public void Dispose() => file.Dispose();

    private static byte[] ReadAt(SafeFileHandle file, long at, int length)
    {
        if (length > RandomAccess.GetLength(file) - at)
            throw new FormatException("It ends before its header does.");
        var bytes = new byte[length];
        for (var have = 0; have < length;)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(have), at + have);
            if (read == 0)
                throw new FormatException("It ends before its header does.");
            have += read;
        }

        return bytes;
    }
}
