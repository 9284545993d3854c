using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Exports.Pages;
using Archive.Law;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Pictures;

namespace Archive.Exports.Content;

/// <summary>
/// What of one version may be seen, member by member. Pure: the judgement and the content in, what is shown out. What
/// is shown is on a page, and what is on no page is withheld. What is withheld leaves no trace of its words but their
/// number.
/// </summary>
public sealed class Disclosure
{
    private readonly Dictionary<int, PassageRedacted> hiddenBy = [];
    private readonly bool[] shown;

    private Disclosure(RecordInScope item, RecordVersion version, Destruction? destroyed)
    {
        Item = item;
        Version = version;
        Destroyed = destroyed;
        shown = new bool[version.Members.Count];
    }

    public RecordInScope Item { get; }

    public RecordVersion Version { get; }

    /// <summary>
    /// How it was destroyed after it came into scope; its version then has no members. Null: it was not.
    /// </summary>
    public Destruction? Destroyed { get; }

    public int Number => Item.Number;

    /// <summary>Whether the document has pages: it is disclosed, whole or in part, and still there.</summary>
    public bool HasPages =>
        Destroyed is null && Item.Assessed?.Assessment is Assessment.Disclosed or Assessment.DisclosedInPart;

    /// <summary>Members that are not opened.</summary>
    public int Withheld => shown.Count(s => !s);

    /// <summary>Words that a redaction hides, of texts and of descriptions of media.</summary>
    public int WithheldWords => hiddenBy.Keys.Count(i =>
        (MemberPath.Parse(Version.Members[i].Path, Version.Mapper).IsRun
            || MemberNames.Of(Version.Members[i].Path, Version.Mapper) is MemberNames.Warning or MemberNames.QuotedText)
        && !TextRuns.IsWhiteSpace(Version.Members[i].Value[0]));

    /// <summary>Regions that are black in the copies of its pictures.</summary>
    public int WithheldRegions => Version.Media.Sum(m => CopyOf(m.Index)?.Regions.Count ?? 0);

    public static Disclosure Of(RecordInScope item, RecordVersion version, Destruction? destroyed = null)
    {
        var disclosure = new Disclosure(item, version, destroyed);
        switch (item.Assessed?.Assessment)
        {
            case Assessment.Disclosed:
                disclosure.ShowPrinted();
                break;
            case Assessment.DisclosedInPart:
                disclosure.ShowPrinted();
                // What is withheld whole is told of before what is withheld in part.
                foreach (var redaction in item.Redactions.OrderBy(r => r.Passage.Kind == PassageKind.Regions))
                    disclosure.Hide(redaction);
                break;
            default:
                break; // nothing of it is shown
        }

        return disclosure;
    }

    public bool Shows(int member) => shown[member];

    /// <summary>The redaction that hides a member, or null: it is shown, or withheld along with another.</summary>
    public PassageRedacted? HiddenBy(int member) => hiddenBy.GetValueOrDefault(member);

    /// <summary>The copy with black regions that stands for a picture, or null: it is shown as it is, or not.</summary>
    public PictureRedacted? CopyOf(int medium) =>
        HasPages && RegionsOf(medium).Count > 0 && !Item.Redactions.Exists(
            r => r.Passage.Kind == PassageKind.Medium && r.Passage.Index == medium)
            ? Item.Copies.GetValueOrDefault(medium) ?? throw Sentences.Fault("exports.no-copy", Number, medium)
            : null;

    /// <summary>The redactions of which the copy of a picture is black.</summary>
    public IReadOnlyList<PassageRedacted> RegionsOf(int medium) => Item.Assessed?.Assessment
        is Assessment.DisclosedInPart
            ? [.. Item.Redactions.Where(r => r.Passage.Kind == PassageKind.Regions && r.Passage.Index == medium)]
            : [];

    public int IndexOf(string path)
    {
        for (var i = 0; i < Version.Members.Count; i++)
        {
            if (Version.Members[i].Path == path)
                return i;
        }

        return -1;
    }

    /// <summary>A member's value, if it is there and may be seen.</summary>
    public string? Shown(string path) => IndexOf(path) is >= 0 and var i && shown[i] ? Version.Members[i].Value : null;

    /// <summary>The text as it may be seen: words, and one box for each stretch that is not.</summary>
    /// <param name="next">The next version of the record; words that it does not show are marked.</param>
    public IReadOnlyList<PageRun> Text(Grounds grounds, Language language, Disclosure? next = null) =>
        Text(PassageKind.Text, grounds, language, next);

    /// <param name="kind">Of words: which of its texts.</param>
    public IReadOnlyList<PageRun> Text(
        PassageKind kind, Grounds grounds, Language language, Disclosure? next = null)
    {
        var pieces = Pieces(kind);
        var marked = next is null
            ? new bool[pieces.Count]
            : MarkedChanges.Between([.. pieces.Select(p => p.Shown)], [.. next.Pieces(kind).Select(p => p.Shown)]);
        var runs = new List<PageRun>();
        var words = "";
        var mark = false;
        void Flush()
        {
            if (words.Length > 0)
                runs.Add(PageRun.Words(words, mark));
            words = "";
        }

        foreach (var ((shownText, redaction), i) in pieces.Select((p, i) => (p, i)))
        {
            if (redaction is not null || marked[i] != mark)
                Flush();
            mark = marked[i];
            if (redaction is not null)
                runs.Add(Box(redaction, grounds, language));
            else
                words += shownText;
        }

        Flush();
        return runs;
    }

    /// <summary>Runs of the text that are shown, and one piece for each redaction.</summary>
    private List<(string Shown, PassageRedacted? Redaction)> Pieces(PassageKind kind)
    {
        var pieces = new List<(string, PassageRedacted?)>();
        PassageRedacted? last = null;
        foreach (var i in PassageMembers.Runs(Version, kind))
        {
            if (shown[i])
                pieces.Add((Version.Members[i].Value, null));
            else if (HiddenBy(i) is { } redaction && redaction != last)
                pieces.Add(("", redaction));
            last = shown[i] ? null : HiddenBy(i);
        }

        return pieces;
    }

    public static PageRun Box(PassageRedacted redaction, Grounds grounds, Language language) =>
        Box([redaction], grounds, language);

    /// <summary>One box for several redactions, each of their grounds once.</summary>
    public static PageRun Box(IReadOnlyList<PassageRedacted> redactions, Grounds grounds, Language language)
    {
        var codes = redactions.SelectMany(r => r.Grounds).Distinct().ToList();
        return PageRun.Redacted(
            string.Join(", ", codes), string.Join(", ", codes.Select(g => Label(grounds.Of(g), language))));
    }

    public static string Label(Ground ground, Language language) => language == Language.Nl ? ground.Nl : ground.En;

    private void ShowPrinted()
    {
        for (var i = 0; i < shown.Length; i++)
            shown[i] = ShownParticulars.ArePrinted(Version.Members[i].Path, Version.Mapper);
    }

    private void Hide(PassageRedacted redaction)
    {
        foreach (var member in PassageMembers.Of(Version, redaction.Passage))
            Hide(redaction, member);
    }

    private void Hide(PassageRedacted redaction, int member)
    {
        shown[member] = false;
        hiddenBy.TryAdd(member, redaction);
    }
}
