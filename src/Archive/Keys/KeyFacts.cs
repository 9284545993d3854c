using Archive.Evidence;

namespace Archive.Keys;

// Streams: each act upon keys is a stream of its own. Facts name keys by their ids, never hold one.

/// <summary>
/// All secrets of the tenant are sealed under a newer key-encryption key, and each was opened with it.
/// </summary>
/// <param name="Key">Id of the key they are under now; also the id of this fact's stream.</param>
/// <param name="PreviousKeys">Keys that nothing of this tenant needs any more.</param>
/// <param name="Secrets">How many were opened.</param>
[FactName("keys.wrapping-key-rotated/1")]
public sealed record WrappingKeyRotated(Guid Key, IReadOnlyList<Guid> PreviousKeys, long Secrets) : IFact;

/// <summary>The file of a key that nothing needed any more was taken out of use.</summary>
[FactName("keys.wrapping-key-retired/1")]
public sealed record WrappingKeyRetired(Guid Key) : IFact;

/// <summary>All keys were written to one encrypted file, and read back from it.</summary>
/// <param name="Backup">SHA-256 of the file.</param>
[FactName("keys.backed-up/1")]
public sealed record KeysBackedUp(Digest Backup, int Files) : IFact;

/// <summary>Keys were put back where there were none.</summary>
/// <param name="StillMissing">Keys that were used and are not in that back-up.</param>
[FactName("keys.restored/1")]
public sealed record KeysRestored(Digest Backup, int Files, int StillMissing) : IFact;

/// <summary>Exports are signed with another certificate from now on.</summary>
/// <param name="Certificate">SHA-256 of the certificate in DER.</param>
/// <param name="Previous">The one that signed until now.</param>
[FactName("keys.certificate-replaced/1")]
public sealed record CertificateReplaced(
    Digest Certificate,
    Digest? Previous,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter) : IFact;
