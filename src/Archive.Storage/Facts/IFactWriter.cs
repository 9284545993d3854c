using Archive.Evidence.Facts;
using Archive.Storage.Postgres;

namespace Archive.Storage.Facts;

/// <summary>
/// The wall to what puts facts into Marten's tables: this product's own `COPY`, or the Marten package
/// (docs/decisions/0091). Reading is the same for both, as the tables are.
/// </summary>
public interface IFactWriter
{
    /// <summary>
    /// Adds facts to streams within a transaction that the caller commits. It MUST write all of them or none, MUST NOT
    /// commit, and MUST keep of each fact the id, type, moment, members, causation and correlation it came with.
    /// Versions of a stream MUST follow the one expected, without gaps, and two writers that expect the same version
    /// of a stream MUST NOT both succeed. The trigger that puts each fact into the sequencer's inbox MUST fire: without
    /// it a fact would never come into the log.
    /// </summary>
    /// <param name="transaction">Of the `archive` database, begun for the tenant.</param>
    /// <param name="streams">Each named once.</param>
    /// <returns>
    /// False if a stream is not at the version expected: the transaction is then only good for rolling back.
    /// </returns>
    Task<bool> Write(
        TenantTransaction transaction,
        IReadOnlyList<StreamAppend> streams,
        CancellationToken ct);
}
