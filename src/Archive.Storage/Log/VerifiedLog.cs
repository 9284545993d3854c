using Archive.Evidence;
using Archive.Evidence.Merkle;

namespace Archive.Storage.Log;

/// <summary>
/// What an earlier verification found in order, so that the next one reads what came after it and a part of the rest.
/// It comes from the operator's own notes, so it saves time and proves nothing: only a check of everything does.
/// </summary>
/// <param name="Log">Of which log it is; for another it says nothing.</param>
/// <param name="Size">Leaves that were in order, all under <paramref name="Root"/>.</param>
/// <param name="AgainFrom">
/// Whole tiles that are read again nevertheless, up to but not including <paramref name="AgainTo"/>; in leaves.
/// </param>
public sealed record VerifiedLog(int Log, ulong Size, Digest Root, ulong AgainFrom, ulong AgainTo)
{
    private const ulong Least = 64; // tiles: a log of up to 16,384 leaves is read whole each time

    /// <summary>Leaves in full tiles; what is beyond is read.</summary>
    internal ulong Known => Size / TileId.FullWidth * TileId.FullWidth;

    /// <summary>Whether a head of this size ends among leaves that are not read.</summary>
    internal bool PassesBy(ulong size) =>
        size < Known && (size <= AgainFrom || size > AgainTo) && size % TileId.FullWidth != 0;

    /// <summary>The part to be read again next: so much of it that all of it was read within a cycle.</summary>
    /// <param name="readTo">Where the part before ended.</param>
    /// <param name="share">Of a cycle that has passed since then.</param>
    public static VerifiedLog Next(int log, ulong size, Digest root, ulong readTo, double share)
    {
        var known = size / TileId.FullWidth;
        var from = readTo / TileId.FullWidth;
        if (from >= known)
            from = 0;
        var tiles = Math.Max(Least, (ulong)Math.Ceiling(Math.Clamp(share, 0, 1) * known) + 1);
        return new(log, size, root, from * TileId.FullWidth, Math.Min(known, from + tiles) * TileId.FullWidth);
    }
}
