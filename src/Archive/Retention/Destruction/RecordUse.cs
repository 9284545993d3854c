using Archive.Evidence;

namespace Archive.Retention.Destruction;

/// <summary>Something that depends on a record: a request that has it in scope, a set that shows it.</summary>
/// <param name="Says">What it is, for the officers who weigh a destruction.</param>
/// <param name="Holds">The record is not destroyed as long as this stands (opschorten van vernietiging).</param>
public sealed record RecordUse(Sentence Says, bool Holds);

/// <summary>
/// Tells what depends on a record. Each capability that relies on records brings one; Retention knows none of them.
/// </summary>
public interface IRecordUses
{
    Task<IReadOnlyList<RecordUse>> Of(Guid record, CancellationToken ct);
}
