using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <summary>
/// Signs the heads of a tenant's log. Before a new one it proves that the log begins with the one kept outside the
/// database; what is signed is outside, on disk, before the database has it. So no two checkpoints ever contradict each
/// other, whatever happens to the database (c2sp.org/tlog-checkpoint, "Signatures").
/// </summary>
/// <param name="keys">What its logs are signed with.</param>
public sealed class Checkpoints(
    SequencerDatabase database, LogKeys keys, OutsideCheckpoint outside, TimeProvider clock)
{
    /// <summary>Signs the log as it is, if it grew since the last checkpoint.</summary>
    /// <returns>The newest checkpoint, old or new; null for a log without leaves.</returns>
    /// <exception cref="FaultException">
    /// The log does not continue what was signed before. Nothing is signed.
    /// </exception>
    public async Task<SignedNote?> Sign(CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var log = await LogRows.Locked(transaction, ct);

        var last = outside.Read();
        var filed = await log.LastCheckpoint(ct) is { } note ? Filed(note) : null;
        var kept = await Kept(log, last, filed, ct);

        var size = await log.Size(ct);
        if (kept is null && size == 0)
            return null;
        var builder = new ProofBuilder(new DatabaseTiles(log), size);
        await MustContinue(builder, kept, Sentences.Named(outside.Path), size, ct);
        await MustContinue(builder, filed, Sentences.Of("storage.the-database"), size, ct);

        var ours = keys.Of(log.Number);
        if (kept is not null)
        {
            // After a crash: what was signed and put outside, and not filed or not followed by its change of key.
            if (filed is null || filed.Size < kept.Size)
                await log.AddCheckpoint((filed = kept).Size, last!.ToBytes(), clock.GetUtcNow(), ct);
            FinishChange(ours, last!, kept.Size);
        }

        if (last is null || kept is null || kept.Size < size)
        {
            var head = new Checkpoint(keys.Origin(log.Number), size, Digest.From(await builder.Root(ct)));
            last = ours.Current.Sign(head.ToText());
            if (ours.Next is { } next && await log.NamesKey(next.Key, size, ct))
                last = new(last.Text, [.. last.Signatures, .. next.Sign(last.Text).Signatures]);
            outside.Write(last);
            if (filed is null || filed.Size < size)
                await log.AddCheckpoint(size, last.ToBytes(), clock.GetUtcNow(), ct);
            FinishChange(ours, last, size);
        }

        await transaction.Commit(ct);
        return last;
    }

    /// <summary>Once both keys have signed one checkpoint, and it is outside, the next one is the key.</summary>
    private static void FinishChange(SigningKeys ours, SignedNote signed, ulong size)
    {
        if (ours.Next is { } next && signed.Verify(next.Key))
            ours.Change(size);
    }

    /// <returns>The head kept outside; null before the log's first.</returns>
    private async Task<Checkpoint?> Kept(LogRows log, SignedNote? last, Checkpoint? filed, CancellationToken ct)
    {
        if (last is null)
        {
            return filed is null && log.Number == 1
                ? null
                : throw Sentences.Fault(
                    "storage.checkpoint-missing", outside.Path, keys.Origin(log.Number), filed?.Size ?? 1);
        }

        var (number, head) = Head(last, Sentences.Named(outside.Path));
        if (number == log.Number)
            return head;
        if (number > log.Number)
            throw Older(
                Sentences.Named(outside.Path), head, Sentences.Of("storage.no-log-after", keys.Origin(log.Number)));

        // A log that was opened and not signed yet: what is outside is the checkpoint it names as the last one before
        // it.
        if (filed is not null || await log.Opening(ct) is not { } opening
            || !opening.Before.AsSpan().SequenceEqual(last.ToBytes()))
        {
            throw Sentences.Fault(
                "storage.checkpoint-of-earlier-log", outside.Path, head.Origin, keys.Origin(log.Number));
        }

        outside.KeepLastOf(number);
        return null;
    }

    /// <summary>Proves that the log as it is begins with what was signed before.</summary>
    private async Task MustContinue(
        ProofBuilder builder,
        Checkpoint? before,
        Sentence where,
        ulong size,
        CancellationToken ct)
    {
        if (before is null)
            return;
        if (before.Size > size)
            throw Older(where, before, Sentences.Of("storage.log-has", size));

        var root = await builder.Root(ct);
        var proof = await builder.Consistency(before.Size, ct);
        if (!Rfc6962.VerifyConsistency(before.Size, size, proof, before.Root.ToBytes(), root))
        {
            throw Sentences.Fault("storage.log-rewritten", database.Tenant, before.Size, where);
        }
    }

    private FaultException Older(Sentence where, Checkpoint signed, Sentence but) =>
        Sentences.Fault("storage.database-older", where, signed.Size, but, database.Tenant);

    private Checkpoint Filed(byte[] note)
    {
        try
        {
            return Head(SignedNote.Parse(note), Sentences.Of("storage.the-database")).Head;
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "storage.checkpoint-unreadable", database.Tenant, Sentence.Of(e));
        }
    }

    private (int Log, Checkpoint Head) Head(SignedNote note, Sentence where) =>
        keys.Open(note) is { } signed && signed.Head.Size > 0
            ? signed
            : throw Sentences.Fault("storage.checkpoint-not-signed", where, database.Tenant);
}
