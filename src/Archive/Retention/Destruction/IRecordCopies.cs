using Archive.Evidence;

namespace Archive.Retention.Destruction;

/// <summary>
/// Tells which objects of the vault hold something made from a record, in its unit. Each capability that makes such
/// things brings one; Retention knows none of them. Their bytes go when the record is destroyed.
/// </summary>
public interface IRecordCopies
{
    Task<IReadOnlyList<Digest>> Of(Guid record, CancellationToken ct);
}
