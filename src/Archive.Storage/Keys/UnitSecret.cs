using Archive.Storage.Vault;

namespace Archive.Storage.Keys;

/// <summary>What is destroyed together.</summary>
public enum UnitKind
{
    /// <summary>A post, a comment or an ad, in all its versions.</summary>
    Record,

    /// <summary>A picture, film or sound.</summary>
    Medium,

    /// <summary>What stands around the items in an answer, and how it was asked for.</summary>
    Frame,

    /// <summary>A request's letters and identities.</summary>
    RequestDetails,

    /// <summary>What an officer wrote.</summary>
    Note,
}

/// <summary>A unit and its secret: 32 random bytes, from which every key and salt of the unit is derived.</summary>
public sealed record UnitSecret(Guid Unit, UnitKind Kind, byte[] Secret)
{
    public const int Length = Piece.SecretLength;
}
