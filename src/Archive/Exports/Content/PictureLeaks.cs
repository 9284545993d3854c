using Archive.Evidence.Content;
using Archive.Requests;

namespace Archive.Exports.Content;

/// <summary>
/// Holds what is withheld of a picture against the copies of the same file elsewhere in the set: where one of them is
/// not black, it shows what another document withholds (docs/decisions/0008). The file itself is found by its digest.
/// </summary>
internal static class PictureLeaks
{
    public static IEnumerable<Leak> Find(IReadOnlyList<Disclosure> pages)
    {
        var copies = pages.SelectMany(d => d.Version.Media
                .Select(m => (Document: d, File: FileOf(d, m.Index), Copy: d.CopyOf(m.Index))))
            .Where(c => c.Copy is not null).ToLookup(c => c.File);
        return
        [
            .. from document in pages
               from redaction in document.Item.Redactions
               where redaction.Passage.Kind is PassageKind.Medium or PassageKind.Regions
               from copy in copies[FileOf(document, redaction.Passage.Index!.Value)]
               where copy.File is not null && Shows(copy.Copy!.Regions, redaction.Passage)
               select new Leak(document.Number, copy.Document.Number, redaction.Passage.Kind),
        ];
    }

    /// <summary>Whether a copy that is black there shows something of what is withheld.</summary>
    private static bool Shows(IReadOnlyList<PictureRegion> black, Passage withheld) =>
        withheld.Kind == PassageKind.Medium || !withheld.Pixels!.All(region => region.IsCoveredBy(black));

    /// <summary>SHA-256 of the file as served, whether or not it is shown.</summary>
    private static string? FileOf(Disclosure document, int medium) =>
        document.Version.Single($"media/{medium}/digest");
}
