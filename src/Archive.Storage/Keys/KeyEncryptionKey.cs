using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;

namespace Archive.Storage.Keys;

/// <summary>
/// A key under which unit secrets are kept in the database. It is in a file of its own (<see cref="KeyFile"/>), backed
/// up apart from the database: who has both has everything, and without it nothing sealed under it can ever be opened
/// again.
/// </summary>
public sealed class KeyEncryptionKey
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] key;
    private readonly byte[] idDigest;

    private KeyEncryptionKey(Guid id, byte[] key)
    {
        this.key = key;
        Id = id.ToString();
        idDigest = SHA256.HashData(Encoding.ASCII.GetBytes(Id));
    }

    /// <summary>Kept beside every secret it sealed; says which file is needed to open it.</summary>
    public string Id { get; }

    /// <summary>Takes the key from the file; makes both on first use.</summary>
    /// <exception cref="FaultException">
    /// The file is no key, others may read it, or its store does not answer.
    /// </exception>
    public static KeyEncryptionKey OpenOrCreate(string path, IKeyStore? store = null)
    {
        if (!File.Exists(path))
            KeyFile.Create(path, store); // of two at once, one wins; both read it
        return Open(path, store);
    }

    /// <exception cref="FaultException">
    /// There is no file, it is no key, others may read it, or its store does not answer.
    /// </exception>
    public static KeyEncryptionKey Open(string path, IKeyStore? store = null)
    {
        if (!File.Exists(path))
            throw Sentences.Fault("storage.key-not-there", path);
        var (id, key) = KeyFile.Read(path, store);
        return new(id, key);
    }

    /// <summary>nonce (12) ‖ AES-256-GCM ciphertext (32) ‖ tag (16), bound to tenant, unit and this key's id.</summary>
    internal byte[] Seal(Tenant tenant, Guid unit, byte[] secret)
    {
        using var gcm = new AesGcm(key, TagLength);
        return Seal(gcm, tenant, unit, secret);
    }

    /// <summary>Seals many secrets with one cipher: setting it up costs more than sealing with it.</summary>
    internal byte[][] Seal(Tenant tenant, IReadOnlyList<UnitSecret> units)
    {
        using var gcm = new AesGcm(key, TagLength);
        var rows = new byte[units.Count][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Seal(gcm, tenant, units[i].Unit, units[i].Secret);
        return rows;
    }

    private byte[] Seal(AesGcm gcm, Tenant tenant, Guid unit, byte[] secret)
    {
        var row = new byte[NonceLength + secret.Length + TagLength];
        RandomNumberGenerator.Fill(row.AsSpan(0, NonceLength));
        gcm.Encrypt(
            row.AsSpan(0, NonceLength), secret, row.AsSpan(NonceLength, secret.Length), row.AsSpan(
                NonceLength + secret.Length),
            AssociatedData(tenant, unit));
        return row;
    }

    /// <exception cref="FaultException">The row was changed, or moved from another unit or tenant.</exception>
    internal byte[] Open(Tenant tenant, Guid unit, string keyId, ReadOnlySpan<byte> row)
    {
        if (keyId != Id)
            throw Sentences.Fault("storage.secret-of-another-key", unit, keyId, Id);

        using var opener = Opener(tenant);
        return opener.Open(unit, row);
    }

    /// <summary>Opens many rows of a tenant that this key sealed.</summary>
    internal SecretOpener Opener(Tenant tenant) => new(key, unit => AssociatedData(tenant, unit));

    /// <summary>
    /// A key of a tenant for one purpose: HKDF-SHA256 without salt, info = purpose ‖ SHA-256(tenant).
    /// </summary>
    internal byte[] Derive(ReadOnlySpan<byte> purpose, Tenant tenant) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key, 32, salt: null, [.. purpose, .. SHA256.HashData(
            Encoding.ASCII.GetBytes(tenant.ToString()))]);

    private byte[] AssociatedData(Tenant tenant, Guid unit) =>
    [
        .. "archive/unit/v1\n"u8,
        .. SHA256.HashData(Encoding.ASCII.GetBytes(tenant.ToString())),
        .. Ids.Bytes(unit),
        .. idDigest,
    ];
}
