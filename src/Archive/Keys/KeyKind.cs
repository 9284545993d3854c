using Archive.Evidence;

namespace Archive.Keys;

/// <summary>What a key is for.</summary>
public enum KeyKind
{
    Wrapping,
    Suppression,
    Log,
    Export,
    Anchor,
    Certificate,
}

/// <summary>What people are told of a key.</summary>
public static class KeyWords
{
    public static Sentence For(KeyKind kind) => Sentences.Of($"keys.for.{kind}");

    /// <summary>What cannot be done any more without the key, and what still can.</summary>
    public static Sentence LostWith(KeyKind kind) => Sentences.Of($"keys.without.{kind}");
}
