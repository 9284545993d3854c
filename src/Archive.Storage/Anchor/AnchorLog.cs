using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Storage.Anchor;

/// <summary>A tenant's checkpoint in the anchor log.</summary>
/// <param name="Note">The tenant's whole note, cosignatures included: what the leaf commits to.</param>
/// <param name="Proof">That it is there, under the anchor checkpoint; it was verified.</param>
public sealed record AnchoredCheckpoint(SignedNote Note, TlogProof Proof)
{
    /// <summary>What a time-stamp is asked for: SHA-256 of the anchor checkpoint's text.</summary>
    public Digest Imprint => Checkpoint.Imprint(Proof.Checkpoint);
}

/// <summary>
/// The log over all tenants' checkpoints, so that one time-stamp a day holds for all of them. Several processes may
/// work on it at once. As with <see cref="Checkpoints"/>, what is signed is outside, on disk, before the database has
/// it, and nothing is signed that does not continue what was signed before.
/// </summary>
/// <param name="keys">Those of the name `archive name/anchor`, which is the log's origin too.</param>
public sealed class AnchorLog(
    SequencerDatabase database, SigningKeys keys, OutsideAnchor outside, TimeProvider clock)
{
    public NoteKey Key => keys.Current.Key;

    /// <summary>Puts a checkpoint into the anchor log, unless it is there, and signs that log's head.</summary>
    /// <param name="frozen">
    /// The tenant's whole note. A cosignature that comes later makes another note, and another leaf.
    /// </param>
    /// <exception cref="FaultException">
    /// The anchor log does not continue what was signed before. Nothing is signed.
    /// </exception>
    public async Task<AnchoredCheckpoint> Anchor(SignedNote frozen, CancellationToken ct)
    {
        var leaf = await Place(frozen.ToBytes(), ct);
        return await Prove(leaf, frozen, ct);
    }

    /// <returns>The tenant's newest anchored checkpoint, and when it was anchored; null before the first.</returns>
    public async Task<(ulong Leaf, SignedNote Note, DateTimeOffset At)?> Last(CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await new AnchorRows(transaction).Notes(from: null, ct) is [var (leaf, note, at)]
            ? (leaf, SignedNote.Parse(note), at)
            : null;
    }

    /// <summary>
    /// The tenant's oldest anchored checkpoint from a leaf on, and when it was anchored; null if there is none.
    /// </summary>
    public async Task<(ulong Leaf, DateTimeOffset At)?> FirstFrom(ulong leaf, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var notes = await new AnchorRows(transaction).Notes((long)leaf, ct);
        return notes.Count == 0 ? null : (notes[0].Leaf, notes[0].At);
    }

    /// <summary>The newest anchor checkpoint; null before the first.</summary>
    public async Task<SignedNote?> LastCheckpoint(CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await new AnchorRows(transaction).LastCheckpoint(ct) is { } note ? SignedNote.Parse(note) : null;
    }

    /// <summary>
    /// After a database was restored from before its last leaves: puts them back from outside. They say which notes
    /// were anchored, not what stood in them; the exports of that time have those.
    /// </summary>
    /// <returns>How many leaves were put back.</returns>
    /// <exception cref="FaultException">
    /// The leaves outside are not those of the checkpoint outside, or not those of the database.
    /// </exception>
    public async Task<int> PutBack(CancellationToken ct)
    {
        if (outside.Read() is not { } note)
            return 0;
        var head = Head(note, Sentences.Named(outside.NotePath));
        await using var transaction = await database.Begin(ct);
        var rows = new AnchorRows(transaction);
        await rows.Lock(ct);
        var known = await rows.Leaves(ct);
        var kept = outside.Leaves().Take((int)head.Size).ToList();
        if (kept.Count != (int)head.Size || Root(kept, head.Size) != head.Root)
            throw Sentences.Fault("storage.anchor-leaves-differ", outside.LeavesPath, outside.NotePath);
        if (!known.Take(kept.Count).SequenceEqual(kept.Take(known.Count)))
            throw Sentences.Fault("storage.anchor-log-other", outside.LeavesPath);

        var missing = kept.Skip(known.Count).ToList();
        if (missing.Count > 0)
            await rows.AddLeaves(known.Count, missing, ct);
        if (await rows.LastCheckpoint(ct) is not { } filed
            || Head(SignedNote.Parse(filed), Sentences.Of("storage.the-database")).Size < head.Size)
            await rows.AddCheckpoint(head.Size, note.ToBytes(), clock.GetUtcNow(), ct);
        await transaction.Commit(ct);
        return missing.Count;
    }

    /// <returns>
    /// Number of the leaf. It is committed before a head over it is signed: nothing is signed that a crash undoes.
    /// </returns>
    private async Task<ulong> Place(byte[] note, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var rows = new AnchorRows(transaction);
        await rows.Lock(ct);
        var leaves = await rows.Leaves(ct);
        MustContinue(leaves, outside.Read(), Sentences.Named(outside.NotePath));

        var commitment = Digest.Of(note);
        var place = leaves.IndexOf(commitment);
        if (place < 0)
        {
            place = leaves.Count;
            await rows.AddLeaves(place, [commitment], ct);
        }

        await rows.AddNote((ulong)place, note, clock.GetUtcNow(), ct);
        await transaction.Commit(ct);
        return (ulong)place;
    }

    private async Task<AnchoredCheckpoint> Prove(ulong leaf, SignedNote frozen, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var rows = new AnchorRows(transaction);
        await rows.Lock(ct);
        var leaves = await rows.Leaves(ct);
        var note = await Sign(rows, leaves, ct);
        await transaction.Commit(ct);

        var hashes = leaves.Select(Leaf.Hash).ToList();
        var proof = new TlogProof(
            leaf,
            await new ProofBuilder(new LeafTiles(hashes), (ulong)hashes.Count).Inclusion(leaf, ct),
            note);
        return proof.Verify(Key, Leaf.Hash(Digest.Of(frozen.ToBytes())))
            ? new(frozen, proof)
            : throw Sentences.Fault("storage.anchor-log-unsupported", hashes.Count, leaf);
    }

    private async Task<SignedNote> Sign(AnchorRows rows, IReadOnlyList<Digest> leaves, CancellationToken ct)
    {
        var last = outside.Read();
        var kept = MustContinue(leaves, last, Sentences.Named(outside.NotePath));
        var filed = await rows.LastCheckpoint(ct) is { } row
            ? MustContinue(leaves, Parse(row), Sentences.Of("storage.the-database"))
            : null;
        if (kept is null && filed is not null)
        {
            throw Sentences.Fault("storage.anchor-note-missing", outside.NotePath, filed.Size);
        }

        var size = (ulong)leaves.Count;
        var signer = keys.Current;
        // The same head is signed once more where the key that signed it was given up.
        if (last is null || kept!.Size < size || !last.Verify(signer.Key))
        {
            last = signer.Sign(new Checkpoint(signer.Key.Name, size, Root(leaves, size)).ToText());
            outside.Write(leaves, last);
        }

        if (filed is null || filed.Size < size)
            await rows.AddCheckpoint(size, last.ToBytes(), clock.GetUtcNow(), ct);
        return last;
    }

    /// <summary>There are few leaves, so that the log begins with a signed one is seen by hashing them.</summary>
    private Checkpoint? MustContinue(IReadOnlyList<Digest> leaves, SignedNote? before, Sentence where)
    {
        if (before is null)
            return null;
        var head = Head(before, where);
        if (head.Size > (ulong)leaves.Count)
        {
            throw Sentences.Fault("storage.anchor-older", where, head.Size, leaves.Count);
        }

        return Root(leaves, head.Size) == head.Root
            ? head
            : throw Sentences.Fault("storage.anchor-rewritten", head.Size, where);
    }

    private static Digest Root(IEnumerable<Digest> leaves, ulong size) =>
        Digest.From(Rfc6962.Root(leaves.Take((int)size).Select(Leaf.Hash)));

    private static SignedNote Parse(byte[] row)
    {
        try
        {
            return SignedNote.Parse(row);
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "storage.anchor-unreadable", Sentence.Of(e));
        }
    }

    private Checkpoint Head(SignedNote note, Sentence where)
    {
        var (key, head) = (Key, Checkpoint.Parse(note.Text));
        if (!keys.Signed(note, head.Size))
            throw Sentences.Fault("storage.anchor-not-signed", where, key);
        return head.Origin == key.Name && head.Size > 0
            ? head
            : throw Sentences.Fault("storage.anchor-of-another", where, head.Origin, key.Name);
    }
}
