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

/// <summary>Why the secrets of units are gone although nobody destroyed what they seal.</summary>
public enum UnitLoss
{
    /// <summary>The key-encryption key that sealed them was given up.</summary>
    KeyGivenUp,

    /// <summary>A database was put back from a back-up that has no secret for them.</summary>
    DatabasePutBack,
}

/// <summary>
/// The secrets of units are lost for good: what is sealed or committed to under them cannot be opened any more. Not a
/// destruction: nobody wanted it, and it is not forgotten what they were.
/// </summary>
/// <param name="Units">A thousand at most; the rest follow in facts of the same stream.</param>
/// <param name="Officer">Who wrote it down.</param>
[FactName("keys.units-lost/1")]
public sealed record UnitsLost(UnitLoss Cause, IReadOnlyList<Guid> Units, Guid Officer) : IFact
{
    /// <summary>As many facts as it takes.</summary>
    public static IEnumerable<UnitsLost> Of(UnitLoss cause, IEnumerable<Guid> units, Guid officer) =>
        units.Chunk(1000).Select(some => new UnitsLost(cause, some, officer));
}

/// <summary>A lost key was given up: what only it could do can never be done any more (docs/decisions/0120).</summary>
/// <param name="WrappingKey">Id of a key-encryption key.</param>
/// <param name="LostKey">
/// Of a signing key: SHA-256 of its verifier key's text, without line end, where that is known.
/// </param>
/// <param name="NewKey">The same of the key that signs from now on.</param>
/// <param name="Units">How many units are lost with it; facts in the same stream name them.</param>
[FactName("keys.key-given-up/1")]
public sealed record KeyGivenUp(
    KeyKind Kind, Guid? WrappingKey, Digest? LostKey, Digest? NewKey, long Units, Guid Officer) : IFact;
