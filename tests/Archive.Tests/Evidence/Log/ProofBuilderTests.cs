using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;

namespace Archive.Tests.Evidence.Log;

public class ProofBuilderTests
{
    /// <summary>Sizes around where trees and tiles become full, two levels of tiles included.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(1000)]
    [InlineData(65_536)]
    [InlineData(66_049)]
    public async Task Proofs_from_tiles_hold_against_the_root_over_all_leaves(int size)
    {
        var leaves = Enumerable.Range(0, size).Select(i => Rfc6962.LeafHash(BitConverter.GetBytes(i))).ToArray();
        var root = Rfc6962.Root(leaves);
        var builder = new ProofBuilder(new MemoryTiles(leaves), (ulong)size);

        Assert.Equal(root, await builder.Root());
        foreach (var i in Enumerable.Range(0, size).Where(i => size < 300 || i % 7919 == 0 || i + 2 > size))
        {
            var leaf = (ulong)i;
            var inclusion = await builder.Inclusion(leaf);
            var consistency = await builder.Consistency(leaf + 1);
            var before = Rfc6962.Root(leaves[..(i + 1)]);

            Assert.True(Rfc6962.VerifyInclusion(leaf, (ulong)size, leaves[i], inclusion, root), $"{i} of {size}");
            Assert.True(
                Rfc6962.VerifyConsistency(leaf + 1, (ulong)size, consistency, before, root),
                $"{i + 1} to {size}");
        }
    }

    [Fact]
    public async Task There_is_no_proof_outside_the_log()
    {
        var builder = new ProofBuilder(new MemoryTiles([new byte[32]]), 1);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => builder.Inclusion(1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => builder.Consistency(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => builder.Consistency(2));
    }

    [Fact]
    public async Task An_empty_log_has_the_root_of_nothing() =>
        Assert.Equal(Rfc6962.EmptyRoot.ToArray(), await new ProofBuilder(new MemoryTiles([]), 0).Root());

    [Fact]
    public async Task What_was_proven_is_not_read_again_but_what_is_near_the_leaf_is()
    {
        const int size = 66_049;
        var leaves = Enumerable.Range(0, size).Select(i => Rfc6962.LeafHash(BitConverter.GetBytes(i))).ToArray();
        var root = Rfc6962.Root(leaves);
        var proven = new ProvenRanges();
        var first = await new ProofBuilder(new MemoryTiles(leaves), size, proven).Inclusion(1_000);
        proven.Add(ProofBuilder.Siblings(1_000, size), first);

        var tiles = new MemoryTiles(leaves);
        var neighbour = await new ProofBuilder(tiles, size, proven).Inclusion(1_001);
        Assert.True(Rfc6962.VerifyInclusion(1_001, size, leaves[1_001], neighbour, root));
        Assert.Equal([new TileId(0, 3, 256)], tiles.Asked);

        leaves[1_002] = new byte[32]; // someone changes the neighbour's neighbour
        var spoilt = await new ProofBuilder(new MemoryTiles(leaves), size, proven).Inclusion(1_001);
        Assert.False(Rfc6962.VerifyInclusion(1_001, size, leaves[1_001], spoilt, root));
    }

    private sealed class MemoryTiles(byte[][] leaves) : ITileSource
    {
        public List<TileId> Asked { get; } = [];

        public ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken cancel)
        {
            Asked.Add(tile);
            var under = (int)Math.Pow(256, tile.Level);
            var hashes = Enumerable.Range((int)tile.Index * 256, tile.Width)
                .SelectMany(i => Rfc6962.Root(leaves.Skip(i * under).Take(under)));
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(hashes.ToArray());
        }
    }
}
