using Archive.Evidence;

namespace Archive.Storage.Keys;

/// <summary>A key as a store outside this machine gave it back: of use only together with that store.</summary>
/// <param name="Under">The store's own name for its key, with the version; no white space.</param>
/// <param name="Algorithm">How it was wrapped, in the store's words, such as `RSA-OAEP-256`; no white space.</param>
public sealed record WrappedKey(string Under, string Algorithm, byte[] Bytes);

/// <summary>
/// A wall: whoever keeps the key under which our key files are wrapped, so that a copy of the files alone opens
/// nothing. It is asked once per key file at start, never for the secrets of units: those are sealed in memory.
/// </summary>
public interface IKeyStore
{
    /// <param name="key">32 bytes.</param>
    /// <exception cref="FaultException">The store does not answer, or does not wrap.</exception>
    WrappedKey Wrap(byte[] key);

    /// <exception cref="FaultException">The store does not answer, or does not unwrap this one.</exception>
    byte[] Unwrap(WrappedKey wrapped);
}
