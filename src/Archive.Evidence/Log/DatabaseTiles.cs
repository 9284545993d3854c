namespace Archive.Evidence.Log;

/// <summary>
/// The tiles of a tenant's log in the database. Only full ones are stored; the others come from the leaves, or from the
/// roots of the tiles below.
/// </summary>
internal sealed class DatabaseTiles(LogRows log) : ITileSource
{
    public async ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct)
    {
        var bytes = tile.Width == TileId.FullWidth
            ? await log.Tile(tile.Level, tile.Index, ct) ?? []
            : await Partial(tile, ct);
        return bytes.Length == tile.Width * Rfc6962.HashLength
            ? bytes
            : throw new FaultException(
                $"The log of {log.Tenant} lacks {tile.Path} or part of it: rows are missing from its tables. "
                + "Check the whole log, and restore the database if need be.");
    }

    private async Task<byte[]> Partial(TileId tile, CancellationToken ct)
    {
        var first = tile.Index * TileId.FullWidth;
        var end = first + (ulong)tile.Width;
        return tile.Level == 0
            ? [.. (await log.Leaves(first, end, ct)).SelectMany(leaf => Leaf.Hash(leaf.Commitment))]
            : [.. (await log.TileRoots(tile.Level - 1, first, end, ct)).SelectMany(root => root)];
    }
}
