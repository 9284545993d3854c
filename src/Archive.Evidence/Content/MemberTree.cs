using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Archive.Evidence.Canonical;
using Archive.Evidence.Merkle;

namespace Archive.Evidence.Content;

/// <summary>
/// The root over the members of one version, eight hashes at a time: the same as of <see cref="MemberHashes"/> and
/// <see cref="RunningRoot"/>, which take one after the other.
/// </summary>
internal static class MemberTree
{
    private const int Lanes = Sha256Lanes.Lanes;
    private const int Block = Sha256Lanes.BlockLength;
    private const int Hash = Sha256Lanes.HashLength;
    private const int MostBlocks = 8; // of a leaf that goes with others
    private const int LongestLeaf = MostBlocks * Block - 9;

    public static byte[] Root(ReadOnlySpan<byte> unitSecret, Guid version, IReadOnlyList<Member> members)
    {
        var hashes = new byte[members.Count * Hash];
        Salts(unitSecret, version, hashes);
        Leaves(members, hashes);
        return Join(hashes, members.Count);
    }

    /// <summary>HMAC-SHA256 (RFC 2104) of each number from 0, with one setting up of the key for all.</summary>
    private static void Salts(ReadOnlySpan<byte> unitSecret, Guid version, Span<byte> salts)
    {
        Span<byte> blocks = stackalloc byte[Lanes * Block];
        Span<Vector256<uint>> keyed = stackalloc Vector256<uint>[8]; // lane 0: inner, lane 1: outer
        blocks[..Block].Fill(0x36);
        blocks[Block..].Fill(0x5c);
        for (var i = 0; i < unitSecret.Length; i++)
        {
            blocks[i] ^= unitSecret[i];
            blocks[Block + i] ^= unitSecret[i];
        }

        Sha256Lanes.Begin(keyed);
        Sha256Lanes.Compress(keyed, blocks, Block);
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        for (var first = 0; first * Hash < salts.Length; first += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                var message = blocks.Slice(lane * Block, Block);
                MemberHashes.Salted(version, first + lane, message);
                Sha256Lanes.Pad(message, MemberHashes.SaltedLength, before: Block);
            }

            Sha256Lanes.Begin(state, keyed, lane: 0);
            Sha256Lanes.Compress(state, blocks, Block);
            for (var lane = 0; lane < Lanes; lane++)
            {
                var message = blocks.Slice(lane * Block, Block);
                Sha256Lanes.Write(state, lane, message);
                Sha256Lanes.Pad(message, Hash, before: Block);
            }

            Sha256Lanes.Begin(state, keyed, lane: 1);
            Sha256Lanes.Compress(state, blocks, Block);
            for (var lane = 0; lane < Lanes && (first + lane) * Hash < salts.Length; lane++)
                Sha256Lanes.Write(state, lane, salts.Slice((first + lane) * Hash, Hash));
        }

        Clear(keyed, state, blocks);
    }

    /// <param name="hashes">Has the salts; the leaf of each takes its place.</param>
    private static void Leaves(IReadOnlyList<Member> members, Span<byte> hashes)
    {
        const int Stride = MostBlocks * Block;
        Span<byte> lanes = stackalloc byte[Lanes * Stride];
        Span<int> blocks = stackalloc int[Lanes];
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        var leaf = new CanonicalWriter(capacity: Stride);
        for (var first = 0; first < members.Count; first += Lanes)
        {
            blocks.Clear();
            for (var i = first; i < members.Count && i < first + Lanes; i++)
            {
                var hash = hashes.Slice(i * Hash, Hash);
                leaf.Clear();
                leaf.Raw([Rfc6962.LeafPrefix]);
                leaf.Raw(hash);
                MemberList.Write(leaf, members[i]);
                var written = leaf.Written;
                if (written.Length > LongestLeaf)
                {
                    SHA256.HashData(written, hash);
                    continue;
                }

                var lane = lanes.Slice((i - first) * Stride, Stride);
                written.CopyTo(lane);
                Sha256Lanes.Pad(lane, written.Length);
                blocks[i - first] = Sha256Lanes.Blocks(written.Length);
            }

            Sha256Lanes.Begin(state);
            Sha256Lanes.Add(state, lanes, Stride, blocks);
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (blocks[lane] > 0)
                    Sha256Lanes.Write(state, lane, hashes.Slice((first + lane) * Hash, Hash));
            }
        }

        CryptographicOperations.ZeroMemory(lanes);
    }

    /// <summary>
    /// Level by level, two by two: the last of an odd number is taken along as it is, which gives the tree of RFC 6962.
    /// </summary>
    /// <param name="hashes">Overwritten.</param>
    private static byte[] Join(Span<byte> hashes, int count)
    {
        for (; count > 1; count = (count + 1) / 2)
        {
            NodeRows.Halve(hashes, count / 2);
            if (count % 2 == 1)
                hashes.Slice((count - 1) * Hash, Hash).CopyTo(hashes[(count / 2 * Hash)..]);
        }

        return hashes[..Hash].ToArray();
    }

    private static void Clear(Span<Vector256<uint>> keyed, Span<Vector256<uint>> state, Span<byte> blocks)
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(keyed));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(state));
        CryptographicOperations.ZeroMemory(blocks);
    }
}
