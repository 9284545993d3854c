using System.Text;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Files;

namespace Archive.Storage.Witnesses;

/// <summary>What a witness answers, by the status code that c2sp.org/tlog-witness gives it.</summary>
public enum WitnessStatus
{
    Cosigned = 200,

    /// <summary>The request is not written as one, or its old size is above the checkpoint's.</summary>
    Malformed = 400,

    /// <summary>The log did not sign it.</summary>
    NotSigned = 403,

    UnknownLog = 404,

    /// <summary>The old size is not that of the last checkpoint cosigned, which the answer names.</summary>
    OtherSize = 409,

    /// <summary>The checkpoint does not continue the last one cosigned, or the proof does not show it.</summary>
    NotContinued = 422,
}

/// <param name="Body">
/// The cosignature's line; the size for <see cref="WitnessStatus.OtherSize"/>; else why, for people.
/// </param>
public sealed record WitnessResponse(WitnessStatus Status, string Body);

/// <summary>
/// Watches logs of others: cosigns a checkpoint if and only if it continues the one cosigned before, so that nobody can
/// be shown another past than this witness saw (c2sp.org/tlog-witness). Per log it keeps its last cosigned checkpoint
/// in a file, which is on disk before the cosignature leaves; no two that were cosigned ever contradict each other.
/// </summary>
public sealed class Witness : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Only the log's own key can make one more, but it shall not fill our disk.</summary>
    private const int MostContradictions = 100;

    private readonly Lock turn = new();
    private readonly Cosigner cosigner;
    private readonly ILookup<string, NoteKey> logs;
    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly FileStream claim;

    /// <param name="logs">
    /// Keys of the logs to watch; a key's name is its log's origin, and a log may have several.
    /// </param>
    /// <param name="folder">
    /// Where the last checkpoints are kept, by this witness alone. Never to be set back to a copy.
    /// </param>
    /// <exception cref="FaultException">Another witness works in the folder, or a key is not that of a log.</exception>
    public Witness(Cosigner cosigner, IReadOnlyList<NoteKey> logs, string folder, TimeProvider clock)
    {
        if (logs.FirstOrDefault(key => key.Type != NoteSignatureType.Ed25519) is { } wrong)
            throw Sentences.Fault("storage.not-a-logs-key", wrong);
        (this.cosigner, this.folder, this.clock) = (cosigner, folder, clock);
        this.logs = logs.ToLookup(key => key.Name, StringComparer.Ordinal);
        DurableFile.CreateDirectory(folder);
        try
        {
            claim = new FileStream(
                Path.Combine(folder, "in-use"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None);
        }
        catch (IOException e)
        {
            throw Sentences.Fault(e, "storage.witness-already", folder);
        }
    }

    /// <summary>The answer to `POST add-checkpoint`.</summary>
    /// <exception cref="FaultException">
    /// What is kept cannot be read, or the clock was set back. Nothing is cosigned.
    /// </exception>
    /// <exception cref="IOException">The disk refused. Nothing is cosigned.</exception>
    public WitnessResponse Add(ReadOnlySpan<byte> body)
    {
        AddCheckpoint asked;
        Checkpoint head;
        try
        {
            asked = AddCheckpoint.Parse(body);
            head = Checkpoint.ParseExtended(asked.Checkpoint.Text);
        }
        catch (FormatException e)
        {
            return new(WitnessStatus.Malformed, $"{e.Message}\n");
        }

        if (!logs.Contains(head.Origin))
            return new(WitnessStatus.UnknownLog, "This witness does not watch that log.\n");
        var signedBy = logs[head.Origin].Where(key => asked.Checkpoint.LinesBy(key) > 0).ToList();
        if (signedBy.Count == 0 || !signedBy.TrueForAll(asked.Checkpoint.Verify))
            return new(
                WitnessStatus.NotSigned,
                "The checkpoint is not signed by a key this witness has of that log.\n");
        if (asked.Old > head.Size)
            return new(WitnessStatus.Malformed, "The old size is above that of the checkpoint.\n");

        lock (turn)
            return Decide(asked, head, signedBy);
    }

    /// <summary>
    /// The answer to `GET origin hash/checkpoint`: the last checkpoint cosigned, with the log's and our own line.
    /// </summary>
    /// <param name="originHash">SHA-256 of the log's origin.</param>
    /// <returns>null if none was.</returns>
    public byte[]? Latest(Digest originHash) =>
        File.Exists(FileOf(originHash)) ? File.ReadAllBytes(FileOf(originHash)) : null;

    public void Dispose() => claim.Dispose();

    /// <summary>What a log's checkpoint is asked for by.</summary>
    public static Digest OriginHash(string origin) => Digest.Of(Encoding.UTF8.GetBytes(origin));

    private WitnessResponse Decide(AddCheckpoint asked, Checkpoint head, List<NoteKey> signedBy)
    {
        var (last, lastAt) = Last(head.Origin);
        if (asked.Old != (last?.Size ?? 0))
            return new(WitnessStatus.OtherSize, $"{StrictText.Decimal(last?.Size ?? 0)}\n");
        if (!Continues(asked, head, last))
        {
            Keep(asked.Checkpoint);
            return new(WitnessStatus.NotContinued, "The checkpoint does not continue the last one cosigned.\n");
        }

        var now = clock.GetUtcNow();
        if (now < lastAt)
            throw Sentences.Fault("storage.clock-set-back", now, lastAt);
        var line = cosigner.Cosign(asked.Checkpoint.Text, now);
        var kept = new SignedNote(
            asked.Checkpoint.Text, [.. asked.Checkpoint.Signatures.Where(s => signedBy.Exists(s.IsBy)), line]);
        DurableFile.Replace(FileOf(OriginHash(head.Origin)), kept.ToBytes(), Mode);
        return new(WitnessStatus.Cosigned, line.Line());
    }

    private static bool Continues(AddCheckpoint asked, Checkpoint head, Checkpoint? last)
    {
        if (head.Size == 0 && !head.Root.ToBytes().AsSpan().SequenceEqual(Rfc6962.EmptyRoot))
            return false;
        return asked.Old == 0
            ? asked.Proof.Count == 0
            : Rfc6962.VerifyConsistency(asked.Old, head.Size, asked.Proof, last!.Root.ToBytes(), head.Root.ToBytes());
    }

    private (Checkpoint? Head, DateTimeOffset At) Last(string origin)
    {
        var path = FileOf(OriginHash(origin));
        if (!File.Exists(path))
            return (null, DateTimeOffset.MinValue);
        try
        {
            var note = SignedNote.Parse(File.ReadAllBytes(path));
            var head = Checkpoint.ParseExtended(note.Text);
            if (head.Origin == origin && Cosigner.TimeOf(note, cosigner.Key) is { } at)
                return (head, at);
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "storage.witness-state-unreadable", path, Sentence.Of(e));
        }

        throw Sentences.Fault("storage.witness-state-altered", path);
    }

    /// <summary>A signed checkpoint that contradicts what was cosigned: what shows that a log has two faces.</summary>
    private void Keep(SignedNote contradiction)
    {
        var directory = Path.Combine(folder, "contradictions");
        DurableFile.CreateDirectory(directory);
        if (Directory.EnumerateFiles(directory).Count() < MostContradictions)
            DurableFile.WriteNew(
                Path.Combine(directory, Digest.Of(contradiction.ToBytes()).ToString()),
                contradiction.ToBytes());
    }

    private string FileOf(Digest originHash) => Path.Combine(folder, $"{originHash}.checkpoint");
}
