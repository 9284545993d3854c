using System.Text;
using Archive.Evidence.Canonical;
using Archive.Evidence.Merkle;

namespace Archive.Evidence.Notes;

/// <summary>
/// Proof, for offline use, that a leaf is in a log (c2sp.org/tlog-proof): its number, the hashes from its sibling up to
/// the root's child, and the checkpoint's whole note.
/// </summary>
/// <param name="Index">The leaf's number, from 0.</param>
/// <param name="Hashes">32 bytes each.</param>
/// <param name="Extra">Outside the proof and never to be trusted; ours carry none.</param>
public sealed record TlogProof(
    ulong Index, IReadOnlyList<byte[]> Hashes, SignedNote Checkpoint, ReadOnlyMemory<byte>? Extra = null)
{
    private const string FirstLine = "c2sp.org/tlog-proof@v1";
    private const string ExtraStart = "extra ";
    private const string IndexStart = "index ";

    /// <exception cref="FormatException">The bytes are not those of a proof as we would write it.</exception>
    public static TlogProof Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\n\n"u8);
        if (end < 0)
            throw new MalformedException("ProofForm");

        var lines = new Queue<string>(StrictText.FromUtf8(bytes[..end]).Split('\n'));
        if (lines.Dequeue() != FirstLine)
            throw new MalformedException("ProofStart", FirstLine);

        var extra = TryTake(lines, ExtraStart) is { } base64 ? StrictText.FromBase64(base64) : null;
        var index = TryTake(lines, IndexStart) ?? throw new MalformedException("ProofIndex");
        var proof = new TlogProof(
            StrictText.FromDecimal(index),
            [.. lines.Select(StrictText.HashFromBase64)],
            SignedNote.Parse(bytes[(end + 2)..]),
            extra is null ? null : (ReadOnlyMemory<byte>?)extra);
        return proof.ToBytes().AsSpan().SequenceEqual(bytes)
            ? proof
            : throw new MalformedException("ProofNotOurForm");
    }

    public byte[] ToBytes()
    {
        var lines = new StringBuilder(FirstLine).Append('\n');
        if (Extra is { } extra)
            lines.Append(ExtraStart).Append(Convert.ToBase64String(extra.Span)).Append('\n');
        lines.Append(IndexStart).Append(StrictText.Decimal(Index)).Append('\n');
        foreach (var hash in Hashes)
            lines.Append(Convert.ToBase64String(hash)).Append('\n');
        return [.. StrictText.ToUtf8(lines.Append('\n').ToString()), .. Checkpoint.ToBytes()];
    }

    /// <summary>
    /// Whether the checkpoint in this proof, signed by <paramref name="log"/> under its own name as origin, covers the
    /// leaf at <see cref="Index"/>.
    /// </summary>
    /// <exception cref="FormatException">The note in the proof is signed, but is no checkpoint.</exception>
    public bool Verify(NoteKey log, ReadOnlySpan<byte> leafHash)
    {
        if (!Checkpoint.Verify(log))
            return false;

        var head = Notes.Checkpoint.Parse(Checkpoint.Text);
        return head.Origin == log.Name
            && Rfc6962.VerifyInclusion(Index, head.Size, leafHash, Hashes, head.Root.ToBytes());
    }

    private static string? TryTake(Queue<string> lines, string start) =>
        lines.TryPeek(out var line) && line.StartsWith(start, StringComparison.Ordinal)
            ? lines.Dequeue()[start.Length..]
            : null;
}
