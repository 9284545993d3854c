using Archive.Anchoring;
using Archive.Capture.Platforms;
using Archive.Evidence;
using Archive.Law;
using Archive.Records;
using Archive.Requests;

namespace Archive.Exports.Content;

/// <summary>Everything an export is made of, gathered before a page is written.</summary>
/// <param name="Documents">By number; out of scope left out.</param>
/// <param name="Links">Where an "already public" document can be found, by number.</param>
/// <param name="Originals">Files of media that may be shown, by number and place among the version's media.</param>
/// <param name="Platforms">What people call the platforms of the documents.</param>
/// <param name="Visits">How many visits were made to the sources.</param>
public sealed record ExportContent(
    string Set,
    string Body,
    string Subject,
    RequestState Request,
    IReadOnlyList<Disclosure> Documents,
    IReadOnlyDictionary<int, string> Links,
    IReadOnlyDictionary<(int Number, int Medium), OriginalFile> Originals,
    IReadOnlyList<RecordedGap> Gaps,
    int Visits,
    PlatformRegistry Platforms,
    OfficeTime Office,
    DateTimeOffset MadeAt,
    Language Language)
{
    private static readonly Texts Texts = new("Archive.Exports.Resources.Export", typeof(ExportContent).Assembly);

    /// <summary>What proves when the log existed; null until that was asked for.</summary>
    public SetAnchor? Anchor { get; init; }

    /// <summary><see cref="Anchor"/>, for parts that run after time-stamps were asked for.</summary>
    public SetAnchor AskedAnchor =>
        Anchor ?? throw new InvalidOperationException("Time-stamps were not asked for yet.");

    /// <summary>The archive takes its storage as it is, for a test: the set says so where it is read first.</summary>
    public bool MutableStorage { get; init; }

    /// <summary>Versions of the sources of the documents that nobody could read when the set was made.</summary>
    public int Unreadable { get; init; }

    /// <summary>Of the request's kind.</summary>
    public Grounds Grounds => Request.Kind.Grounds;

    /// <summary>What is said of that, on a line of its own; empty if there is nothing to say.</summary>
    public string StorageWarning => MutableStorage ? Text("StorageWarning") : "";

    /// <summary>What cover, inventory and account of gaps show that came from people, outside the documents.</summary>
    public IEnumerable<string> Around => [Subject, .. Links.Values, .. Gaps.Select(g => g.Handle).Distinct()];

    /// <summary>What the set accounts for one by one: documents that have pages, and those destroyed since.</summary>
    public IReadOnlyList<Disclosure> Accounted =>
        [.. Documents.Where(d => d.HasPages || d.Destroyed is not null)];

    /// <summary>A sentence of Resources/Export.resx in the language of this export.</summary>
    public string Text(string key, params object?[] arguments) => Texts.In(Language, key, arguments);

    /// <summary>Number of the document that this one answers (its last version in this export), or null.</summary>
    public int? ParentOf(Disclosure document) => document.Version.InReplyTo is { } parent
        ? Documents.LastOrDefault(d => d.Version.PlatformId == parent && d.Version.Source == document.Version.Source)?
            .Number
        : null;

    /// <summary>Number of the document a thread begins with; itself if it answers nothing in this export.</summary>
    public int ThreadOf(Disclosure document)
    {
        var seen = new HashSet<int>();
        var at = document;
        while (seen.Add(at.Number) && ParentOf(at) is { } parent)
            at = Documents.First(d => d.Number == parent);
        return at.Number;
    }
}

/// <param name="Path">In the set.</param>
/// <param name="File">On disk, outside the set until its part moves it there.</param>
public sealed record OriginalFile(string Path, string File, string MediaType, long Length);
