using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;

namespace Archive.Storage.Keys;

/// <summary>
/// A file encrypted with a passphrase in the age format (https://c2sp.org/age, version 1, one scrypt recipient), so
/// that it can be opened with any program that knows it, such as `age -d FILE`.
/// </summary>
public static unsafe partial class AgeFile
{
    private const string FirstLine = "age-encryption.org/v1\n";
    private const string SaltLabel = "age-encryption.org/v1/scrypt";
    private const int WorkFactor = 18; // 2^18 rounds: 256 MiB and about a second for each guess
    private const int LargestWorkFactor = 20;
    private const int FileKeyLength = 16;
    private const int SaltLength = 16;
    private const int ChunkLength = 64 * 1024;
    private const int TagLength = 16;

    /// <param name="passphrase">As typed; its UTF-8 bytes count.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> plain, string passphrase) => Encrypt(plain, passphrase, WorkFactor);

    internal static byte[] Encrypt(ReadOnlySpan<byte> plain, string passphrase, int workFactor)
    {
        var (fileKey, salt) = (RandomNumberGenerator.GetBytes(FileKeyLength), RandomNumberGenerator.GetBytes(
            SaltLength));
        var body = new byte[FileKeyLength + TagLength];
        using (var wrap = new ChaCha20Poly1305(WrappingKey(passphrase, salt, workFactor)))
            wrap.Encrypt(new byte[12], fileKey, body.AsSpan(0, FileKeyLength), body.AsSpan(FileKeyLength));
        var header = $"{FirstLine}-> scrypt {Base64(salt)} {workFactor}\n{Base64(body)}\n---";
        using var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes($"{header} {Base64(Mac(fileKey, header))}\n"));

        var nonce = RandomNumberGenerator.GetBytes(16);
        file.Write(nonce);
        using var cipher = new ChaCha20Poly1305(PayloadKey(fileKey, nonce));
        var chunk = new byte[ChunkLength + TagLength];
        var at = 0;
        for (var counter = 0UL; ; counter++)
        {
            var length = Math.Min(ChunkLength, plain.Length - at);
            var last = at + length == plain.Length;
            cipher.Encrypt(
                Nonce(counter, last),
                plain.Slice(at, length),
                chunk.AsSpan(0, length),
                chunk.AsSpan(length, TagLength));
            file.Write(chunk, 0, length + TagLength);
            if (last)
                return file.ToArray();
            at += length;
        }
    }

    /// <exception cref="FormatException">It is no such file, was changed, or the passphrase is another.</exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> file, string passphrase)
    {
        var (header, salt, workFactor, body, mac) = Header(file);
        var fileKey = new byte[FileKeyLength];
        try
        {
            using var wrap = new ChaCha20Poly1305(WrappingKey(passphrase, salt, workFactor));
            wrap.Decrypt(new byte[12], body.AsSpan(0, FileKeyLength), body.AsSpan(FileKeyLength), fileKey);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new MalformedException(Sentences.Of("storage.age-passphrase"));
        }

        if (!CryptographicOperations.FixedTimeEquals(Mac(fileKey, header), mac))
            throw new MalformedException(Sentences.Of("storage.age-header-altered"));
        return Payload(file[(header.Length + 1 + Base64(mac).Length + 1)..], fileKey);
    }

    private static byte[] Payload(ReadOnlySpan<byte> payload, byte[] fileKey)
    {
        if (payload.Length < 16 + TagLength)
            throw new MalformedException(Sentences.Of("storage.age-altered"));
        using var cipher = new ChaCha20Poly1305(PayloadKey(fileKey, payload[..16]));
        using var plain = new MemoryStream();
        var chunk = new byte[ChunkLength];
        var rest = payload[16..];
        for (var counter = 0UL; rest.Length > 0; counter++)
        {
            var sealedLength = Math.Min(ChunkLength + TagLength, rest.Length);
            var length = sealedLength - TagLength;
            // An empty last chunk is allowed in a file that is empty altogether only.
            if (length < 0 || (length == 0 && counter > 0))
                throw new MalformedException(Sentences.Of("storage.age-altered"));
            try
            {
                cipher.Decrypt(
                    Nonce(counter, last: sealedLength == rest.Length), rest[..length], rest[length..sealedLength], chunk
                        .AsSpan(0, length));
            }
            catch (AuthenticationTagMismatchException e)
            {
                throw new MalformedException(Sentences.Of("storage.age-altered"), e);
            }

            plain.Write(chunk, 0, length);
            rest = rest[sealedLength..];
        }

        return plain.ToArray();
    }

    private static (string Header, byte[] Salt, int WorkFactor, byte[] Body, byte[] Mac) Header(ReadOnlySpan<byte> file)
    {
        var lines = Encoding.Latin1.GetString(file[..Math.Min(file.Length, 512)]).Split('\n');
        if (lines.Length >= 5 && lines[0] + "\n" == FirstLine
            && lines[1].Split(' ') is ["->", "scrypt", var salt, var factor]
            && lines[3].Split(' ') is ["---", var mac]
            && Bytes(salt, SaltLength) is { } saltBytes
            && Bytes(
                lines[2],
                FileKeyLength + TagLength) is { } body
            && Bytes(mac, 32) is { } macBytes
            && int.TryParse(
                factor,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var workFactor)
            && workFactor is > 0 and <= LargestWorkFactor
            && $"{workFactor}" == factor)
        {
            return ($"{FirstLine}{lines[1]}\n{lines[2]}\n---", saltBytes, workFactor, body, macBytes);
        }

        throw new MalformedException(Sentences.Of("storage.age-no-file"));
    }

    private static byte[] WrappingKey(string passphrase, byte[] salt, int workFactor)
    {
        byte[] labelled = [.. Encoding.ASCII.GetBytes(SaltLabel), .. salt];
        var password = Encoding.UTF8.GetBytes(passphrase);
        var key = new byte[32];
        fixed (byte* pass = password, from = labelled, to = key)
        {
            if (EVP_PBE_scrypt(
                pass,
                (nuint)password.Length,
                from,
                (nuint)labelled.Length,
                1UL << workFactor,
                8,
                1,
                2UL << 30,
                to,
                (nuint)key.Length) != 1)
                throw Sentences.Fault("storage.scrypt");
        }

        return key;
    }

    private static byte[] Mac(byte[] fileKey, string header) => HMACSHA256.HashData(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, 32, salt: null, "header"u8.ToArray()), Encoding.ASCII
            .GetBytes(header));

    private static byte[] PayloadKey(byte[] fileKey, ReadOnlySpan<byte> nonce) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, 32, nonce.ToArray(), "payload"u8.ToArray());

    private static byte[] Nonce(ulong counter, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(3), counter);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? Bytes(string base64, int length)
    {
        var bytes = new byte[length + 3];
        return Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var written)
            && written == length && Base64(bytes[..length]) == base64 ? bytes[..length] : null;
    }

    [LibraryImport("libcrypto.so.3")]
    private static partial int EVP_PBE_scrypt(
        byte* password, nuint passwordLength, byte* salt, nuint saltLength, ulong n, ulong r, ulong p, ulong memory,
        byte* key, nuint keyLength);
}
