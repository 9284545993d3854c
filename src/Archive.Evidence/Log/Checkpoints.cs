using Archive.Evidence.Store;
using Npgsql;

namespace Archive.Evidence.Log;

/// <summary>
/// Signs the heads of a tenant's log. Before a new one it proves that the log begins with the one kept outside the
/// database; what is signed is outside, on disk, before the database has it. So no two checkpoints ever contradict each
/// other, whatever happens to the database (c2sp.org/tlog-checkpoint, "Signatures").
/// </summary>
/// <param name="database">The `archive` database as the sequencer's role, opened with <see cref="Database.Open"/>.</param>
/// <param name="signer">Its name is the log's origin: `archive name/log/tenant`.</param>
public sealed class Checkpoints(
    NpgsqlDataSource database, Tenant tenant, NoteSigner signer, OutsideCheckpoint outside, TimeProvider clock)
{
    /// <summary>Signs the log as it is, if it grew since the last checkpoint.</summary>
    /// <returns>The newest checkpoint, old or new; null for a log without leaves.</returns>
    /// <exception cref="FaultException">The log does not continue what was signed before. Nothing is signed.</exception>
    public async Task<SignedNote?> Sign(CancellationToken ct)
    {
        await using var transaction = await database.Begin(tenant, ct);
        var log = new LogRows(transaction, tenant);
        await log.Lock(ct);

        var last = outside.Read();
        var kept = last is null ? null : Head(last, outside.Path);
        var filed = await log.LastCheckpoint(ct) is { } note ? Filed(note) : null;
        if (kept is null && filed is not null)
        {
            throw new FaultException(
                $"{outside.Path} is missing, though the log of {tenant} had {filed.Size} leaves when it was last signed. "
                + "Put back a copy of it: without it nobody can tell whether the database is the right one.");
        }

        var size = await log.Size(ct);
        if (kept is null && size == 0)
            return null;
        var builder = new ProofBuilder(new DatabaseTiles(log), size);
        await MustContinue(builder, kept, outside.Path, size, ct);
        await MustContinue(builder, filed, "the database", size, ct);

        if (last is null || kept!.Size < size)
        {
            var head = new Checkpoint(signer.Key.Name, size, Digest.From(await builder.Root(ct)));
            last = signer.Sign(head.ToText());
            outside.Write(last);
        }

        if (filed is null || filed.Size < size)
            await log.AddCheckpoint(size, last.ToBytes(), clock.GetUtcNow(), ct);
        await transaction.Commit(ct);
        return last;
    }

    /// <summary>Proves that the log as it is begins with what was signed before.</summary>
    private async Task MustContinue(ProofBuilder builder, Checkpoint? before, string where, ulong size, CancellationToken ct)
    {
        if (before is null)
            return;
        if (before.Size > size)
        {
            throw new FaultException(
                $"The checkpoint in {where} was signed at {before.Size} leaves, but the log has {size}: the database of "
                + $"{tenant} is older than it was. If it was restored from a back-up, open a new log with `archive restore`; "
                + "if not, find out who set it back.");
        }

        var root = await builder.Root(ct);
        var proof = await builder.Consistency(before.Size, ct);
        if (!Rfc6962.VerifyConsistency(before.Size, size, proof, before.Root.ToBytes(), root))
        {
            throw new FaultException(
                $"The log of {tenant} was rewritten: its first {before.Size} leaves are not those signed in {where}. "
                + "Check the whole log to see where they differ, and restore the database from before the change.");
        }
    }

    private Checkpoint Filed(byte[] note)
    {
        try
        {
            return Head(SignedNote.Parse(note), "the database");
        }
        catch (FormatException e)
        {
            throw new FaultException(
                $"The last checkpoint in the database of {tenant} cannot be read: {e.Message} Check the whole log.", e);
        }
    }

    private Checkpoint Head(SignedNote note, string where)
    {
        if (!note.Verify(signer.Key))
        {
            throw new FaultException(
                $"The checkpoint in {where} is not signed by {signer.Key}. Put back the right copy, or the right key.");
        }

        var head = Checkpoint.Parse(note.Text);
        return head.Origin == signer.Key.Name && head.Size > 0
            ? head
            : throw new FaultException($"The checkpoint in {where} is of {head.Origin}, not of {signer.Key.Name}.");
    }
}
