using DiffPlex;

namespace Archive.Exports.Content;

/// <summary>
/// Which pieces of a text the next version of it does not have. Pieces are words, white space and boxes.
/// </summary>
internal static class MarkedChanges
{
    /// <summary>
    /// With more pieces than this, everything from the first to the last difference is marked: an exact comparison of
    /// two long texts that share nothing would take minutes.
    /// </summary>
    private const int Most = 20_000;

    /// <returns>For each piece of the earlier text, whether it is not in the later.</returns>
    public static bool[] Between(IReadOnlyList<string> earlier, IReadOnlyList<string> later)
    {
        var marked = new bool[earlier.Count];
        if (earlier.Count + later.Count > Most)
        {
            var start = earlier.Zip(later).TakeWhile(p => p.First == p.Second).Count();
            var end = earlier.Skip(start).Reverse().Zip(later.Skip(start).Reverse())
                .TakeWhile(p => p.First == p.Second).Count();
            Array.Fill(marked, true, start, earlier.Count - start - end);
            return marked;
        }

        var found = Differ.Instance.CreateDiffs(
            "earlier", "later", ignoreWhiteSpace: false, ignoreCase: false, new Cut(earlier, later));
        foreach (var block in found.DiffBlocks)
            Array.Fill(marked, true, block.DeleteStartA, block.DeleteCountA);
        return marked;
    }

    /// <summary>The texts are cut already, by their members.</summary>
    private sealed class Cut(IReadOnlyList<string> earlier, IReadOnlyList<string> later) : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => text == "earlier" ? earlier : later;
    }
}
