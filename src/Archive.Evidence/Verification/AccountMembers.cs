using System.Globalization;
using Archive.Evidence.Content;

namespace Archive.Evidence.Verification;

/// <summary>
/// Whether paths can be given to what is withheld of an account so that it is content of one (docs/evidence-format.md,
/// "Account"). What an account has stands in one order, which only the number of its pictures and how much it tells of
/// where it moved can change; for each of those, what must and what can stand between two members that are shown is
/// held against how many are withheld there.
/// </summary>
/// <param name="shown">In order, each with its number among all; all are paths that an account can have.</param>
/// <param name="members">How many it has without padding; null if none of that is shown.</param>
/// <param name="entries">How many it has with padding.</param>
internal sealed class AccountMembers(
    MapperName mapper, IReadOnlyList<(string Path, int Index)> shown, int? members, int entries)
{
    internal const string Id = "platform-id", AuthorId = "author-id";

    private static readonly string[] There = ["author-handle", "author-id", "url"];

    private const int MostPictures = 2;
    private const long Any = 1L << 40;

    /// <summary>Numbers of at most nine digits.</summary>
    private const long Numbers = 1_000_000_000;

    /// <returns>
    /// Null if they can; else the number of the shown member before which they cannot, or how many are shown.
    /// </returns>
    public int? Trouble()
    {
        var farthest = -1;
        foreach (var pictures in Enumerable.Range(0, MostPictures + 1))
        {
            foreach (var moved in new[] { 0, 2, 3 })
            {
                if (GapOf(pictures, moved) is not { } gap)
                    return null;
                farthest = Math.Max(farthest, gap);
            }
        }

        return farthest;
    }

    /// <returns>The number of the shown member before which it goes wrong, how many are shown for the end.</returns>
    private int? GapOf(int pictures, int moved)
    {
        var (next, least, most) = (0, 0L, 0L);
        foreach (var place in Places(pictures, moved))
        {
            var at = 0L;
            for (; next < shown.Count && place.Has(shown[next].Path); next++)
            {
                var number = place.NumberOf(shown[next].Path);
                (least, most) = (least + (place.Counts ? number - at : 0), most + number - at);
                if (Withheld(next) < least || Withheld(next) > most)
                    return next;
                (least, most, at) = (0, 0, number + 1);
            }

            (least, most) = (least + (at == 0 ? place.Least : 0), most + place.Most - at);
        }

        if (members is null)
            most += Padding.Multiple - 1;
        return next < shown.Count || Withheld(next) < least || Withheld(next) > most ? next : null;
    }

    private int Withheld(int next) =>
        (next < shown.Count ? shown[next].Index : members ?? entries) - (next > 0 ? shown[next - 1].Index + 1 : 0);

    private IEnumerable<Place> Places(int pictures, int moved)
    {
        foreach (var single in MemberPath.Singles.Take(MemberPath.PostedAtGroup + 1))
            yield return Place.One(single, single is Id or AuthorId);
        foreach (var list in new[] { "text", "link", "tag", "mention" })
            yield return Place.List(list);
        for (var i = 0; i < pictures; i++)
        {
            yield return Place.One($"{MemberPath.Of("media", i)}/digest", must: false);
            yield return Place.One($"{MemberPath.Of("media", i)}/type", must: true);
            yield return Place.List($"{MemberPath.Of("media", i)}/alt");
        }

        var platform = mapper.Platform.ToString();
        yield return Place.One($"{platform}/bot", must: false);
        yield return Place.Fields($"{platform}/field/name");
        yield return Place.Fields($"{platform}/field/value");
        foreach (var flag in new[] { "limited", "locked", "memorial" })
            yield return Place.One($"{platform}/{flag}", must: false);
        for (var i = 0; i < moved; i++)
            yield return Place.One($"{platform}/moved/{There[i]}", must: true);
        foreach (var last in new[] { "suspended", "uri" })
            yield return Place.One($"{platform}/{last}", must: false);
    }

    /// <summary>Where one member stands, or the members of one list.</summary>
    /// <param name="Least">How many there are at least if none is shown.</param>
    /// <param name="Counts">Whether all numbers below one that is there are there too.</param>
    private sealed record Place(string Path, long Least, long Most, bool Counts)
    {
        private bool IsList => Most > 1;

        public static Place One(string path, bool must) => new(path, must ? 1 : 0, 1, Counts: true);

        public static Place List(string path) => new(path, 0, Any, Counts: true);

        public static Place Fields(string path) => new(path, 0, Numbers, Counts: false);

        public bool Has(string path) => IsList
            ? path.Length > Path.Length && path[Path.Length] == '/' && path.StartsWith(Path, StringComparison.Ordinal)
            : path == Path;

        /// <summary>How many members of the place stand before it, if all are there.</summary>
        public long NumberOf(string path) => !IsList ? 0
            : Counts ? long.Parse(path.AsSpan(Path.Length + 1), CultureInfo.InvariantCulture)
            : Before(path[(Path.Length + 1)..]);

        /// <summary>How many numbers of at most nine digits stand before one in the order of their bytes.</summary>
        private static long Before(string number)
        {
            var (before, low) = (0L, 1L);
            for (var digits = 1; low < Numbers; digits++, low *= 10)
            {
                var cut = digits <= number.Length
                    ? long.Parse(number.AsSpan(0, digits), CultureInfo.InvariantCulture)
                        + (digits < number.Length ? 1 : 0)
                    : long.Parse(number.PadRight(digits, '0'), CultureInfo.InvariantCulture);
                before += Math.Max(0, cut - (digits == 1 ? 0 : low));
            }

            return before;
        }
    }
}
