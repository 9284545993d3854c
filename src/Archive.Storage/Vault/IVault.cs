using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// Where a tenant's objects are kept: sealed, each named by the SHA-256 of its bytes, written once and never changed.
/// What they hold is read with <see cref="VaultReading"/>, which is the same for every vault and trusts none.
/// </summary>
/// <remarks>
/// One object serves all callers at the same time. An object that was kept MUST stay readable under its name, byte for
/// byte, until <see cref="Delete"/>; a vault MUST NOT overwrite one, and MUST NOT open what is sealed. What the storage
/// answers about another tenant's objects MUST NOT reach a caller.
/// </remarks>
public interface IVault
{
    Tenant Tenant { get; }

    /// <summary>Finds out by trying whether this place keeps what it must; before anything is kept in it.</summary>
    /// <exception cref="FaultException">It does not; the message tells the operator what to switch on.</exception>
    Task Check(CancellationToken ct);

    /// <summary>
    /// Seals the pieces as one object and keeps it. When this returns, the object MUST be whole, under its name, and
    /// safe from a power cut; until then, and after an exception, nothing of it MUST be found under any name.
    /// </summary>
    /// <param name="pieces">
    /// At least one. The secret of each is committed before, so that what is kept can be opened.
    /// </param>
    /// <exception cref="IOException">
    /// The storage refused, or a piece is not as long as it said; nothing was kept.
    /// </exception>
    Task<StoredObject> Keep(ObjectKind kind, IReadOnlyList<Piece> pieces, CancellationToken ct);

    /// <summary>
    /// Keeps an object that was sealed elsewhere, as it is; as safe as <see cref="Keep"/> when it returns. One of that
    /// name that is there already MUST stay, whole or not: whoever copies reads back with
    /// <see cref="VaultReading.Scrub"/>.
    /// </summary>
    /// <exception cref="IOException">The storage refused, or the bytes did not come; nothing was kept.</exception>
    Task KeepSealed(Digest name, IStoredBytes bytes, CancellationToken ct);

    Task<bool> Contains(Digest name, CancellationToken ct);

    /// <summary>An object's bytes as they are kept, sealed and unchecked.</summary>
    /// <returns>Null if there is no such object.</returns>
    /// <exception cref="IOException">The storage does not give them.</exception>
    Task<IStoredBytes?> Stored(Digest name, CancellationToken ct);

    /// <summary>
    /// Names of all objects, in no order. One that is kept throughout MUST be named; one that is kept or deleted
    /// meanwhile may be.
    /// </summary>
    IAsyncEnumerable<Digest> All(CancellationToken ct);

    /// <summary>Where something lies among the objects that is none: not where its name says, or not a name.</summary>
    IAsyncEnumerable<string> UnexpectedFiles(CancellationToken ct);

    /// <summary>
    /// Removes an object whose last unit is gone, every copy that the storage keeps of it included. One that is not
    /// there is removed already. It MUST NOT answer null while a byte can still be read.
    /// </summary>
    /// <returns>Null if no byte of it is left; otherwise what keeps it for now, to be tried again.</returns>
    /// <exception cref="IOException">The storage refused for another reason than a lock.</exception>
    Task<ObjectLock?> Delete(Digest name, CancellationToken ct);

    /// <summary>Removes the unfinished files of writers that were killed. It MUST NOT touch an object.</summary>
    /// <param name="before">UTC, exclusive: what was last written to before it. No writer takes that long.</param>
    /// <returns>How many files were removed.</returns>
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
