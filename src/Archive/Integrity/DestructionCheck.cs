using System.Collections.Immutable;
using Archive.Capture.Visits;
using Archive.Evidence.Facts;
using Archive.Keys;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;

namespace Archive.Integrity;

/// <summary>
/// Which units were destroyed lawfully: a fact says so, and the journal of destructions has its entry. And which are
/// lost: a fact says that their secret is, with a key or by a restore.
/// </summary>
public sealed class DestructionCheck(EventStore events, DestructionJournal journal, SuppressedIds suppressed)
{
    private static readonly string Destroyed = Facts.NameOf(typeof(RecordDestroyed));
    private static readonly string Lost = Facts.NameOf(typeof(UnitsLost));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private State state = new(ImmutableDictionary<Guid, (Fact, RecordDestroyed)>.Empty, [], [], 0, 0);

    /// <summary>Takes in the destructions recorded since the last time, and the journal as it is now.</summary>
    /// <exception cref="Evidence.FaultException">An entry of the journal is damaged.</exception>
    public async Task Refresh(CancellationToken ct)
    {
        var before = state;
        var facts = await events.OfType(Destroyed, ct, before.Read);
        var lost = await events.OfType(Lost, ct, before.LostRead);
        var units = before.ByUnit.SetItems(
            from fact in facts
            let said = Facts.ReadOrNull(fact) as RecordDestroyed
            where said is not null
            from unit in said.Units
            select KeyValuePair.Create(unit, (fact, said)));
        var after = new State(
            units,
            [.. journal.All().Where(e => e.Tenant == events.Tenant).Select(e => Of(e.Fact))],
            before.LostUnits.Union(lost.SelectMany(fact => ((UnitsLost)Facts.Read(fact)).Units)),
            facts.Count > 0 ? facts[^1].Sequence : before.Read,
            lost.Count > 0 ? lost[^1].Sequence : before.LostRead);
        lock (gate)
        {
            // who was slower does not take back what another has read meanwhile
            if (after.Read >= state.Read && after.LostRead >= state.LostRead)
                state = after;
        }
    }

    /// <summary>Whether the unit's going was lawful: fact and journal agree.</summary>
    public bool IsLawful(Guid unit) => state.ByUnit.TryGetValue(unit, out var d) && state.Entries.Contains(Of(d.Said));

    /// <summary>Whether a fact says that its secret is lost, without anybody having destroyed it.</summary>
    public bool IsLost(Guid unit) => state.LostUnits.Contains(unit);

    /// <summary>The fact that destroyed it is older than the time a destruction takes.</summary>
    public bool IsOverdue(Guid unit, DateTimeOffset now) =>
        state.ByUnit.TryGetValue(unit, out var d) && (d.Fact.At < now - Patience || d.Fact.At.IsAheadOf(now));

    /// <summary>
    /// Destructions of which the journal does not know: a restored back-up would bring their units back.
    /// </summary>
    public IReadOnlyList<Finding> WithoutEntry() =>
    [
        .. state.ByUnit.Values.DistinctBy(d => d.Fact.Id).Where(d => !state.Entries.Contains(Of(d.Said)))
            .Select(d => new Finding(
                FindingKind.JournalEntryMissing,
                Sentences.Of("integrity.journal-entry-missing", d.Said.Destruction, d.Said.Record),
                Record: d.Said.Record, Fact: d.Fact.Id)),
    ];

    /// <summary>
    /// Things of a platform that were destroyed, as the database or the journal has it, and are known as records again.
    /// </summary>
    public async Task<IReadOnlyList<Finding>> KnownAgain(CancellationToken ct)
    {
        var destroyed = journal.All().Where(e => e.Tenant == events.Tenant).Select(e => e.Forgotten);
        return
        [
            .. (await suppressed.KnownAgain(destroyed, ct)).Select(known => new Finding(
                FindingKind.ForgottenKnown,
                Sentences.Of("integrity.forgotten-known", known.Record),
                Unit: known.Unit, Record: known.Record)),
        ];
    }

    private static (Guid Destruction, Guid Record, string Units) Of(RecordDestroyed fact) =>
        (fact.Destruction, fact.Record, string.Join(',', fact.Units.Order()));

    /// <summary>Replaced as a whole, so that who reads it needs no lock.</summary>
    private sealed record State(
        ImmutableDictionary<Guid, (Fact Fact, RecordDestroyed Said)> ByUnit,
        ImmutableHashSet<(Guid Destruction, Guid Record, string Units)> Entries,
        ImmutableHashSet<Guid> LostUnits,
        long Read,
        long LostRead);
}
