using System.Numerics;
using System.Security.Cryptography;

namespace Archive.Evidence.Merkle;

/// <summary>
/// The Merkle tree of RFC 6962 section 2.1 with SHA-256. Hashes are 32 bytes; leaves count from 0. The checks are those
/// of RFC 9162 sections 2.1.3.2 and 2.1.4.2 and never throw on what others sent: what does not fit is false.
/// </summary>
public static class Rfc6962
{
    public const int HashLength = 32;

    internal const byte LeafPrefix = 0x00;
    internal const byte NodePrefix = 0x01;

    private const int ShortLeaf = 511;

    [ThreadStatic]
    private static IncrementalHash? ofThisThread;

    /// <summary>Root of a tree without leaves: SHA-256 of nothing.</summary>
    public static ReadOnlySpan<byte> EmptyRoot =>
    [
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
        0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
    ];

    public static byte[] LeafHash(ReadOnlySpan<byte> leaf)
    {
        var hash = new byte[HashLength];
        LeafHash(leaf, hash);
        return hash;
    }

    public static void LeafHash(ReadOnlySpan<byte> leaf, Span<byte> hash)
    {
        var prefixed = leaf.Length <= ShortLeaf ? stackalloc byte[1 + leaf.Length] : new byte[1 + leaf.Length];
        prefixed[0] = LeafPrefix;
        leaf.CopyTo(prefixed[1..]);
        Hash(prefixed, hash);
    }

    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashLength];
        NodeHash(left, right, hash);
        return hash;
    }

    /// <param name="hash">May be the same memory as either child.</param>
    public static void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> node = stackalloc byte[1 + 2 * HashLength];
        node[0] = NodePrefix;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + HashLength)..]);
        Hash(node, hash);
    }

    /// <summary>Root over leaf hashes in their order.</summary>
    public static byte[] Root(IEnumerable<byte[]> leafHashes)
    {
        var tree = new RunningRoot();
        foreach (var leaf in leafHashes)
            tree.Add(leaf);
        return tree.Root();
    }

    /// <summary>Whether the leaf is number <paramref name="index"/> of the tree with this size and root.</summary>
    /// <param name="proof">From the leaf's sibling up to the root's child.</param>
    public static bool VerifyInclusion(
        ulong index, ulong size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index >= size || leafHash.Length != HashLength || !AreHashes(proof))
            return false;

        // Up to where the paths of this leaf and of the last one meet, siblings lie left or right by the bits of the
        // index; above it they are all left, one for each bit set.
        var inner = 64 - BitOperations.LeadingZeroCount(index ^ (size - 1));
        var border = inner == 64 ? 0 : BitOperations.PopCount(index >> inner);
        if (proof.Count != inner + border)
            return false;

        var hash = leafHash.ToArray();
        for (var i = 0; i < proof.Count; i++)
        {
            var siblingIsRight = i < inner && ((index >> i) & 1) == 0;
            hash = siblingIsRight ? NodeHash(hash, proof[i]) : NodeHash(proof[i], hash);
        }

        return root.SequenceEqual(hash);
    }

    /// <summary>
    /// Whether the tree of <paramref name="size2"/> begins with the tree of <paramref name="size1"/>. From size 0 there
    /// is nothing to prove, so that is false: a caller who accepts an empty beginning says so itself.
    /// </summary>
    public static bool VerifyConsistency(
        ulong size1, ulong size2, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root1, ReadOnlySpan<byte> root2)
    {
        if (size1 == 0 || size1 > size2)
            return false;
        if (size1 == size2)
            return proof.Count == 0 && root1.SequenceEqual(root2);
        if (proof.Count == 0 || root1.Length != HashLength || !AreHashes(proof))
            return false;

        // A complete first tree is a node of the second, so its root stands in for the first hash of the proof.
        var complete = BitOperations.IsPow2(size1);
        var first = complete ? root1.ToArray() : proof[0];
        var second = first;
        var node = size1 - 1;
        var last = size2 - 1;
        var shared = BitOperations.TrailingZeroCount(~node);
        node >>= shared;
        last >>= shared;

        foreach (var hash in proof.Skip(complete ? 0 : 1))
        {
            if (last == 0)
                return false;

            if ((node & 1) == 1 || node == last)
            {
                first = NodeHash(hash, first);
                second = NodeHash(hash, second);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                second = NodeHash(second, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && root1.SequenceEqual(first) && root2.SequenceEqual(second);
    }

    /// <summary>For some dozens of bytes, to set the algorithm up costs as much as the hash.</summary>
    private static void Hash(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        var sha256 = ofThisThread ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(bytes);
        sha256.GetHashAndReset(hash);
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof) => proof.All(hash => hash.Length == HashLength);
}
