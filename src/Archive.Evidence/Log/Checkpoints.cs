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
        var inside = await log.LastCheckpoint(ct) is { } note ? Head(SignedNote.Parse(note), "the database") : null;
        if (last is null && inside is not null)
        {
            throw new FaultException(
                $"{outside.Path} is missing, though the log of {tenant} had {inside.Size} leaves when it was last signed. "
                + "Put back a copy of it: without it nobody can tell whether the database is the right one.");
        }

        var size = await log.Size(ct);
        if (last is null && size == 0)
            return null;
        var head = await Continue(log, last, size, ct);
        if (last is null || head.Size > Head(last, outside.Path).Size)
        {
            last = signer.Sign(head.ToText());
            outside.Write(last);
        }

        if (inside is null || inside.Size < head.Size)
            await log.AddCheckpoint(head.Size, last.ToBytes(), clock.GetUtcNow(), ct);
        else if (inside.Size > head.Size)
            throw SetBack($"The database has a checkpoint of {inside.Size} leaves", $"its log has {head.Size}");
        await transaction.Commit(ct);
        return last;
    }

    /// <returns>The head of the log as it is, which begins with the checkpoint kept outside.</returns>
    private async Task<Checkpoint> Continue(LogRows log, SignedNote? last, ulong size, CancellationToken ct)
    {
        var builder = new ProofBuilder(new DatabaseTiles(log), size);
        var head = new Checkpoint(signer.Key.Name, size, Digest.From(await builder.Root(ct)));
        if (last is null)
            return head;

        var before = Head(last, outside.Path);
        if (before.Size > size)
            throw SetBack($"{outside.Path} was signed at {before.Size} leaves", $"the log has {size}");

        var proof = await builder.Consistency(before.Size, ct);
        return Rfc6962.VerifyConsistency(before.Size, size, proof, before.Root.ToBytes(), head.Root.ToBytes())
            ? head
            : throw new FaultException(
                $"The log of {tenant} was rewritten: its first {before.Size} leaves are not those signed in {outside.Path}. "
                + "Check the whole log to see where they differ, and restore the database from before the change.");
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

    private FaultException SetBack(string was, string now) => new(
        $"{was}, but {now}: the database of {tenant} is older than it was. If it was restored from a back-up, open a new "
        + "log with `archive restore`; if not, find out who set it back.");
}
