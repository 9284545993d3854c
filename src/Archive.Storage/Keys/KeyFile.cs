using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Storage.Keys;

/// <summary>
/// A key of 32 bytes in a file of its own that only its owner may read. Valid if and only if its lines, which end in
/// LF, are `archive/key-encryption-key/v1`, the key's id (a UUID), the key (64 lower-case hex digits); or, for a key
/// that a store outside this machine wrapped, `archive/key-encryption-key/v2`, the key's id, the store's name for its
/// key, the algorithm, and the wrapped key in base64 (docs/evidence-format.md, "Key files").
/// </summary>
internal static class KeyFile
{
    private const string Plain = "archive/key-encryption-key/v1";
    private const string Wrapped = "archive/key-encryption-key/v2";

    /// <summary>Makes a key, wrapped if there is a store.</summary>
    /// <returns>False if another process made this file first.</returns>
    public static bool Create(string path, IKeyStore? store)
    {
        var (id, key) = (Ids.New(), RandomNumberGenerator.GetBytes(32));
        DurableFile.CreateDirectory(DurableFile.DirectoryOf(path));
        return DurableFile.WriteNew(
            path,
            Encoding.ASCII.GetBytes(Text(id, key, store?.Wrap(key))),
            FilePermissions.Mode);
    }

    /// <exception cref="FaultException">
    /// There is no file, it is no key, others may read it, or its store does not unwrap it.
    /// </exception>
    public static (Guid Id, byte[] Key) Read(string path, IKeyStore? store)
    {
        FilePermissions.Check(path, Sentences.Of("storage.the-wrapping-key"));
        var text = File.ReadAllText(path);
        switch (text.Split('\n'))
        {
            case [Plain, var id, var hex, ""]
                when Guid.TryParseExact(id, "D", out var guid) && Digest.TryParse(hex, out var digits)
                    && text == Text(guid, digits.ToBytes(), null):
                return (guid, digits.ToBytes());

            case [Wrapped, var id, var under, var algorithm, var base64, ""]
                when Guid.TryParseExact(id, "D", out var guid) && Bytes(base64) is { } bytes
                    && text == Text(guid, [], new(under, algorithm, bytes)):
                if (store is null)
                    throw Sentences.Fault("storage.key-store-not-set", path, under);
                return store.Unwrap(new(under, algorithm, bytes)) is { Length: 32 } key
                    ? (guid, key)
                    : throw Sentences.Fault("storage.key-not-32-bytes", under, path);

            default:
                throw Sentences.Fault("storage.no-wrapping-key", path);
        }
    }

    /// <returns>The store's name for the key that wraps this file; null if nothing does.</returns>
    public static string? Under(string path) =>
        File.ReadAllText(path).Split('\n') is [Wrapped, _, var under, ..] ? under : null;

    private static string Text(Guid id, byte[] key, WrappedKey? wrapped) => wrapped is null
        ? $"{Plain}\n{id}\n{Convert.ToHexStringLower(key)}\n"
        : $"{Wrapped}\n{id}\n{Word(wrapped.Under)}\n{Word(wrapped.Algorithm)}\n"
            + $"{Convert.ToBase64String(wrapped.Bytes)}\n";

    private static string Word(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\x7f')
        ? text
        : throw Sentences.Fault("storage.key-store-word", text);

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}
