using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>How an object stands beside its name.</summary>
public enum ObjectState
{
    /// <summary>Its bytes are those it is named by, and they are an object of this tenant.</summary>
    Whole,

    Missing,

    /// <summary>It has other bytes than it is named by.</summary>
    Altered,

    /// <summary>The storage does not give its bytes now.</summary>
    Unreadable,
}

/// <summary>
/// An object whose bytes were all read and hashed, once, and whose pieces can then be opened: what a pass over many
/// pieces of many objects needs. For one reader at a time.
/// </summary>
public sealed class ExaminedObject : IDisposable
{
    private readonly VaultObject? opened;
    private readonly Sentence place;

    internal ExaminedObject(
        ObjectState state,
        Sentence place,
        Sentence? says,
        VaultObject? opened = null,
        long length = 0) =>
        (State, Says, Length, this.place, this.opened) = (state, says, length, place, opened);

    public ObjectState State { get; }

    /// <summary>One sentence, unless it is whole.</summary>
    public Sentence? Says { get; }

    /// <summary>Bytes that were read.</summary>
    public long Length { get; }

    /// <exception cref="InvalidOperationException">It is not whole.</exception>
    public ObjectHeader Header => Opened.Header;

    private VaultObject Opened => opened ?? throw new InvalidOperationException($"{place} is not whole: {Says}");

    /// <summary>
    /// Whether the secret is the one that sealed a piece. As the bytes are those the object is named by, it then opens
    /// to what was sealed, and to nothing else.
    /// </summary>
    public bool Opens(int piece, byte[] secret)
    {
        using var content = Piece(piece, secret);
        return content is not null;
    }

    /// <summary>The whole content of a piece, for what is known to be small.</summary>
    /// <returns>Null if there is no such piece, or the secret is not the one that sealed it.</returns>
    /// <exception cref="FaultException">It does not open.</exception>
    public async Task<byte[]?> Read(int piece, byte[] secret, CancellationToken ct)
    {
        await using var content = Piece(piece, secret);
        return content is null
            ? null
            : await VaultReading.Whole(content, Sentences.Of("storage.piece", piece, place), ct);
    }

    /// <summary>SHA-256 of the content of a piece of any length.</summary>
    /// <returns>Null if there is no such piece, or the secret is not the one that sealed it.</returns>
    /// <exception cref="FaultException">It does not open.</exception>
    public async Task<Digest?> Hash(int piece, byte[] secret, CancellationToken ct)
    {
        await using var content = Piece(piece, secret);
        return content is null ? null : Digest.From(await SHA256.HashDataAsync(content, ct));
    }

    public void Dispose() => opened?.Dispose();

    private Stream? Piece(int piece, byte[] secret) => piece >= 0 && piece < Header.Pieces.Count
        ? Opened.OpenPiece(piece, secret, Sentences.Of("storage.piece", piece, place), leaveOpen: true)
        : null;
}
