using System.Globalization;
using Archive.Evidence.Content;
using Archive.Requests;

namespace Archive.Exports.Content;

/// <summary>Something redacted in one document can be read somewhere in the set.</summary>
/// <param name="ShownIn">
/// A document, the one itself included; null: around them (subject, addresses in the inventory, sources).
/// </param>
/// <param name="What">The kind of passage; never its words.</param>
public sealed record Leak(int RedactedIn, int? ShownIn, PassageKind What);

/// <summary>
/// Holds every redaction against everything that is shown (docs/decisions/0008).
/// </summary>
public static class LeakCheck
{
    /// <param name="around">What the set shows besides the documents.</param>
    public static IReadOnlyList<Leak> Find(IReadOnlyList<Disclosure> documents, IEnumerable<string>? around = null)
    {
        var pages = documents.Where(d => d.HasPages).ToList();
        List<(int? Number, Guid? Record, FoldedText Text)> shown =
        [
            .. pages.Select(d => ((int?)d.Number, (Guid?)d.Version.Record, Readable(d))),
            (null, null, new FoldedText(around ?? [])),
        ];
        return
        [
            .. from document in pages
               from redaction in document.Item.Redactions
               from words in RedactedText.Of(document, redaction)
               from place in shown
               where (!words.InItsRecordOnly || place.Record == document.Version.Record) && place.Text.Holds(words.Text)
               select new Leak(document.Number, place.Number, redaction.Passage.Kind) into leak
               group leak by leak into same
               select same.Key,
            .. PictureLeaks.Find(pages).Distinct(),
        ];
    }

    private static FoldedText Readable(Disclosure document)
    {
        var shown = document.Version.Members.Where((_, i) => document.Shows(i)).ToList();
        return new([.. shown.Select(m => m.Value), .. Texts(shown)]);
    }

    /// <summary>
    /// Texts put together from their runs, because a passage lies across them; apart where a run is withheld.
    /// </summary>
    private static IEnumerable<string> Texts(IEnumerable<Member> shown) => shown
        .Select(m => (m.Value, Text: m.Path[..(m.Path.LastIndexOf('/') + 1)], Number: NumberOf(m.Path)))
        .Where(m => m.Number >= 0)
        .GroupBy(m => m.Text)
        .SelectMany(text => Stretches([.. text.OrderBy(m => m.Number).Select(m => (m.Value, m.Number))]));

    private static IEnumerable<string> Stretches(IReadOnlyList<(string Value, int Number)> runs) => runs
        .Index().GroupBy(r => r.Item.Number
            - r.Index).Select(stretch => string.Concat(stretch.Select(r => r.Item.Value)));

    private static int NumberOf(string path) => int.TryParse(
        path.AsSpan(path.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo
            .InvariantCulture, out var number) ? number : -1;
}
