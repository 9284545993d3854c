using System.Numerics;

namespace Archive.Evidence.Log;

/// <summary>
/// Root and proofs of a log at a size, from its tiles alone (RFC 6962 sections 2.1 to 2.1.2). Keeps the tiles it read;
/// it is for one log at one size and not for use by two at a time.
/// </summary>
public sealed class ProofBuilder(ITileSource tiles, ulong size)
{
    private readonly Dictionary<(int Level, ulong Index), ReadOnlyMemory<byte>> read = [];

    public ValueTask<byte[]> Root(CancellationToken ct = default) => Root(0, size, ct);

    /// <returns>From the leaf's sibling up to the root's child.</returns>
    public async Task<IReadOnlyList<byte[]>> Inclusion(ulong index, CancellationToken ct = default)
    {
        if (index >= size)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The log has {size} leaves.");

        var proof = new List<byte[]>();
        var (low, high) = (0UL, size);
        while (high - low > 1)
        {
            var middle = low + Split(high - low);
            if (index < middle)
            {
                proof.Add(await Root(middle, high, ct));
                high = middle;
            }
            else
            {
                proof.Add(await Root(low, middle, ct));
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

        var proof = new List<byte[]>();
        var (low, high) = (0UL, size);
        while (earlier != high)
        {
            var middle = low + Split(high - low);
            if (earlier <= middle)
            {
                proof.Add(await Root(middle, high, ct));
                high = middle;
            }
            else
            {
                proof.Add(await Root(low, middle, ct));
                low = middle;
            }
        }

        if (low > 0) // else the earlier tree is a node of this one, whose hash the verifier has
            proof.Add(await Root(low, high, ct));
        proof.Reverse();
        return proof;
    }

    /// <summary>RFC 6962 splits at the largest power of two below n, for n of at least 2.</summary>
    private static ulong Split(ulong n) => 1UL << (63 - BitOperations.LeadingZeroCount(n - 1));

    private async ValueTask<byte[]> Root(ulong low, ulong high, CancellationToken ct)
    {
        var leaves = high - low;
        if (leaves == 0)
            return Rfc6962.EmptyRoot.ToArray();
        if (BitOperations.IsPow2(leaves))
            return await Node(BitOperations.TrailingZeroCount(leaves), low, ct);

        var middle = low + Split(leaves);
        var left = await Root(low, middle, ct);
        var right = await Root(middle, high, ct);
        return Rfc6962.NodeHash(left, right);
    }

    /// <summary>Hash over the 2^height leaves from <paramref name="low"/>, which is a multiple of that.</summary>
    private async ValueTask<byte[]> Node(int height, ulong low, CancellationToken ct)
    {
        var level = height / 8;
        var first = low >> (8 * level);
        var tile = await Tile(level, first / TileId.FullWidth, ct);
        var from = (int)(first % TileId.FullWidth) * Rfc6962.HashLength;
        return Perfect(tile.Span.Slice(from, (1 << (height % 8)) * Rfc6962.HashLength));
    }

    private async ValueTask<ReadOnlyMemory<byte>> Tile(int level, ulong index, CancellationToken ct)
    {
        if (!read.TryGetValue((level, index), out var tile))
        {
            tile = await tiles.Read(TileId.In(size, level, index), ct);
            read.Add((level, index), tile);
        }

        return tile;
    }

    /// <summary>Root over a power of two of hashes.</summary>
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
