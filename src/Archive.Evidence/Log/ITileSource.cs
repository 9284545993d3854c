namespace Archive.Evidence.Log;

/// <summary>Where the tiles of one log are read: our database, a directory, an outsider's copy.</summary>
public interface ITileSource
{
    /// <returns>The tile's hashes, <see cref="TileId.Width"/> × 32 bytes.</returns>
    /// <exception cref="FaultException">The log should have this tile, and it is not there or has another length.</exception>
    ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct);
}
