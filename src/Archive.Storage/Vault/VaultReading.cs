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
        return await Whole(content, $"Piece {piece} of {vault.Place(name)}", ct);
    }

    internal static async Task<byte[]> Whole(Stream content, string place, CancellationToken ct)
    {
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, ct);
        if (await content.ReadAsync(new byte[1], ct) != 0) // also opens the one segment of an empty piece
            throw new FaultException($"{place} is longer than its header says.");
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
        ExaminedObject Not(ObjectState state, string says) => new(state, place, says);
        IStoredBytes? bytes = null;
        try
        {
            bytes = await vault.Stored(name, ct);
            if (bytes is null)
                return Not(ObjectState.Missing, $"{place} is not there. Restore it from the back-up.");
            var opened = await VaultObject.Open(bytes, ct);
            var says = await opened.ComputeName(ct) != name
                ? $"{place} was changed: it has another SHA-256 now. Restore it from the back-up."
                : opened.Header.Tenant != vault.Tenant ? $"{place} belongs to another tenant." : null;
            if (says is null)
                return new(ObjectState.Whole, place, null, opened, bytes.Length);
            bytes.Dispose();
            return Not(ObjectState.Altered, says);
        }
        catch (FormatException e)
        {
            bytes?.Dispose();
            return Not(ObjectState.Altered, $"{place} does not read: {e.Message} Restore it from the back-up.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bytes?.Dispose();
            return Not(ObjectState.Unreadable, $"{place} cannot be read: {e.Message}");
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
            findings.Add(new(stranger, "It is no object: not where its name says, or not a name."));
        return new(count, findings);
    }

    internal static string Place(this IVault vault, Digest name) => $"Object {name} of {vault.Tenant}";

    /// <summary>An object whose bytes were hashed and are those it is named by.</summary>
    internal static async Task<VaultObject> OpenWhole(this IVault vault, Digest name, CancellationToken ct)
    {
        var opened = await vault.OpenObject(name, ct);
        try
        {
            return await opened.ComputeName(ct) == name
                ? opened
                : throw new FaultException(
                    $"{vault.Place(name)} was changed: it has another SHA-256 now. Restore it from the back-up.");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <exception cref="FaultException">No such piece, or another unit's secret.</exception>
    internal static Stream Open(this VaultObject opened, int piece, byte[] secret, string place, bool leaveOpen)
    {
        if (piece < 0 || piece >= opened.Header.Pieces.Count)
            throw new FaultException($"{place} has no piece {piece}; it has {opened.Header.Pieces.Count}.");
        return opened.OpenPiece(piece, secret, $"Piece {piece} of {place}", leaveOpen)
            ?? throw new FaultException(
                $"The secret is not the one that sealed piece {piece} of {place} "
                + $"(unit {opened.Header.Pieces[piece].Unit}).");
    }

    private static async Task<VaultObject> OpenObject(this IVault vault, Digest name, CancellationToken ct)
    {
        var bytes = await vault.Stored(name, ct)
            ?? throw new FaultException($"{vault.Place(name)} is not there. Restore it from the back-up.");
        try
        {
            return await VaultObject.Open(bytes, ct);
        }
        catch (Exception e)
        {
            bytes.Dispose();
            if (e is FormatException)
                throw new FaultException(
                    $"{vault.Place(name)} does not read: {e.Message} Restore it from the back-up.",
                    e);
            throw;
        }
    }
}
