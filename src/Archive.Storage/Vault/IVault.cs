using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// Where a tenant's objects are kept: sealed, each named by the SHA-256 of its bytes, written once and never changed.
/// What they hold is read with <see cref="VaultReading"/>, which is the same for every vault and trusts none.
/// </summary>
public interface IVault
{
    Tenant Tenant { get; }

    /// <summary>Finds out by trying whether this place keeps what it must; before anything is kept in it.</summary>
    /// <exception cref="FaultException">It does not; the message tells the operator what to switch on.</exception>
    Task Check(CancellationToken ct);

    /// <summary>When this returns, the object is kept, whole and under its name. Until then there is nothing.</summary>
    /// <param name="pieces">
    /// At least one. The secret of each is committed before, so that what is kept can be opened.
    /// </param>
    /// <exception cref="IOException">
    /// The storage refused, or a piece is not as long as it said; nothing was kept.
    /// </exception>
    Task<StoredObject> Keep(ObjectKind kind, IReadOnlyList<Piece> pieces, CancellationToken ct);

    /// <summary>
    /// Keeps an object that was sealed elsewhere, as it is. One of that name that is there already stays, whole or not:
    /// whoever copies reads back with <see cref="VaultReading.Scrub"/>.
    /// </summary>
    /// <exception cref="IOException">The storage refused, or the bytes did not come; nothing was kept.</exception>
    Task Take(Digest name, IStoredBytes bytes, CancellationToken ct);

    Task<bool> Contains(Digest name, CancellationToken ct);

    /// <summary>An object's bytes as they are kept, sealed and unchecked.</summary>
    /// <returns>Null if there is no such object.</returns>
    /// <exception cref="IOException">The storage does not give them.</exception>
    Task<IStoredBytes?> Stored(Digest name, CancellationToken ct);

    /// <summary>Names of all objects, in no order.</summary>
    IAsyncEnumerable<Digest> All(CancellationToken ct);

    /// <summary>Where something lies among the objects that is none: not where its name says, or not a name.</summary>
    IAsyncEnumerable<string> UnexpectedFiles(CancellationToken ct);

    /// <summary>Removes an object whose last unit is gone. One that is not there is removed already.</summary>
    /// <returns>Null if no byte of it is left; otherwise what keeps it for now, to be tried again.</returns>
    /// <exception cref="IOException">The storage refused for another reason than a lock.</exception>
    Task<ObjectLock?> Delete(Digest name, CancellationToken ct);

    /// <summary>Removes what writers who were killed left behind.</summary>
    /// <param name="before">Long enough ago that nobody writes it still.</param>
    /// <returns>How many.</returns>
    int SweepTemporary(DateTimeOffset before);
}

/// <summary>Bytes that can be read at any place, by one reader at a time.</summary>
public interface IStoredBytes : IDisposable
{
    long Length { get; }

    /// <returns>How many bytes were read: as many as fit in the buffer, or up to the end; 0 at the end.</returns>
    /// <exception cref="IOException">The storage does not give them.</exception>
    ValueTask<int> Read(Memory<byte> buffer, long at, CancellationToken ct);
}

/// <summary>What keeps an object from being removed.</summary>
/// <param name="Until">When the storage lets go, UTC; null if it does not say.</param>
/// <param name="Held">Under legal hold, which has no end of itself.</param>
public sealed record ObjectLock(DateTimeOffset? Until, bool Held);

/// <summary>What is wrong with one object.</summary>
public sealed record ScrubFinding(string Object, Sentence What);

/// <param name="Objects">How many were re-read.</param>
public sealed record ScrubReport(int Objects, IReadOnlyList<ScrubFinding> Findings);
