using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;

namespace Archive.Storage.Keys;

/// <summary>
/// Recognises what was destroyed and must not be kept again, without keeping what it was called: HMAC-SHA256 of the
/// JCS array of platform, space, kind and id (docs/evidence-format.md, "Identity") under HKDF(suppression key, info
/// `archive/forgotten/v1\n` ‖ SHA-256(tenant)). The key has the form of a key-encryption key but a file of its own, and
/// is never changed: what was forgotten under it would be kept again.
/// </summary>
public sealed class SuppressionKey(KeyEncryptionKey key, Tenant tenant)
{
    private readonly byte[] derived = key.Derive("archive/forgotten/v1\n"u8, tenant);

    /// <param name="id">As the platform has it; half of a surrogate pair cannot be in it.</param>
    public byte[] Of(string platform, string space, string kind, string id) =>
        HMACSHA256.HashData(derived, CanonicalJson.Write(new JsonArray(platform, space, kind, id)));
}
