using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>How objects are opened and checked, whichever vault keeps them.</summary>
public static class VaultReading
{
    /// <summary>What the object says of itself. Its bytes are not checked: see <see cref="Scrub"/>.</summary>
    /// <exception cref="FaultException">There is no such object, or it is not one.</exception>
    public static async Task<ObjectHeader> Header(this IVault vault, Digest name, CancellationToken ct)
    {
        using var opened = await vault.OpenObject(name, ct);
        return opened.Header;
    }

    /// <summary>
    /// The content of a piece, for one reader at a time. The whole object is hashed first, as facts name it.
    /// </summary>
    /// <param name="secret">
    /// Of the piece's unit. A unit without a secret is destroyed; there is nothing to open.
    /// </param>
    /// <returns>A stream that is read asynchronously only.</returns>
    /// <exception cref="FaultException">No such object or piece, changed bytes, or another unit's secret.</exception>
    public static async Task<Stream> Open(
        this IVault vault,
        Digest name,
        int piece,
        byte[] secret,
        CancellationToken ct)
    {
        var opened = await vault.OpenWhole(name, ct);
        try
        {
            return opened.Open(piece, secret, vault.Place(name), leaveOpen: false);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The whole content of a piece that is known to be small. The whole object is hashed first.</summary>
    public static async Task<byte[]> Read(
        this IVault vault,
        Digest name,
        int piece,
        byte[] secret,
        CancellationToken ct)
    {
        await using var content = await vault.Open(name, piece, secret, ct);
        return await Whole(content, Sentences.Of("storage.piece", piece, vault.Place(name)), ct);
    }

    internal static async Task<byte[]> Whole(Stream content, Sentence place, CancellationToken ct)
    {
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, ct);
        if (await content.ReadAsync(new byte[1], ct) != 0) // also opens the one segment of an empty piece
            throw Sentences.Fault("storage.object-too-long", place);
        return bytes;
    }

    /// <summary>Re-reads an object and compares it with its name and its header. Needs no secret.</summary>
    /// <returns>Null if all is well.</returns>
    public static async Task<ScrubFinding?> Scrub(this IVault vault, Digest name, CancellationToken ct)
    {
        using var examined = await vault.Examine(name, ct);
        return examined.State == ObjectState.Whole ? null : new(name.ToString(), examined.Says!);
    }

    /// <summary>
    /// Re-reads an object as <see cref="Scrub"/> does, and keeps it open for a caller that has secrets for its pieces.
    /// </summary>
    public static async Task<ExaminedObject> Examine(this IVault vault, Digest name, CancellationToken ct)
    {
        var place = vault.Place(name);
        ExaminedObject Not(ObjectState state, Sentence says) => new(state, place, says);
        IStoredBytes? bytes = null;
        try
        {
            bytes = await vault.Stored(name, ct);
            if (bytes is null)
                return Not(ObjectState.Missing, Sentences.Of("storage.object-missing", place));
            var opened = await VaultObject.Open(bytes, ct);
            var says = await opened.ComputeName(ct) != name
                ? Sentences.Of("storage.object-altered", place)
                : opened.Header.Tenant != vault.Tenant ? Sentences.Of("storage.object-of-another", place) : null;
            if (says is null)
                return new(ObjectState.Whole, place, null, opened, bytes.Length);
            bytes.Dispose();
            return Not(ObjectState.Altered, says);
        }
        catch (FormatException e)
        {
            bytes?.Dispose();
            return Not(ObjectState.Altered, Sentences.Of("storage.object-malformed", place, Sentence.Of(e)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bytes?.Dispose();
            return Not(ObjectState.Unreadable, Sentences.Of(
                "storage.object-unreadable", place, Sentence.Of(e, ObjectPath.Of(name))));
        }
        catch
        {
            bytes?.Dispose();
            throw;
        }
    }

    /// <summary>Re-reads everything, and names what does not belong there.</summary>
    public static async Task<ScrubReport> ScrubAll(this IVault vault, CancellationToken ct)
    {
        var findings = new List<ScrubFinding>();
        var count = 0;
        await foreach (var name in vault.All(ct))
        {
            ct.ThrowIfCancellationRequested();
            count++;
            if (await vault.Scrub(name, ct) is { } finding)
                findings.Add(finding);
        }

        await foreach (var stranger in vault.UnexpectedFiles(ct))
            findings.Add(new(stranger, Sentences.Of("storage.no-object")));
        return new(count, findings);
    }

    internal static Sentence Place(this IVault vault, Digest name) =>
        Sentences.Of("storage.object", name, vault.Tenant);

    /// <summary>An object whose bytes were hashed and are those it is named by.</summary>
    internal static async Task<VaultObject> OpenWhole(this IVault vault, Digest name, CancellationToken ct)
    {
        var opened = await vault.OpenObject(name, ct);
        try
        {
            return await opened.ComputeName(ct) == name
                ? opened
                : throw Sentences.Fault("storage.object-altered", vault.Place(name));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <exception cref="FaultException">No such piece, or another unit's secret.</exception>
    internal static Stream Open(this VaultObject opened, int piece, byte[] secret, Sentence place, bool leaveOpen)
    {
        if (piece < 0 || piece >= opened.Header.Pieces.Count)
            throw Sentences.Fault("storage.object-no-piece", place, piece, opened.Header.Pieces.Count);
        return opened.OpenPiece(piece, secret, Sentences.Of("storage.piece", piece, place), leaveOpen)
            ?? throw Sentences.Fault("storage.object-other-secret", piece, place, opened.Header.Pieces[piece].Unit);
    }

    private static async Task<VaultObject> OpenObject(this IVault vault, Digest name, CancellationToken ct)
    {
        var bytes = await vault.Stored(name, ct)
            ?? throw Sentences.Fault("storage.object-missing", vault.Place(name));
        try
        {
            return await VaultObject.Open(bytes, ct);
        }
        catch (Exception e)
        {
            bytes.Dispose();
            if (e is FormatException)
                throw Sentences.Fault(e, "storage.object-malformed", vault.Place(name), Sentence.Of(e));
            throw;
        }
    }
}
