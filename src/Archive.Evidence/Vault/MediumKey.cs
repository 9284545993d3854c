using System.Security.Cryptography;

namespace Archive.Evidence.Vault;

/// <summary>
/// Tells whether a tenant has a medium already, without a digest of the bytes that anyone could look up elsewhere:
/// HMAC-SHA256 of the plain bytes under HKDF(key-encryption key, info `archive/medium/v1\n` ‖ SHA-256(tenant)). After a
/// change of the key-encryption key a medium may be kept once more; nothing else depends on it.
/// </summary>
public sealed class MediumKey(KeyEncryptionKey key, Tenant tenant)
{
    private readonly byte[] derived = key.Derive("archive/medium/v1\n"u8, tenant);

    public byte[] Of(ReadOnlySpan<byte> bytes) => HMACSHA256.HashData(derived, bytes);

    /// <summary>For bytes that come in parts.</summary>
    public IncrementalHash Begin() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, derived);
}
