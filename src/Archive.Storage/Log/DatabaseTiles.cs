using Archive.Evidence;
using Archive.Evidence.Merkle;

namespace Archive.Storage.Log;

/// <summary>
/// The tiles of a tenant's log in the database. Only full ones are stored; the others come from the leaves, or from the
/// roots of the tiles below.
/// </summary>
internal sealed class DatabaseTiles(LogRows log) : ITileSource
{
    private const string Leaves =
        """
        SELECT commitment FROM archive.log_leaf WHERE tenant_id = $1 AND log = $4 AND leaf >= $2
        AND leaf < $3 ORDER BY leaf
        """;

    public async ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct) =>
        (await ReadAll([tile], ct))[0];

    /// <summary>All in one round trip.</summary>
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAll(
        IReadOnlyList<TileId> tiles,
        CancellationToken ct)
    {
        var read = new List<ReadOnlyMemory<byte>>(tiles.Count);
        if (tiles.Count == 0)
            return read;
        await using var batch = log.Transaction.Batch([.. tiles.Select(Query)]);
        await batch.PrepareAsync(ct);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        foreach (var tile in tiles)
        {
            var hashes = new MemoryStream(tile.Width * Rfc6962.HashLength);
            while (await rows.ReadAsync(ct))
            {
                var bytes = rows.GetFieldValue<byte[]>(0);
                hashes.Write(tile is { Level: 0, Width: < TileId.FullWidth } ? Leaf.Hash(Digest.From(bytes)) : bytes);
            }

            if (hashes.Length != tile.Width * Rfc6962.HashLength)
            {
                throw Sentences.Fault("storage.tile-missing", log.Tenant, tile.Path);
            }

            read.Add(hashes.ToArray());
            await rows.NextResultAsync(ct);
        }

        return read;
    }

    private (string Sql, object?[] Values) Query(TileId tile)
    {
        var (first, end) = ((long)tile.Index * TileId.FullWidth, (long)tile.Index * TileId.FullWidth + tile.Width);
        return tile switch
        {
            { Width: TileId.FullWidth } => (LogRows.OneTile, [log.Tenant, tile.Level, (long)tile.Index, log
                .Number]),
            { Level: 0 } => (Leaves, [log.Tenant, first, end, log.Number]),
            _ => (LogRows.RootsOfTiles, [log.Tenant, tile.Level - 1, first, end, log.Number]),
        };
    }
}
