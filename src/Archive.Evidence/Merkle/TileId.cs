using System.Globalization;

namespace Archive.Evidence.Merkle;

/// <summary>
/// A tile of c2sp.org/tlog-tiles: 1 to 256 hashes that stand next to each other on one level of the tree. Level 0 are
/// leaf hashes; a hash on level L is the root over a full tile on level L-1.
/// </summary>
/// <param name="Level">0 to 7; 256^8 leaves is more than any log has.</param>
/// <param name="Index">Counts tiles of the level from 0.</param>
/// <param name="Width">Number of hashes; 256 is full, less is only ever the last of its level.</param>
public readonly record struct TileId(int Level, ulong Index, int Width)
{
    public const int FullWidth = 256;
    public const int FullLength = FullWidth * Rfc6962.HashLength;

    /// <summary>Number of hashes a log of this size has on a level.</summary>
    public static ulong Hashes(int level, ulong size) => level < 8 ? size >> (8 * level) : 0;

    /// <summary>The tile as it is in a log of this size. Width 0 where the log does not reach it.</summary>
    public static TileId In(ulong size, int level, ulong index)
    {
        var hashes = Hashes(level, size);
        var before = index * FullWidth;
        return new(level, index, before >= hashes ? 0 : (int)Math.Min(hashes - before, FullWidth));
    }

    public string Path => $"tile/{Level}/{Place}";

    /// <summary>Path of the bundle with the leaves (entries) under a tile of level 0.</summary>
    public string EntriesPath => Level == 0
        ? $"tile/entries/{Place}"
        : throw new InvalidOperationException("Only tiles of level 0 have entries.");

    /// <summary>Groups of three digits, all but the last marked: 1234067 is `x001/x234/067`.</summary>
    private string Place
    {
        get
        {
            var place = Group(Index % 1000);
            for (var rest = Index / 1000; rest > 0; rest /= 1000)
                place = $"x{Group(rest % 1000)}/{place}";
            return Width == FullWidth ? place : $"{place}.p/{Width}";
        }
    }

    private static string Group(ulong digits) => digits.ToString("000", CultureInfo.InvariantCulture);
}
