using Archive.Evidence.Merkle;

namespace Archive.Storage.Log;

/// <summary>Compares the stored tiles with leaves that come by one after the other.</summary>
internal sealed class TileCheck(LogRows log)
{
    private readonly byte[] current = new byte[TileId.FullLength];
    private readonly List<byte[]> roots = []; // of the full tiles of level 0
    private readonly HashSet<int> passedBy = [];
    private int width;

    public void Add(ReadOnlySpan<byte> leafHash)
    {
        leafHash.CopyTo(current.AsSpan(width * Rfc6962.HashLength));
        if (++width < TileId.FullWidth)
            return;
        roots.Add(ProofBuilder.Perfect(current));
        width = 0;
    }

    /// <summary>A full tile of which the leaves do not come by: its stored root is taken for true.</summary>
    public void PassBy(byte[] root)
    {
        passedBy.Add(roots.Count);
        roots.Add(root);
    }

    /// <param name="size">Number of leaves that came by.</param>
    public async Task Compare(ulong size, Action<LogFinding> add, CancellationToken ct)
    {
        var expected = roots;
        for (var level = 0; expected.Count > 0; level++)
        {
            for (var index = 0; index < expected.Count; index++)
            {
                if (level > 0 || !passedBy.Contains(index))
                    await Compare(new(level, (ulong)index, TileId.FullWidth), expected[index], add, ct);
            }

            await CompareRoots(level, expected, add, ct);
            expected =
            [
                .. expected.Chunk(TileId.FullWidth)
                    .Where(tile => tile.Length == TileId.FullWidth)
                    .Select(tile => Rfc6962.Root(tile)),
            ];
        }
    }

    private async Task Compare(TileId id, byte[] root, Action<LogFinding> add, CancellationToken ct)
    {
        var tile = await log.Tile(id.Level, id.Index, ct);
        if (tile is null)
            add(new(LogFindingKind.TileDiffers, Sentences.Of("storage.tile-gone", id.Path)));
        else if (id.Level > 0 && !ProofBuilder.Perfect(tile).AsSpan().SequenceEqual(root))
            add(new(LogFindingKind.TileDiffers, Sentences.Of("storage.tile-not-of-lower", id.Path)));
        else if (id.Level == 0 && !ProofBuilder.Perfect(tile).AsSpan().SequenceEqual(root))
            await CompareLeaves(id, tile, add, ct);
    }

    private async Task CompareLeaves(TileId id, byte[] tile, Action<LogFinding> add, CancellationToken ct)
    {
        var first = id.Index * TileId.FullWidth;
        foreach (var leaf in await log.Leaves(first, first + TileId.FullWidth, ct))
        {
            var inTile = tile.AsMemory((int)(leaf.Leaf - first) * Rfc6962.HashLength, Rfc6962.HashLength);
            if (!inTile.Span.SequenceEqual(Leaf.Hash(leaf.Commitment)))
            {
                add(new(
                    LogFindingKind.LeafAltered,
                    Sentences.Of("storage.leaf-altered", leaf.Leaf, leaf.Fact, id.Path), leaf.Leaf, leaf.Fact));
            }
        }
    }

    private async Task CompareRoots(
        int level, List<byte[]> expected, Action<LogFinding> add, CancellationToken ct)
    {
        var stored = await log.TileRoots(level, 0, (ulong)expected.Count, ct);
        if (!stored.SelectMany(root => root).SequenceEqual(expected.SelectMany(root => root)))
            add(new(
                LogFindingKind.TileDiffers,
                Sentences.Of("storage.tile-root-differs", level)));
    }
}
