using System.Buffers.Binary;
using System.Text;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Notes;

/// <summary>One signature line. Says who claims to have signed; only <see cref="SignedNote.Verify"/> knows.</summary>
/// <param name="Value">Without the key id; what it holds depends on the key's type.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Value)
{
    public bool IsBy(NoteKey key) => Name == key.Name && KeyId == key.KeyId;

    internal string Line()
    {
        var bytes = new byte[sizeof(uint) + Value.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Value.CopyTo(bytes.AsMemory(sizeof(uint)));
        return $"{SignedNote.LineStart}{Name} {Convert.ToBase64String(bytes)}\n";
    }

    internal static NoteSignature Parse(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] + ' ' != SignedNote.LineStart || !NoteKey.IsName(parts[1]))
            throw new MalformedException("SignatureLineForm", line);

        var bytes = StrictText.FromBase64(parts[2]);
        return bytes.Length > sizeof(uint)
            ? new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)))
            : throw new MalformedException("SignatureTooShort", parts[1]);
    }
}

/// <summary>
/// A text with signatures (c2sp.org/signed-note): the text, an empty line, one line per signature. Nothing in it is
/// true before <see cref="Verify"/> said so for a key the reader trusts.
/// </summary>
public sealed class SignedNote
{
    /// <summary>Sixteen must be accepted; more than this is someone playing.</summary>
    public const int MostSignatures = 100;

    internal const string LineStart = "\u2014 ";

    /// <param name="text">Ends in LF; has no control character but LF.</param>
    /// <exception cref="FormatException">This cannot be a note.</exception>
    public SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
    {
        if (!text.EndsWith('\n') || text.Any(c => c < ' ' && c != '\n'))
            throw new MalformedException("NoteText");
        if (signatures.Count is 0 or > MostSignatures)
            throw new MalformedException("NoteSignatures", MostSignatures, signatures.Count);

        Text = text;
        Signatures = signatures;
    }

    /// <summary>What is signed, the LF of its last line included.</summary>
    public string Text { get; }

    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <exception cref="FormatException">The bytes are not those of a note as we would write it.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> bytes)
    {
        var whole = StrictText.FromUtf8(bytes);
        var end = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !whole.EndsWith('\n') || end + 2 == whole.Length)
            throw new MalformedException("NoteForm");

        var lines = whole[(end + 2)..^1].Split('\n');
        var note = new SignedNote(whole[..(end + 1)], [.. lines.Select(NoteSignature.Parse)]);
        return note.ToBytes().AsSpan().SequenceEqual(bytes)
            ? note
            : throw new MalformedException("NoteNotOurForm");
    }

    public byte[] ToBytes()
    {
        var whole = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
            whole.Append(signature.Line());
        return StrictText.ToUtf8(whole.ToString());
    }

    /// <summary>How many lines claim this key, by name and key id.</summary>
    public int LinesBy(NoteKey key) => Signatures.Count(signature => signature.IsBy(key));

    /// <summary>
    /// Whether the key signed: there is a line that claims it, and every such line holds. Lines by other keys say
    /// nothing here, as the specification wants.
    /// </summary>
    public bool Verify(NoteKey key) =>
        LinesBy(key) > 0
        && Signatures.Where(signature => signature.IsBy(key)).All(line => key.Verifies(Text, line.Value.Span));
}
