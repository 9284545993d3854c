using System.Numerics;

namespace Archive.Evidence.Merkle;

/// <summary>
/// Root and proofs of a log at a size, from its tiles alone (RFC 6962 sections 2.1 to 2.1.2). Keeps the tiles it read;
/// it is for one log at one size and not for use by two at a time.
/// </summary>
public sealed class ProofBuilder
{
    private readonly ITileSource tiles;
    private readonly ulong size;
    private readonly ProvenRanges? proven;
    private readonly Dictionary<TileId, ReadOnlyMemory<byte>> read = [];

    public ProofBuilder(ITileSource tiles, ulong size)
        : this(tiles, size, null)
    {
    }

    internal ProofBuilder(ITileSource tiles, ulong size, ProvenRanges? proven) =>
        (this.tiles, this.size, this.proven) = (tiles, size, proven);

    public async ValueTask<byte[]> Root(CancellationToken ct = default) => (await Roots([(0, size)], ct))[0];

    /// <returns>From the leaf's sibling up to the root's child.</returns>
    public async Task<IReadOnlyList<byte[]>> Inclusion(ulong index, CancellationToken ct = default) =>
        await Roots(Siblings(index, size), ct);

    /// <summary>The ranges of leaves that a proof has the hashes of, in its order.</summary>
    internal static IReadOnlyList<(ulong Low, ulong High)> Siblings(ulong index, ulong size)
    {
        if (index >= size)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The log has {size} leaves.");

        var proof = new List<(ulong Low, ulong High)>();
        var (low, high) = (0UL, size);
        while (high - low > 1)
        {
            var middle = low + Split(high - low);
            if (index < middle)
            {
                proof.Add((middle, high));
                high = middle;
            }
            else
            {
                proof.Add((low, middle));
                low = middle;
            }
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>Proof that this log begins with the log of an earlier size; empty if that is the same size.</summary>
    /// <param name="earlier">At least 1: nothing proves anything about an empty log.</param>
    public async Task<IReadOnlyList<byte[]>> Consistency(ulong earlier, CancellationToken ct = default)
    {
        if (earlier == 0 || earlier > size)
            throw new ArgumentOutOfRangeException(nameof(earlier), earlier, $"The log has {size} leaves.");

        var proof = new List<(ulong Low, ulong High)>();
        var (low, high) = (0UL, size);
        while (earlier != high)
        {
            var middle = low + Split(high - low);
            if (earlier <= middle)
            {
                proof.Add((middle, high));
                high = middle;
            }
            else
            {
                proof.Add((low, middle));
                low = middle;
            }
        }

        if (low > 0) // else the earlier tree is a node of this one, whose hash the verifier has
            proof.Add((low, high));
        proof.Reverse();
        return await Roots(proof, ct);
    }

    /// <summary>RFC 6962 splits at the largest power of two below n, for n of at least 2.</summary>
    private static ulong Split(ulong n) => 1UL << (63 - BitOperations.LeadingZeroCount(n - 1));

    /// <summary>Hashes over ranges of leaves; all tiles they need are asked for at once.</summary>
    private async Task<IReadOnlyList<byte[]>> Roots(IReadOnlyList<(ulong Low, ulong High)> ranges, CancellationToken ct)
    {
        var known = ranges.Select(range => proven?.Find(range)).ToList();
        var nodes = ranges.Where((_, i) => known[i] is null).SelectMany(range => Subtrees(range.Low, range.High));
        var missing = nodes.Select(node => Place(node).Tile).Distinct().Where(tile => !read.ContainsKey(tile)).ToList();
        foreach (var (tile, hashes) in missing.Zip(await tiles.ReadAll(missing, ct)))
            read.Add(tile, hashes);
        return [.. ranges.Select((range, i) => known[i] ?? Root(range.Low, range.High))];
    }

    private byte[] Root(ulong low, ulong high)
    {
        byte[]? root = null;
        foreach (var node in Subtrees(low, high).Reverse())
            root = root is null ? Hash(node) : Rfc6962.NodeHash(Hash(node), root);
        return root ?? Rfc6962.EmptyRoot.ToArray();
    }

    /// <summary>
    /// The complete subtrees that a range of leaves is made of, from the left; each is as large as can be.
    /// </summary>
    private static IEnumerable<(int Height, ulong Low)> Subtrees(ulong low, ulong high)
    {
        while (low < high)
        {
            var height = BitOperations.Log2(high - low);
            yield return (height, low);
            low += 1UL << height;
        }
    }

    /// <summary>Where the hash over a complete subtree is found: the tile, and the first of its hashes.</summary>
    private (TileId Tile, int First) Place((int Height, ulong Low) node)
    {
        var level = node.Height / 8;
        var first = node.Low >> (8 * level);
        return (TileId.In(size, level, first / TileId.FullWidth), (int)(first % TileId.FullWidth));
    }

    private byte[] Hash((int Height, ulong Low) node)
    {
        var (tile, first) = Place(node);
        return NodeRows.Root(
            read[tile].Span.Slice(first * Rfc6962.HashLength, (1 << (node.Height % 8)) * Rfc6962.HashLength));
    }

    /// <summary>Root over a power of two of hashes, with the platform's SHA-256: also for who checks.</summary>
    internal static byte[] Perfect(ReadOnlySpan<byte> hashes)
    {
        Span<byte> row = stackalloc byte[hashes.Length];
        hashes.CopyTo(row);
        for (var count = hashes.Length / Rfc6962.HashLength; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
                Rfc6962.NodeHash(At(row, 2 * i), At(row, 2 * i + 1), At(row, i));
        }

        return At(row, 0).ToArray();
    }

    private static Span<byte> At(Span<byte> row, int i) => row.Slice(i * Rfc6962.HashLength, Rfc6962.HashLength);
}
