using System.Runtime.Intrinsics;

namespace Archive.Evidence.Merkle;

/// <summary>
/// Node hashes of a whole level of a tree, eight at a time. For who makes trees and proofs; who checks them hashes one
/// node after the other with the platform's SHA-256 (<see cref="Rfc6962"/>, <see cref="RunningRoot"/>).
/// </summary>
internal static class NodeRows
{
    private const int Lanes = Sha256Lanes.Lanes;
    private const int Block = Sha256Lanes.BlockLength;
    private const int Hash = Rfc6962.HashLength;
    private const int Stride = 2 * Block; // prefix, two hashes, end and length

    /// <summary>Root over a power of two of hashes.</summary>
    public static byte[] Root(ReadOnlySpan<byte> hashes)
    {
        Span<byte> row = stackalloc byte[hashes.Length];
        hashes.CopyTo(row);
        for (var count = hashes.Length / Hash; count > 1; count /= 2)
            Halve(row, count / 2);
        return row[..Hash].ToArray();
    }

    /// <summary>Two by two: the node over each pair takes its place at the beginning.</summary>
    public static void Halve(Span<byte> hashes, int pairs)
    {
        if (!Sha256Lanes.IsFast)
        {
            for (var i = 0; i < pairs; i++)
                Rfc6962.NodeHash(At(hashes, 2 * i), At(hashes, 2 * i + 1), At(hashes, i));
            return;
        }

        Span<byte> lanes = stackalloc byte[Lanes * Stride];
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        for (var first = 0; first < pairs; first += Lanes)
        {
            var together = Math.Min(Lanes, pairs - first);
            for (var lane = 0; lane < together; lane++)
            {
                var node = lanes.Slice(lane * Stride, Stride);
                node[0] = Rfc6962.NodePrefix;
                hashes.Slice((first + lane) * 2 * Hash, 2 * Hash).CopyTo(node[1..]);
                Sha256Lanes.Pad(node, 1 + 2 * Hash);
            }

            Sha256Lanes.Begin(state);
            Sha256Lanes.Compress(state, lanes, Stride);
            Sha256Lanes.Compress(state, lanes[Block..], Stride);
            for (var lane = 0; lane < together; lane++)
                Sha256Lanes.Write(state, lane, At(hashes, first + lane));
        }
    }

    private static Span<byte> At(Span<byte> hashes, int i) => hashes.Slice(i * Hash, Hash);
}
