namespace Archive.Evidence.Merkle;

/// <summary>
/// The root of a tree that grows leaf by leaf, in memory for one hash per level: the complete subtrees so far, the
/// largest first, as the bits of the size say.
/// </summary>
public sealed class RunningRoot
{
    private readonly Stack<byte[]> subtrees = new();

    public ulong Size { get; private set; }

    public void Add(byte[] leafHash)
    {
        var hash = leafHash;
        for (var rest = Size; (rest & 1) == 1; rest >>= 1)
            hash = Rfc6962.NodeHash(subtrees.Pop(), hash);
        subtrees.Push(hash);
        Size++;
    }

    /// <summary>Adds 256 leaves at once, by the root over them. What was added before is a multiple of that.</summary>
    public void AddTile(byte[] root)
    {
        if (Size % TileId.FullWidth != 0)
            throw new InvalidOperationException("A tile begins at a multiple of its width.");
        var hash = root;
        for (var rest = Size / TileId.FullWidth; (rest & 1) == 1; rest >>= 1)
            hash = Rfc6962.NodeHash(subtrees.Pop(), hash);
        subtrees.Push(hash);
        Size += TileId.FullWidth;
    }

    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var subtree in subtrees) // the smallest first
            root = root is null ? subtree : Rfc6962.NodeHash(subtree, root);
        return root ?? Rfc6962.EmptyRoot.ToArray();
    }
}
