using System.Buffers.Binary;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Notes;

/// <summary>
/// A witness's key at work: says of a checkpoint that, as of a time, it is the largest consistent one that was seen
/// (c2sp.org/tlog-cosignature, Ed25519). Whoever holds this holds the private key.
/// </summary>
public sealed class Cosigner
{
    private readonly byte[] seed;

    /// <param name="name">The witness's name, such as `getuige.buurstad.nl/w1`.</param>
    /// <param name="seed">32 secret random bytes, of this key only: what is signed does not tell the name.</param>
    public Cosigner(string name, ReadOnlySpan<byte> seed)
    {
        this.seed = seed.ToArray();
        Key = new NoteKey(name, NoteSignatureType.Cosignature, Ed25519.PublicKey(seed));
    }

    public NoteKey Key { get; }

    /// <param name="text">A checkpoint's text.</param>
    /// <param name="at">Cut off to whole seconds; after 1970.</param>
    public NoteSignature Cosign(string text, DateTimeOffset at)
    {
        var value = new byte[sizeof(ulong) + Ed25519.SignatureLength];
        var time = checked((ulong)at.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt64BigEndian(value, time);
        Ed25519.Sign(seed, Message(time, text)).CopyTo(value.AsSpan(sizeof(ulong)));
        return new NoteSignature(Key.Name, Key.KeyId, value);
    }

    public override string ToString() => $"cosigner {Key.Name}";

    /// <summary>When a witness cosigned a note: the last time if it did so more than once.</summary>
    /// <returns>null if it did not, if a line in its name does not hold, or if the line names no time.</returns>
    public static DateTimeOffset? TimeOf(SignedNote note, NoteKey witness)
    {
        if (witness.Type != NoteSignatureType.Cosignature || !note.Verify(witness))
            return null;
        var last = note.Signatures.Where(line => line.IsBy(witness))
            .Max(line => BinaryPrimitives.ReadUInt64BigEndian(line.Value.Span));
        // until the year 9999
        return last is > 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds((long)last) : null;
    }

    internal static byte[] Message(ulong time, string text) =>
        StrictText.ToUtf8($"cosignature/v1\ntime {StrictText.Decimal(time)}\n{text}");
}
