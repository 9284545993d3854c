using Archive.Evidence;

namespace Archive.Keys;

/// <summary>What a signing key signs.</summary>
public enum SigningRole
{
    /// <summary>Checkpoints of the log.</summary>
    Log,

    /// <summary>Manifests of exports.</summary>
    Export,
}

/// <summary>
/// A signing key is changed for another. For the log's, the first checkpoint that covers this fact is signed by both,
/// and later ones by the new key only (docs/decisions/0067).
/// </summary>
/// <param name="Log">Which log's; 1 for exports.</param>
/// <param name="OldKey">SHA-256 of the verifier key's text, without line end.</param>
/// <param name="NewKey">SHA-256 of the text of the verifier key that signs from now on.</param>
[FactName("keys.signing-key-changed/1")]
public sealed record SigningKeyChanged(SigningRole Role, int Log, Digest OldKey, Digest NewKey, Guid Officer) : IFact;
