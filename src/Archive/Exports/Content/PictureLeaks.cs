using Archive.Evidence.Content;
using Archive.Requests;

namespace Archive.Exports.Content;

/// <summary>
/// Holds what is withheld of a picture against the copies of the same file elsewhere in the set: where one of them is
/// not black, it shows what another document withholds (docs/decisions/0008). The file itself is found by its digest.
/// </summary>
internal sealed class PictureLeaks
{
    private readonly Dictionary<string, List<(int Number, Passage Passage)>> withheld = [];

    public bool HideNothing => withheld.Count == 0;

    /// <summary>Takes up what this document hides. Of all of them before the first is looked through.</summary>
    public void Hide(Disclosure document)
    {
        foreach (var passage in document.Item.Redactions.Select(r => r.Passage)
            .Where(p => p.Kind is PassageKind.Medium or PassageKind.Regions))
        {
            if (FileOf(document, passage.Index!.Value) is not { } file)
                continue;
            if (withheld.TryGetValue(file, out var others))
                others.Add((document.Number, passage));
            else
                withheld.Add(file, [(document.Number, passage)]);
        }
    }

    public IEnumerable<Leak> Look(Disclosure document) =>
        from medium in document.Version.Media
        let copy = document.CopyOf(medium.Index)
        where copy is not null
        from hidden in withheld.GetValueOrDefault(FileOf(document, medium.Index) ?? "") ?? []
        where Shows(copy.Regions, hidden.Passage)
        select new Leak(hidden.Number, document.Number, hidden.Passage.Kind);

    /// <summary>Whether a copy that is black there shows something of what is withheld.</summary>
    private static bool Shows(IReadOnlyList<PictureRegion> black, Passage withheld) =>
        withheld.Kind == PassageKind.Medium || !withheld.Pixels!.All(region => region.IsCoveredBy(black));

    /// <summary>SHA-256 of the file as served, whether or not it is shown.</summary>
    private static string? FileOf(Disclosure document, int medium) =>
        document.Version.Single($"media/{medium}/digest");
}
