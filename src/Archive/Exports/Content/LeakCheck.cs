using System.Buffers;
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
/// Holds every redaction against everything that is shown (docs/decisions/0008). What is hidden is gathered first, of
/// all documents; then each is looked through, so that none but those at hand is in memory.
/// </summary>
public sealed class LeakCheck
{
    private readonly List<Hidden> everywhere = [];
    private readonly Dictionary<Guid, List<Hidden>> inRecord = [];
    private readonly PictureLeaks pictures = new();
    private readonly HashSet<Leak> leaks = [];
    private SearchValues<string>? any;

    /// <summary>Whether anything is hidden at all.</summary>
    private bool HidesNothing => everywhere.Count + inRecord.Count == 0 && pictures.HideNothing;

    /// <summary>What was found, by the document that hides it.</summary>
    public IReadOnlyList<Leak> Leaks =>
        [.. leaks.OrderBy(l => l.RedactedIn).ThenBy(l => l.ShownIn ?? int.MaxValue).ThenBy(l => l.What)];

    /// <param name="around">What the set shows besides the documents.</param>
    public static IReadOnlyList<Leak> Find(IReadOnlyList<Disclosure> documents, IEnumerable<string>? around = null)
    {
        var check = new LeakCheck();
        foreach (var document in documents)
            check.Hide(document);
        foreach (var document in documents)
            check.Look(document);
        check.LookAround(around ?? []);
        return check.Leaks;
    }

    /// <summary>Through all that a set shows.</summary>
    /// <returns>What was found, as <see cref="Leaks"/>.</returns>
    public async Task<IReadOnlyList<Leak>> LookThrough(ExportContent content, CancellationToken ct)
    {
        if (HidesNothing)
            return [];
        await foreach (var document in content.Read(content.Documents.Where(d => d.HasPages), ct))
            Look(document);
        LookAround(content.Around);
        return Leaks;
    }

    /// <summary>Takes up what this document hides. Of all of them before the first is looked through.</summary>
    public void Hide(Disclosure document)
    {
        if (!document.HasPages)
            return;
        pictures.Hide(document);
        foreach (var redaction in document.Item.Redactions)
        {
            foreach (var words in RedactedText.Of(document, redaction))
            {
                var hidden = new Hidden(document.Number, redaction.Passage.Kind, FoldedText.Plain(words.Text));
                if (hidden.Words.Length == 0)
                    continue;
                if (!words.InItsRecordOnly)
                    everywhere.Add(hidden);
                else if (inRecord.TryGetValue(document.Version.Record, out var others))
                    others.Add(hidden);
                else
                    inRecord.Add(document.Version.Record, [hidden]);
            }
        }

        any = null;
    }

    public void Look(Disclosure document)
    {
        if (!document.HasPages)
            return;
        leaks.UnionWith(pictures.Look(document));
        var shown = Readable(document);
        Look(document.Number, shown);
        foreach (var hidden in inRecord.GetValueOrDefault(document.Version.Record) ?? [])
            Look(document.Number, shown, hidden);
    }

    /// <param name="around">What the set shows besides the documents.</param>
    public void LookAround(IEnumerable<string> around) => Look(null, new FoldedText(around));

    private void Look(int? number, FoldedText shown)
    {
        // Most texts hold nothing that is hidden anywhere, which one pass over them tells.
        any ??= SearchValues.Create(
            [.. everywhere.Select(h => h.Words).Distinct(StringComparer.OrdinalIgnoreCase)],
            StringComparison.OrdinalIgnoreCase);
        if (!shown.HoldsAny(any))
            return;
        foreach (var hidden in everywhere)
            Look(number, shown, hidden);
    }

    private void Look(int? number, FoldedText shown, Hidden hidden)
    {
        var leak = new Leak(hidden.Number, number, hidden.What);
        if (!leaks.Contains(leak) && shown.Holds(hidden.Words))
            leaks.Add(leak);
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

    /// <param name="Words">As <see cref="FoldedText.Plain"/> has them.</param>
    private sealed record Hidden(int Number, PassageKind What, string Words);
}
