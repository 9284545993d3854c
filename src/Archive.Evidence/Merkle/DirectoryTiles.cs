namespace Archive.Evidence.Merkle;

/// <summary>A log as files, laid out as c2sp.org/tlog-tiles says.</summary>
/// <param name="folder">Holds `tile/`.</param>
public sealed class DirectoryTiles(string folder) : ITileSource
{
    public async ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct)
    {
        var bytes = await ReadFile(tile, ct);
        return bytes.Length == tile.Width * Rfc6962.HashLength
            ? bytes
            : throw new FaultException(
                new Sentence("TileLength", tile.Path, bytes.Length, tile.Width * Rfc6962.HashLength));
    }

    private async Task<byte[]> ReadFile(TileId tile, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllBytesAsync(Path.Combine(folder, tile.Path), ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FaultException(new Sentence("TileMissing", tile.Path, folder), e);
        }
    }
}
