using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.Storage.Keys;

/// <summary>
/// Tells whether a tenant has a medium already, without a digest of the bytes that anyone could look up elsewhere:
/// HMAC-SHA256 of the plain bytes under a secret of the tenant that never changes. It is sealed beside the secrets of
/// units, so that it stays the same when the key-encryption key changes and is backed up with them. Under it questions
/// to platforms are recognised too, without their addresses being kept.
/// </summary>
public sealed class MediumKey
{
    private readonly byte[] secret;

    /// <param name="secret">32 bytes.</param>
    internal MediumKey(byte[] secret) => this.secret = secret;

    /// <summary>
    /// Takes the tenant's secret, or makes one. Where media were kept before there was one, it is what they were
    /// recognised by: HKDF(oldest key-encryption key, info `archive/medium/v1\n` ‖ SHA-256(tenant)), kept from now on.
    /// </summary>
    /// <exception cref="FaultException">It was changed, or sealed with a key that is not here.</exception>
    public static async Task<MediumKey> Open(PerishableDatabase perishable, KeyRing keys, CancellationToken ct)
    {
        var hasMedia = await HasMedia(perishable, ct);
        return new(await new UnitSecrets(perishable, keys).MediumKey(
            () => hasMedia
                ? keys.All[0].Key.Derive("archive/medium/v1\n"u8, perishable.Tenant)
                : RandomNumberGenerator.GetBytes(UnitSecret.Length),
            ct));
    }

    public byte[] Of(ReadOnlySpan<byte> bytes) => HMACSHA256.HashData(secret, bytes);

    /// <summary>For bytes that come in parts.</summary>
    public IncrementalHash Begin() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);

    private static async Task<bool> HasMedia(PerishableDatabase perishable, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Scalar<bool>(
            "SELECT EXISTS (SELECT FROM perishable.medium WHERE tenant_id = $1)",
            ct, transaction.Tenant);
    }
}
