using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Archive.Evidence.Notes;

/// <summary>
/// Ed25519 of RFC 8032, through the OpenSSL 3 that the runtime already needs on Linux; cofactorless. Stricter than
/// OpenSSL, as RFC 8032 wants: a public key that is not in its one canonical form is no key.
/// </summary>
public static unsafe partial class Ed25519
{
    public const int SeedLength = 32;
    public const int PublicKeyLength = 32;
    public const int SignatureLength = 64;

    private const string LibCrypto = "libcrypto.so.3";
    private const int Ed25519Type = 1087; // EVP_PKEY_ED25519

    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        var key = PrivateKey(seed);
        try
        {
            var publicKey = new byte[PublicKeyLength];
            nuint length = PublicKeyLength;
            fixed (byte* to = publicKey)
            {
                if (EVP_PKEY_get_raw_public_key(key, to, &length) != 1)
                    throw new CryptographicException("OpenSSL gave no public key for this seed.");
            }

            return publicKey;
        }
        finally
        {
            EVP_PKEY_free(key);
        }
    }

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var key = PrivateKey(seed);
        var context = EVP_MD_CTX_new();
        try
        {
            var signature = new byte[SignatureLength];
            nuint length = SignatureLength;
            fixed (byte* from = message, to = signature)
            {
                if (EVP_DigestSignInit(context, null, 0, 0, key) != 1
                    || EVP_DigestSign(context, to, &length, from, (nuint)message.Length) != 1)
                {
                    throw new CryptographicException("OpenSSL did not sign.");
                }
            }

            return signature;
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(key);
        }
    }

    /// <summary>
    /// False for whatever is not a signature by this key, wrong lengths and non-canonical keys included.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!IsCanonical(publicKey) || signature.Length != SignatureLength)
            return false;

        nint key;
        fixed (byte* from = publicKey)
            key = EVP_PKEY_new_raw_public_key(Ed25519Type, 0, from, PublicKeyLength);
        if (key == 0)
            return false;

        var context = EVP_MD_CTX_new();
        try
        {
            fixed (byte* signed = message, by = signature)
            {
                return EVP_DigestVerifyInit(context, null, 0, 0, key) == 1
                    && EVP_DigestVerify(context, by, SignatureLength, signed, (nuint)message.Length) == 1;
            }
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(key);
        }
    }

    /// <summary>
    /// Whether these are the only bytes for their point (RFC 8032 section 5.1.3): y, the low 255 bits in little-endian
    /// order, is below p = 2^255-19, and x = 0, which y = 1 and y = p-1 have, comes without the sign bit.
    /// </summary>
    public static bool IsCanonical(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != PublicKeyLength)
            return false;

        var negative = (publicKey[31] & 0x80) != 0;
        var top = publicKey[31] & 0x7F;
        var between = publicKey[1..31];
        if (top == 0x7F && !between.ContainsAnyExcept((byte)0xFF)) // p itself is ed ff … ff 7f
            return publicKey[0] < 0xED && !(negative && publicKey[0] == 0xEC);
        return !(negative && top == 0 && publicKey[0] == 1 && !between.ContainsAnyExcept((byte)0));
    }

    /// <summary>
    /// Whether it is one of the eight points that give the neutral element when added eight times: nobody has the
    /// private half of such a key, and anyone can make what verifies under it, for any text.
    /// </summary>
    public static bool IsOfSmallOrder(ReadOnlySpan<byte> publicKey) =>
        SmallOrder.Contains(Convert.ToHexStringLower(publicKey));

    /// <summary>RFC 8032 section 5.1.3 encodings, in the order of their points: 1, 2, 4, 4, 8, 8, 8, 8.</summary>
    private static readonly HashSet<string> SmallOrder =
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ];

    private static nint PrivateKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
            throw new ArgumentException($"A seed is {SeedLength} bytes, not {seed.Length}.", nameof(seed));

        fixed (byte* from = seed)
        {
            var key = EVP_PKEY_new_raw_private_key(Ed25519Type, 0, from, SeedLength);
            return key != 0 ? key : throw new CryptographicException("OpenSSL did not take this seed.");
        }
    }

    [LibraryImport(LibCrypto)]
    private static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte* key, nuint length);

    [LibraryImport(LibCrypto)]
    private static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte* key, nuint length);

    [LibraryImport(LibCrypto)]
    private static partial int EVP_PKEY_get_raw_public_key(nint key, byte* to, nuint* length);

    [LibraryImport(LibCrypto)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(LibCrypto)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(LibCrypto)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(LibCrypto)]
    private static partial int EVP_DigestSignInit(nint context, nint* keyContext, nint digest, nint engine, nint key);

    [LibraryImport(LibCrypto)]
    private static partial int EVP_DigestSign(
        nint context, byte* signature, nuint* signatureLength, byte* message, nuint messageLength);

    [LibraryImport(LibCrypto)]
    private static partial int EVP_DigestVerifyInit(nint context, nint* keyContext, nint digest, nint engine, nint key);

    [LibraryImport(LibCrypto)]
    private static partial int EVP_DigestVerify(
        nint context, byte* signature, nuint signatureLength, byte* message, nuint messageLength);
}
