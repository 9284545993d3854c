using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;

namespace Archive.Storage.Keys;

/// <summary>
/// Recognises what was destroyed and must not be kept again, without keeping what it was called: HMAC-SHA256 of the
/// platform's id under HKDF(suppression key, info `archive/forgotten/v1\n` ‖ SHA-256(tenant)). The key has the form of
/// a key-encryption key but a file of its own, and is never changed: what was forgotten under it would be kept again.
/// </summary>
public sealed class SuppressionKey(KeyEncryptionKey key, Tenant tenant)
{
    private readonly byte[] derived = key.Derive("archive/forgotten/v1\n"u8, tenant);

    public byte[] Of(string platformId) => HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(platformId));
}
