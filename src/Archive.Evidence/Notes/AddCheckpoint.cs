using System.Text;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Notes;

/// <summary>
/// What a witness is asked, the body of `add-checkpoint` (c2sp.org/tlog-witness): cosign this, it continues that.
/// </summary>
/// <param name="Old">Size of the checkpoint the witness cosigned last; 0 if there is none.</param>
/// <param name="Proof">Consistency proof from there, at most 63 hashes.</param>
/// <param name="Checkpoint">The note to be cosigned; lines by others than the log are allowed.</param>
public sealed record AddCheckpoint(ulong Old, IReadOnlyList<byte[]> Proof, SignedNote Checkpoint)
{
    /// <summary>
    /// No honest request is larger: 63 hashes, and a note with more signatures than anyone must accept.
    /// </summary>
    public const int MostBytes = 64 << 10;

    private const int MostHashes = 63;
    private const string OldStart = "old ";

    /// <exception cref="FormatException">The bytes are no such request as we would write it.</exception>
    public static AddCheckpoint Parse(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf("\n\n"u8);
        if (end < 0 || body.Length > MostBytes)
            throw new MalformedException("AddRequestForm", MostBytes);

        var lines = StrictText.FromUtf8(body[..end]).Split('\n');
        if (!lines[0].StartsWith(OldStart, StringComparison.Ordinal))
            throw new MalformedException("AddRequestStart");
        if (lines.Length - 1 > MostHashes)
            throw new MalformedException("ProofHashes", MostHashes);

        return new AddCheckpoint(
            StrictText.FromDecimal(lines[0][OldStart.Length..]),
            [.. lines.Skip(1).Select(StrictText.HashFromBase64)],
            SignedNote.Parse(body[(end + 2)..]));
    }

    public byte[] ToBytes()
    {
        var lines = new StringBuilder(OldStart).Append(StrictText.Decimal(Old)).Append('\n');
        foreach (var hash in Proof)
            lines.Append(Convert.ToBase64String(hash)).Append('\n');
        return [.. StrictText.ToUtf8(lines.Append('\n').ToString()), .. Checkpoint.ToBytes()];
    }
}
