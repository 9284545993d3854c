using System.Buffers.Binary;
using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// Seals and opens one piece in segments of up to 1 MiB, each AES-256-GCM ciphertext ‖ tag (16 bytes). Nonce of segment
/// k: k (11 bytes) ‖ 0x01 for the last of the piece, else 0x00; so segments cannot be moved, dropped or added (the
/// STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizár 2015). An empty piece has one empty segment.
/// </summary>
internal sealed class PieceCipher(ReadOnlySpan<byte> key, byte[] associatedData) : IDisposable
{
    public const int SegmentLength = 1024 * 1024;
    public const int TagLength = 16;

    private const int NonceLength = 12;

    private readonly AesGcm gcm = new(key, TagLength);

    public static long Segments(long length) =>
        Math.Max(1, length / SegmentLength + (length % SegmentLength > 0 ? 1 : 0));

    public static long SealedLength(long length) => checked(length + Segments(length) * TagLength);

    /// <param name="segment">As long as the content and the tag.</param>
    public void Seal(long k, bool last, ReadOnlySpan<byte> content, Span<byte> segment) =>
        gcm.Encrypt(Nonce(k, last), content, segment[..content.Length], segment[content.Length..], associatedData);

    /// <exception cref="AuthenticationTagMismatchException">These are not the bytes that were sealed.</exception>
    public void Open(long k, bool last, ReadOnlySpan<byte> segment, Span<byte> content) =>
        gcm.Decrypt(Nonce(k, last), segment[..content.Length], segment[content.Length..], content, associatedData);

    public void Dispose() => gcm.Dispose();

    private static byte[] Nonce(long k, bool last)
    {
        var nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(3), k); // ends at byte 10; bytes 0 to 2 stay zero
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}

/// <summary>
/// What a unit's secret gives for one piece of one object: HKDF-SHA256 (RFC 5869) without salt, 32 bytes.
/// </summary>
internal static class PieceKeys
{
    public static byte[] Key(byte[] secret, Guid @object, int piece) =>
        Derive(secret, "archive/piece/v1"u8, @object, piece);

    public static byte[] Commitment(byte[] secret, Guid @object, int piece) =>
        Derive(secret, "archive/commit/v1\n"u8, @object, piece);

    private static byte[] Derive(byte[] secret, ReadOnlySpan<byte> purpose, Guid @object, int piece)
    {
        if (secret.Length != Piece.SecretLength)
            throw new ArgumentException(
                $"A unit secret is {Piece.SecretLength} bytes, not {secret.Length}.",
                nameof(secret));

        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, piece);
        byte[] info = [.. purpose, .. Ids.Bytes(@object), .. number];
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt: null, info);
    }
}
