using Archive.Capture;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;

namespace Archive.Records;

/// <summary>
/// Told of objects from which a version could not be read, or can be read again: whoever records findings looks at
/// them.
/// </summary>
public delegate Task CheckObjects(IReadOnlyCollection<Digest> objects, CancellationToken ct);

/// <summary>
/// Keeps the readable records up to date with the log: every captured version is read again from its raw bytes in the
/// vault, mapped, and held against the commitment in its fact before a word of it is shown. A version that cannot be
/// read is passed by and tried again, and a fact that this build does not know is passed by. Can be made anew at will.
/// </summary>
public sealed class RecordProjection(
    EventStore events, PerishableDatabase perishable, IVault vault, UnitSecrets units, MediaStore media,
    SourceDesk sources, PlatformRegistry platforms, CheckObjects check)
{
    private const string Name = "records";
    private const int Batch = 4_000; // facts of a transaction
    private const int Share = 250; // facts that are read while those before are written

    private readonly RecordReading reading = new(vault, units, media, sources, platforms);

    /// <summary>
    /// Takes in what the log has gained, and versions that could not be read before; all of it anew if a new log was
    /// opened. One at a time per tenant; whoever comes second waits.
    /// </summary>
    /// <returns>How many facts were taken in.</returns>
    public async Task<int> CatchUp(CancellationToken ct)
    {
        var total = 0;
        var seen = new HashSet<Digest>();
        Taken taken;
        do
        {
            await using var transaction = await perishable.Begin(ct);
            var at = await Hold(transaction, ct);
            if (at.Log != await events.CurrentLog(ct))
            {
                total = await Rebuild(transaction, seen, ct);
                await transaction.Commit(ct);
                await check(seen, ct);
                return total;
            }

            if (total == 0)
                await TryAgain(transaction, at.Leaf, seen, ct);
            taken = await ProjectBatch(transaction, at.Leaf, seen, ct);
            await transaction.Commit(ct);
            total += taken.Facts;
        }
        while (taken.Facts == Batch);

        await check(seen, ct);
        return total;
    }

    /// <summary>
    /// Makes all records anew, in one transaction: readers see the old ones until the new ones are complete.
    /// </summary>
    public async Task<int> Rebuild(CancellationToken ct)
    {
        var seen = new HashSet<Digest>();
        await using var transaction = await perishable.Begin(ct);
        var total = await Rebuild(transaction, seen, ct);
        await transaction.Commit(ct);
        await check(seen, ct);
        return total;
    }

    private async Task<int> Rebuild(TenantTransaction transaction, HashSet<Digest> seen, CancellationToken ct)
    {
        await Hold(transaction, ct);
        var log = await events.CurrentLog(ct);
        await transaction.Run(
            ct,
            ("DELETE FROM perishable.record WHERE tenant_id = $1", [transaction.Tenant]),
            ("DELETE FROM perishable.record_version WHERE tenant_id = $1", [transaction.Tenant]),
            ("DELETE FROM perishable.gap WHERE tenant_id = $1", [transaction.Tenant]),
            ("DELETE FROM perishable.answered_again WHERE tenant_id = $1", [transaction.Tenant]),
            ("UPDATE perishable.projection SET log = $3, leaf = -1 WHERE tenant_id = $1 AND name = $2",
                [transaction.Tenant, Name, log]));
        await new UnreadableRows(transaction).RemoveAll(ct);
        var total = 0;
        Taken taken;
        do
        {
            taken = await ProjectBatch(transaction, (await Hold(transaction, ct)).Leaf, seen, ct);
            total += taken.Facts;
        }
        while (taken.Facts == Batch);

        return total;
    }

    /// <summary>
    /// Waits for whoever takes facts in, and lets nobody do so until the transaction ends. Who destroys a record holds
    /// it while its rows go: else one that was just being read would be written back.
    /// </summary>
    /// <returns>The last leaf taken in, and of which log.</returns>
    internal static async Task<(int Log, long Leaf)> Hold(
        TenantTransaction transaction,
        CancellationToken ct)
    {
        await transaction.Run(
            "INSERT INTO perishable.projection (tenant_id, name, leaf) VALUES ($1, $2, -1) ON CONFLICT DO NOTHING",
            ct, transaction.Tenant, Name);
        return await transaction.QueryFirst(
            "SELECT log, leaf FROM perishable.projection WHERE tenant_id = $1 AND name = $2 FOR UPDATE",
            row => (row.GetInt32(0), row.GetInt64(1)), ct, transaction.Tenant, Name);
    }

    /// <summary>Removes what is readable of a record that is being destroyed.</summary>
    /// <param name="transaction">In which <see cref="Hold"/> was called.</param>
    internal static Task Remove(TenantTransaction transaction, Guid record, CancellationToken ct) =>
        Remove(transaction, [record], ct);

    private static async Task Remove(
        TenantTransaction transaction, IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        var those = records.ToArray();
        await transaction.Run(
            ct,
            ("DELETE FROM perishable.record WHERE tenant_id = $1 AND record = ANY ($2)", [transaction.Tenant, those]),
            ("DELETE FROM perishable.record_version WHERE tenant_id = $1 AND record = ANY ($2)",
                [transaction.Tenant, those]));
        await new UnreadableRows(transaction).Remove(records, ct);
    }

    /// <summary>
    /// Versions that could not be read: an object may be back from a back-up. Records of which one can be read now are
    /// made anew, so that they are what they would have been had nothing been lost.
    /// </summary>
    private async Task TryAgain(TenantTransaction transaction, long upTo, HashSet<Digest> seen, CancellationToken ct)
    {
        var unreadable = new UnreadableRows(transaction);
        var due = await unreadable.Next(Share, ct);
        if (due.Count == 0)
            return;
        var facts = await events.Logged([.. due.Keys], ct);
        var read = await reading.Read([.. facts.Values.Select(f => Known(due[f.Id], f)).OfType<ReadFact>()], ct);
        var still = read.Where(f => f.Trouble is not null).ToList();
        var back = read.Except(still).Select(f => ((VersionCaptured)f.Read).Record).ToHashSet();
        if (still.Count > 0)
            await transaction.Run(ct, UnreadableRows.Add(transaction.Tenant, still));
        if (back.Count == 0)
            return;

        await Remove(transaction, back, ct);
        var all = await events.LoggedOf(back, upTo, ct);
        await Take(transaction, all.ToAsyncEnumerable(), seen, ct);
        seen.UnionWith(read.Except(still).Select(f => ((VersionCaptured)f.Read).Pieces[0].Object));
    }

    private async Task<Taken> ProjectBatch(
        TenantTransaction transaction, long after, HashSet<Digest> seen, CancellationToken ct)
    {
        var taken = await Take(transaction, events.ReadLog(after, ct, Batch), seen, ct);
        if (taken.Facts > 0)
        {
            await transaction.Run(
                "UPDATE perishable.projection SET leaf = $3 WHERE tenant_id = $1 AND name = $2",
                ct, transaction.Tenant, Name, taken.Last);
        }

        return taken;
    }

    /// <summary>While the rows of some facts are written, the next facts are read.</summary>
    /// <param name="seen">Gets the objects of versions that could not be read.</param>
    private async Task<Taken> Take(
        TenantTransaction transaction, IAsyncEnumerable<(long Leaf, Fact Fact)> facts, HashSet<Digest> seen,
        CancellationToken ct)
    {
        var rows = new RecordRows(transaction);
        var taken = new Taken(0, 0);
        await using var log = facts.GetAsyncEnumerator(ct);
        var next = Task.Run(() => Prepare(rows, log, ct), ct);
        while (await next is var (prepared, share) && share.Facts > 0)
        {
            taken = new(taken.Facts + share.Facts, share.Last);
            seen.UnionWith(prepared.Unreadable);
            next = Task.Run(() => Prepare(rows, log, ct), ct);
            try
            {
                await rows.Keep(prepared, ct);
            }
            catch
            {
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }

        return taken;
    }

    /// <summary>Content read and rows made of it: all that needs no turn at the transaction.</summary>
    private async Task<(PreparedRows Rows, Taken Share)> Prepare(
        RecordRows rows, IAsyncEnumerator<(long Leaf, Fact Fact)> log, CancellationToken ct)
    {
        var (known, share) = (new List<ReadFact>(), new Taken(0, 0));
        while (share.Facts < Share && await log.MoveNextAsync())
        {
            var (leaf, fact) = log.Current;
            share = new(share.Facts + 1, leaf);
            if (Known(leaf, fact) is { } read)
                known.Add(read);
        }

        return (rows.Prepare(await reading.Read(known, ct)), share);
    }

    /// <returns>Null for what this build does not know or understand; findings say so, once.</returns>
    private static ReadFact? Known(long leaf, Fact fact) =>
        Facts.ReadOrNull(fact) is { } read && read is not VersionCaptured { NamesItsBytes: false }
            ? new(leaf, fact, read)
            : null;

    /// <param name="Facts">How many; known to this build or not.</param>
    /// <param name="Last">Leaf of the last, if there is one.</param>
    private readonly record struct Taken(int Facts, long Last);
}
