namespace Archive.Keys;

// Streams: each act upon keys is a stream of its own. Facts name keys by their ids, never hold one.

/// <summary>All secrets of the tenant are sealed under a newer key-encryption key, and each was opened with it.</summary>
/// <param name="Key">Id of the key they are under now; also the id of this fact's stream.</param>
/// <param name="Before">Keys that nothing of this tenant needs any more.</param>
/// <param name="Secrets">How many were opened.</param>
[FactName("keys.wrapping-key-rotated/1")]
public sealed record WrappingKeyRotated(Guid Key, IReadOnlyList<Guid> Before, long Secrets) : IFact;

/// <summary>The file of a key that nothing needed any more was taken out of use.</summary>
[FactName("keys.wrapping-key-retired/1")]
public sealed record WrappingKeyRetired(Guid Key) : IFact;
