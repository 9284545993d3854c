using Archive.Evidence.Canonical;

namespace Archive.Evidence.Notes;

/// <summary>
/// A log's head: how many leaves it has and the root over them (c2sp.org/tlog-checkpoint). The text of a signed note.
/// Extension lines, which that format discourages, are refused.
/// </summary>
/// <param name="Origin">The log's name for ever, on one line: `archive.example/log/tenant`.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">RFC 6962 root over them.</param>
public sealed record Checkpoint(string Origin, ulong Size, Digest Root)
{
    /// <exception cref="FormatException">The text is not that of a checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        if (text.Split('\n') is not [{ Length: > 0 } origin, var size, var root, ""])
            throw new MalformedException("CheckpointLines");

        return new Checkpoint(origin, StrictText.FromDecimal(size), Digest.From(StrictText.HashFromBase64(root)));
    }

    /// <summary>Reads a checkpoint of someone else's log, which may have extension lines; they are left out.</summary>
    /// <exception cref="FormatException">The text is not that of a checkpoint.</exception>
    public static Checkpoint ParseExtended(string text)
    {
        if (text.Split('\n') is not [var origin, var size, var root, .. var more, ""] || more.Contains(""))
            throw new MalformedException("CheckpointForm");
        return Parse($"{origin}\n{size}\n{root}\n");
    }

    /// <summary>What a time-stamp of a checkpoint is over: SHA-256 of its text, without signatures.</summary>
    public static Digest Imprint(SignedNote checkpoint) => Digest.Of(StrictText.ToUtf8(checkpoint.Text));

    public string ToText() => $"{Origin}\n{StrictText.Decimal(Size)}\n{Convert.ToBase64String(Root.ToBytes())}\n";
}
