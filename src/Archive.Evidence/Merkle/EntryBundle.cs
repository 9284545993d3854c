using System.Buffers.Binary;

namespace Archive.Evidence.Merkle;

/// <summary>
/// The leaves under one tile of level 0 (c2sp.org/tlog-tiles, "Log entries"): each after its length in two bytes.
/// </summary>
public static class EntryBundle
{
    /// <exception cref="FormatException">A leaf is larger than 65,535 bytes, or there are more than 256.</exception>
    public static byte[] Write(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count > TileId.FullWidth || leaves.Any(leaf => leaf.Length > ushort.MaxValue))
            throw new MalformedException("BundleLimits", TileId.FullWidth, ushort.MaxValue);

        var bundle = new byte[leaves.Sum(leaf => sizeof(ushort) + leaf.Length)];
        var rest = bundle.AsSpan();
        foreach (var leaf in leaves)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)leaf.Length);
            leaf.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + leaf.Length)..];
        }

        return bundle;
    }

    /// <exception cref="FormatException">The bytes end within a leaf, or hold more than 256.</exception>
    public static IReadOnlyList<byte[]> Read(ReadOnlySpan<byte> bundle)
    {
        var leaves = new List<byte[]>();
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < sizeof(ushort)
                || bundle.Length - sizeof(ushort) < BinaryPrimitives.ReadUInt16BigEndian(bundle))
            {
                throw new MalformedException("BundleCutOff", leaves.Count);
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
            leaves.Add(bundle.Slice(sizeof(ushort), length).ToArray());
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        return leaves.Count <= TileId.FullWidth
            ? leaves
            : throw new MalformedException("BundleLeaves", TileId.FullWidth, leaves.Count);
    }
}
