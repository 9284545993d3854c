using System.Buffers.Binary;
using System.Security.Cryptography;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Notes;

/// <summary>Signature types of c2sp.org/signed-note that we make or check.</summary>
public enum NoteSignatureType : byte
{
    /// <summary>Ed25519 over the text.</summary>
    Ed25519 = 0x01,

    /// <summary>A witness's Ed25519 over the time and the text (c2sp.org/tlog-cosignature).</summary>
    Cosignature = 0x04,
}

/// <summary>
/// A public key of c2sp.org/signed-note: who signs (its name is its role) and with what. Two keys are equal if their
/// written forms are.
/// </summary>
public sealed record NoteKey
{
    /// <exception cref="FormatException">The name or the key is not one.</exception>
    public NoteKey(string name, NoteSignatureType type, ReadOnlySpan<byte> publicKey)
    {
        if (!IsName(name))
            throw new MalformedException("KeyName", name);
        if (type is not (NoteSignatureType.Ed25519 or NoteSignatureType.Cosignature))
            throw new MalformedException("KeyType", (byte)type);
        if (!Ed25519.IsCanonical(publicKey))
            throw new MalformedException("KeyNotEd25519", name);
        if (Ed25519.IsOfSmallOrder(publicKey))
            throw new MalformedException("KeySmallOrder", name);

        Name = name;
        Type = type;
        Public = publicKey.ToArray();
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData([.. StrictText.ToUtf8(name), (byte)'\n', (byte)type, .. publicKey]));
    }

    public string Name { get; }

    public NoteSignatureType Type { get; }

    public ReadOnlyMemory<byte> Public { get; }

    /// <summary>First four bytes of SHA-256(name ‖ LF ‖ type ‖ key). Finds a key; proves nothing.</summary>
    public uint KeyId { get; }

    /// <summary>SHA-256 of the verifier key's text: how a fact names a key.</summary>
    public Digest Digest => Digest.Of(StrictText.ToUtf8(ToString()));

    /// <summary>Reads a verifier key (vkey): `name+key id+base64(type ‖ key)`, on one line without its end.</summary>
    /// <exception cref="FormatException">It is not one, or not as we would write it.</exception>
    public static NoteKey Parse(string vkey)
    {
        var parts = vkey.Split('+', 3);
        if (parts.Length != 3 || StrictText.FromBase64(parts[2]) is not [var type, .. var publicKey])
            throw new MalformedException("VerifierKeyForm", vkey);

        var key = new NoteKey(parts[0], (NoteSignatureType)type, publicKey);
        return key.ToString() == vkey
            ? key
            : throw new MalformedException("VerifierKeyId", vkey, key.KeyId);
    }

    /// <summary>The verifier key, as <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        $"{Name}+{KeyId:x8}+{Convert.ToBase64String([(byte)Type, .. Public.Span])}";

    public bool Equals(NoteKey? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => c is '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    internal bool Verifies(string text, ReadOnlySpan<byte> signature) => Type switch
    {
        NoteSignatureType.Ed25519 => Ed25519.Verify(Public.Span, StrictText.ToUtf8(text), signature),
        NoteSignatureType.Cosignature => signature.Length > sizeof(ulong) && Ed25519.Verify(
            Public.Span,
            Cosigner.Message(BinaryPrimitives.ReadUInt64BigEndian(signature), text),
            signature[sizeof(ulong)..]),
    };
}

/// <summary>Signs notes. Whoever holds this holds the private key: it stays in the host that signs.</summary>
public sealed class NoteSigner
{
    private readonly byte[] seed;

    /// <param name="seed">32 secret random bytes.</param>
    public NoteSigner(string name, ReadOnlySpan<byte> seed)
    {
        this.seed = seed.ToArray();
        Key = new NoteKey(name, NoteSignatureType.Ed25519, Ed25519.PublicKey(seed));
    }

    public NoteKey Key { get; }

    /// <param name="text">One or more lines, each ending in LF.</param>
    /// <exception cref="FormatException">The text cannot be that of a note.</exception>
    public SignedNote Sign(string text) =>
        new(text, [new NoteSignature(Key.Name, Key.KeyId, Ed25519.Sign(seed, StrictText.ToUtf8(text)))]);

    public override string ToString() => $"signer {Key.Name}";
}
