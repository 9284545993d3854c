namespace Archive.Evidence.Merkle;

/// <summary>The tiles of a log that is small enough to have all its leaf hashes in memory.</summary>
internal sealed class LeafTiles(IReadOnlyList<byte[]> leafHashes) : ITileSource
{
    public ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct)
    {
        var under = 1 << (8 * tile.Level); // leaves below each hash of the tile
        var first = (int)tile.Index * TileId.FullWidth;
        byte[] hashes = [.. Enumerable.Range(first, tile.Width)
            .SelectMany(i => Rfc6962.Root(leafHashes.Skip(i * under).Take(under)))];
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(hashes);
    }
}
