using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Records;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Retention.Destruction;

/// <summary>
/// Destroys under proof, in this order: journal entry, fact, secrets with readable rows, bytes. A host that dies in
/// between finds the entry again with <see cref="Resume"/>, which does what is left and nothing twice.
/// </summary>
public sealed class RecordDestruction(
    EventStore events, PerishableDatabase perishable, LockedObjects objects, UnitSecrets units,
    DestructionJournal journal, IEnumerable<IRecordCopies> copies,
    LogCatchUp log, TimeProvider clock)
{
    private static readonly string[] Destroyed = [Facts.NameOf(typeof(RecordDestroyed))];

    /// <summary>
    /// Carries it out, whatever the archive's rules have against it: officers ask <see cref="DestructionDesk"/>.
    /// </summary>
    internal async Task<Outcome> Destroy(DestroyRecord asked, CancellationToken ct)
    {
        await log.BringUpToDate(ct); // what else uses a medium is known from the readable records
        var subject = await Find(asked.Record, ct);
        var destroyed = (await events.Last([asked.Record], Destroyed, ct)).Count > 0;
        if (DestroyRecord.Decide(asked, known: subject is not null || destroyed, destroyed) is { } refused)
            return refused;

        var (unit, forgetKey) = subject!;
        // From here on no visit is told which record a thing is, and none takes a medium of one into use: what the
        // entry names is all there is of the record.
        await using var turn = await IdentityLock.BeginToForget(perishable, ct);
        var entry = new DestructionJournal.Entry(
            Ids.New(),
            clock.GetUtcNow(),
            events.Tenant,
            new(
                default,
                asked.Record,
                [unit, .. await OwnMedia(asked.Record, ct)],
                asked.Basis,
                asked.ProposedBy,
                asked.ApprovedBy),
            Convert.ToHexStringLower(forgetKey));
        entry = entry with { Fact = entry.Fact with { Destruction = entry.Destruction } };
        journal.Write(entry);
        await Apply(entry, ct);
        return Outcome.Done;
    }

    /// <summary>
    /// Carries out every entry of the journal again, as a restored back-up needs. What is done stays as it is.
    /// </summary>
    /// <returns>How many entries there are.</returns>
    public async Task<int> Resume(CancellationToken ct)
    {
        var entries = Entries();
        foreach (var entry in entries)
            await ApplyInTurn(entry, ct);
        return entries.Count;
    }

    /// <summary>Carries out what was interrupted, before anything is shown to anybody.</summary>
    /// <exception cref="FaultException">
    /// What was destroyed is not, in these databases: a back-up was put back.
    /// </exception>
    public async Task FinishInterrupted(CancellationToken ct)
    {
        var unknown = await Unknown(Entries(), ct);
        var back = unknown.Where(journal.IsDone).ToList();
        if (back.Count > 0)
        {
            throw Sentences.Fault("retention.destructions-unknown", back.Count);
        }

        foreach (var entry in unknown)
            await ApplyInTurn(entry, ct);
    }

    private async Task ApplyInTurn(DestructionJournal.Entry entry, CancellationToken ct)
    {
        await using var turn = await IdentityLock.BeginToForget(perishable, ct);
        await Apply(entry, ct);
    }

    private List<DestructionJournal.Entry> Entries() => [.. journal.All().Where(e => e.Tenant == events.Tenant)];

    /// <summary>Entries of which either database does not know that they were carried out.</summary>
    private async Task<IReadOnlyList<DestructionJournal.Entry>> Unknown(
        IReadOnlyList<DestructionJournal.Entry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
            return [];
        var facts = await events.Last([.. entries.Select(e => e.Fact.Record).Distinct()], Destroyed, ct);
        await using var transaction = await perishable.Begin(ct);
        var rows = await transaction.Query(
            "SELECT destruction FROM perishable.destruction_applied WHERE tenant_id = $1",
            row => row.GetGuid(0), ct, transaction.Tenant);
        var applied = rows.ToHashSet();
        return [.. entries.Where(e => !applied.Contains(e.Destruction) || !facts.ContainsKey(e.Fact.Record))];
    }

    private async Task Apply(DestructionJournal.Entry entry, CancellationToken ct)
    {
        await RecordFact(entry, ct);
        await Forget(entry, ct);
        await DeleteBytes(entry, ct);
        journal.NoteDone(entry);
    }

    /// <summary>Why there is no readable record of this id: it never was one, or it was destroyed.</summary>
    internal async Task<Refusal> NoRecord(Guid record, CancellationToken ct) => DestroyRecord.Missing(
        destroyed: (await events.Last([record], Destroyed, ct)).Count > 0);

    private async Task RecordFact(DestructionJournal.Entry entry, CancellationToken ct)
    {
        while ((await events.Last([entry.Fact.Record], Destroyed, ct)).Count == 0)
        {
            var version = (await events.Versions([entry.Fact.Record], ct)).GetValueOrDefault(entry.Fact.Record);
            await events.Append(
                [new(
                    entry.Fact.Record,
                    version,
                    [Facts.New(entry.Fact, clock.GetUtcNow(), entry.Fact.ApprovedBy)])], ct);
        }
    }

    private async Task<RecordTrace?> Find(Guid record, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await RecordTraces.Find(transaction, record, ct);
    }

    private async Task<IReadOnlyList<Guid>> OwnMedia(Guid record, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var media = await RecordTraces.ReleaseMedia(transaction, record, ct);
        await transaction.Commit(ct);
        return media;
    }

    /// <summary>Secrets and all that is readable go at once: nobody meets a record that is half destroyed.</summary>
    private async Task Forget(DestructionJournal.Entry entry, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await RecordProjection.Hold(transaction, ct);
        await units.Delete(transaction, entry.Fact.Units, ct);
        var forgotten = Convert.FromHexString(entry.Forgotten);
        await RecordTraces.Forget(transaction, entry.Fact.Record, forgotten, ct);
        await RecordProjection.Remove(transaction, entry.Fact.Record, ct);
        await transaction.Commit(ct);
    }

    /// <summary>Bytes first: their rows are what tells, after an interruption, which bytes are still to go.</summary>
    private async Task DeleteBytes(DestructionJournal.Entry entry, CancellationToken ct)
    {
        var destroyed = entry.Fact.Units;
        await using var transaction = await perishable.Begin(ct);
        await objects.Remove(transaction, await RecordTraces.Objects(transaction, destroyed, ct), ct);
        foreach (var source in copies)
            await objects.Remove(transaction, await source.Of(entry.Fact.Record, ct), ct);
        await RecordTraces.RemoveMedia(transaction, destroyed, ct);
        await transaction.Run(
            """
            INSERT INTO perishable.destruction_applied (tenant_id, destruction) VALUES ($1, $2)
            ON CONFLICT DO NOTHING
            """,
            ct, transaction.Tenant, entry.Destruction);
        await transaction.Commit(ct);
    }
}
