using System.Collections.Concurrent;
using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <summary>
/// A tenant's log as it stands in the database: numbers of leaves, proofs, and the check of all of it.
/// </summary>
/// <param name="keys">The keys that its logs are signed with.</param>
public sealed class LogReader(FactsDatabase database, LogKeys keys)
{
    private readonly ConcurrentDictionary<int, ProvenRanges> provenOf = new();

    /// <returns>The fact's leaf number in the current log; null as long as it is not in the log.</returns>
    public async Task<ulong?> LeafOf(Guid fact, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return (ulong?)await transaction.Scalar<long?>(
            $"SELECT leaf FROM archive.log_leaf WHERE tenant_id = $1 AND log = {CurrentLog.Sql} AND event_id = $2",
            ct, transaction.Tenant, fact);
    }

    /// <returns>The newest checkpoint of the current log in the database; null if none was signed.</returns>
    public async Task<SignedNote?> LastCheckpoint(CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var log = await LogRows.OfCurrent(transaction, ct);
        return await log.LastCheckpoint(ct) is { } note ? SignedNote.Parse(note) : null;
    }

    /// <returns>The checkpoint that was signed at just that size; null if none was.</returns>
    public async Task<SignedNote?> CheckpointAt(int log, ulong size, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var note = await transaction.Scalar<byte[]>(
            "SELECT note FROM archive.log_checkpoint WHERE tenant_id = $1 AND log = $2 AND size = $3",
            ct, transaction.Tenant, log, (long)size);
        return note is null ? null : SignedNote.Parse(note);
    }

    /// <summary>
    /// Proof that a leaf is under a checkpoint, of whichever log; it was verified before it is handed out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint is older than the leaf.</exception>
    /// <exception cref="FaultException">The leaves do not hash to the checkpoint.</exception>
    public async Task<TlogProof> Proof(ulong leaf, SignedNote checkpoint, CancellationToken ct) =>
        (await Proofs([leaf], checkpoint, ct))[0];

    /// <summary>The same for many leaves, in their order: what they have in common is read once.</summary>
    /// <inheritdoc cref="Proof"/>
    public async Task<IReadOnlyList<TlogProof>> Proofs(
        IReadOnlyList<ulong> leaves, SignedNote checkpoint, CancellationToken ct)
    {
        var (number, head) = keys.Open(checkpoint)
            ?? throw Sentences.Fault("storage.no-checkpoint-of-ours", database.Tenant);
        await using var transaction = await database.Begin(ct);
        var log = new LogRows(transaction, number);
        var proven = provenOf.GetOrAdd(number, _ => new());
        var builder = new ProofBuilder(new DatabaseTiles(log), head.Size, proven);
        var rows = await log.Leaves(leaves, ct);
        var proofs = new List<TlogProof>(leaves.Count);
        foreach (var leaf in leaves)
        {
            var hashes = await builder.Inclusion(leaf, ct);
            if (!rows.TryGetValue(leaf, out var commitment) || !Rfc6962.VerifyInclusion(
                leaf, head.Size, Leaf.Hash(commitment), hashes, head.Root.ToBytes()))
            {
                proven.Forget(); // who restores the database should not have to restart whoever proved from it
                throw Sentences.Fault("storage.log-unsupported", database.Tenant, head.Size, leaf);
            }

            proven.Add(ProofBuilder.Siblings(leaf, head.Size), hashes);
            proofs.Add(new(leaf, hashes, checkpoint));
        }

        return proofs;
    }

    /// <returns>What is to be said of rows that the log passed by; of very many only of the first.</returns>
    public async Task<IReadOnlyList<LogFinding>> SetAside(CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await SetAsideRows.Findings(transaction, ct);
    }

    /// <summary>
    /// Recomputes the whole log from the facts as they are now, and compares: every leaf, every stored tile, every
    /// checkpoint, the one outside above all; then the logs before it, as far as a restore left them; and streams with
    /// their facts. Reads everything once, in memory that hardly grows.
    /// </summary>
    /// <param name="outside">The checkpoint kept outside the database; null if none was ever signed.</param>
    /// <param name="verified">
    /// What of the current log need not be read again, its stored tiles taken for true, nor logs before it; null:
    /// everything is read. A fact changed after it was verified is found by a later partial check, or by a check of
    /// everything.
    /// </param>
    /// <returns>Size and root are of the current log.</returns>
    public Task<LogVerificationResult> Verify(
        SignedNote? outside,
        CancellationToken ct,
        VerifiedLog? verified = null) =>
        Verify((check, token) => check.RunCurrent(outside, token), verified, ct);

    /// <summary>
    /// Recomputes the log of a database that was put back without the end of its log, and compares it with the
    /// checkpoints in the database, which the log's key has signed; the one outside is ahead of them.
    /// </summary>
    public Task<LogVerificationResult> VerifyWhatIsLeft(CancellationToken ct) =>
        Verify((check, token) => check.RunBehind(token), verified: null, ct);

    private async Task<LogVerificationResult> Verify(
        Func<LogVerification, CancellationToken, Task<LogVerificationResult>> ofCurrent, VerifiedLog? verified,
        CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        var findings = new LogFindings();
        var numbers = await LogRows.Numbers(transaction, ct);
        var known = verified?.Log == numbers[0] ? verified : null;
        var checks = numbers.Select(n => new LogVerification(
            transaction, new(transaction, n), keys, findings, n == numbers[0] ? known : null)).ToList();
        var current = await ofCurrent(checks[0], ct);
        foreach (var before in known is null ? checks.Skip(1) : [])
            await before.RunBefore(ct);
        return current with { Findings = findings.First, Found = findings.Found };
    }
}
