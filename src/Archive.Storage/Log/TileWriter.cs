using Archive.Evidence.Merkle;

namespace Archive.Storage.Log;

/// <summary>
/// Stores the tiles that new leaves make full, on each level; work per leaf does not grow with the log.
/// </summary>
internal static class TileWriter
{
    /// <param name="size">Of the log before these leaves.</param>
    /// <param name="added">The leaves from there, stored already.</param>
    public static async Task Complete(LogRows log, ulong size, IReadOnlyList<LeafRow> added, CancellationToken ct)
    {
        var (from, to) = (size / TileId.FullWidth, (size + (ulong)added.Count) / TileId.FullWidth);
        if (from == to)
            return;

        var begun = await log.Leaves(from * TileId.FullWidth, size, ct);
        var hashes = begun.Concat(added).Select(leaf => Leaf.Hash(leaf.Commitment));
        await log.AddTiles(0, from, Tiles(hashes), ct);
        await CompleteAbove(log, level: 1, from, to, ct);
    }

    /// <param name="from">Number of full tiles of the level below, before.</param>
    /// <param name="to">Number of full tiles of the level below, now.</param>
    private static async Task CompleteAbove(LogRows log, int level, ulong from, ulong to, CancellationToken ct)
    {
        for (; from / TileId.FullWidth < to / TileId.FullWidth; level++)
        {
            (from, to) = (from / TileId.FullWidth, to / TileId.FullWidth);
            var roots = await log.TileRoots(level - 1, from * TileId.FullWidth, to * TileId.FullWidth, ct);
            await log.AddTiles(level, from, Tiles(roots), ct);
        }
    }

    /// <summary>Full tiles only; what remains is left out.</summary>
    private static List<byte[]> Tiles(IEnumerable<byte[]> hashes) =>
    [
        .. hashes.Chunk(TileId.FullWidth)
            .Where(tile => tile.Length == TileId.FullWidth)
            .Select(tile => tile.SelectMany(hash => hash).ToArray()),
    ];
}
