namespace Archive.Evidence.Merkle;

/// <summary>Where the tiles of one log are read: our database, a directory, an outsider's copy.</summary>
public interface ITileSource
{
    /// <returns>The tile's hashes, <see cref="TileId.Width"/> × 32 bytes.</returns>
    /// <exception cref="FaultException">
    /// The log should have this tile, and it is not there or has another length.
    /// </exception>
    ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct);

    /// <summary>Several, in the order asked for; a source that pays for each question asks for them in one.</summary>
    /// <inheritdoc cref="Read"/>
    async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAll(IReadOnlyList<TileId> tiles, CancellationToken ct)
    {
        var read = new List<ReadOnlyMemory<byte>>(tiles.Count);
        foreach (var tile in tiles)
            read.Add(await Read(tile, ct));
        return read;
    }
}
