namespace Archive.Evidence.Merkle;

/// <summary>
/// The root of a tree that grows leaf by leaf, in memory for one hash per level: the complete subtrees so far, the
/// largest first, as the bits of the size say.
/// </summary>
public sealed class RunningRoot
{
    private const int Deepest = 65; // 64 levels, and the leaf that is being added

    private readonly byte[] subtrees = new byte[Deepest * Rfc6962.HashLength];
    private int count;

    public ulong Size { get; private set; }

    public void Add(ReadOnlySpan<byte> leafHash)
    {
        Push(leafHash, Size);
        Size++;
    }

    /// <summary>Adds 256 leaves at once, by the root over them. What was added before is a multiple of that.</summary>
    public void AddTile(byte[] root)
    {
        if (Size % TileId.FullWidth != 0)
            throw new InvalidOperationException("A tile begins at a multiple of its width.");
        Push(root, Size / TileId.FullWidth);
        Size += TileId.FullWidth;
    }

    public byte[] Root()
    {
        if (count == 0)
            return Rfc6962.EmptyRoot.ToArray();
        var root = Subtree(count - 1).ToArray(); // the smallest first
        for (var i = count - 2; i >= 0; i--)
            Rfc6962.NodeHash(Subtree(i), root, root);
        return root;
    }

    /// <param name="before">How many of its size were added before: each low bit that is set is one to join.</param>
    private void Push(ReadOnlySpan<byte> hash, ulong before)
    {
        hash.CopyTo(Subtree(count++));
        for (; (before & 1) == 1; before >>= 1)
        {
            count--;
            Rfc6962.NodeHash(Subtree(count - 1), Subtree(count), Subtree(count - 1));
        }
    }

    private Span<byte> Subtree(int i) => subtrees.AsSpan(i * Rfc6962.HashLength, Rfc6962.HashLength);
}
