using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Storage.Keys;

/// <summary>Opens rows that one key-encryption key sealed, with one cipher. For one thread at a time.</summary>
/// <param name="associatedData">What a unit's row is bound to.</param>
internal sealed class SecretOpener(byte[] key, Func<Guid, byte[]> associatedData) : IDisposable
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly AesGcm gcm = new(key, TagLength);

    /// <exception cref="FaultException">The row was changed, or moved from another unit or tenant.</exception>
    public byte[] Open(Guid unit, ReadOnlySpan<byte> row)
    {
        var secret = new byte[UnitSecret.Length];
        try
        {
            gcm.Decrypt(
                row[..NonceLength], row[NonceLength..^TagLength], row[^TagLength..], secret, associatedData(unit));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Sentences.Fault(e, "storage.secret-altered", unit);
        }

        return secret;
    }

    public void Dispose() => gcm.Dispose();
}
