using System.Runtime.CompilerServices;
using Archive.Anchoring;
using Archive.Capture.Platforms;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Law;
using Archive.Records;
using Archive.Requests;

namespace Archive.Exports.Content;

/// <summary>
/// What an export is made of, gathered before a page is written: all but what was said in the documents, which is read
/// when it is written.
/// </summary>
/// <param name="Documents">By number; out of scope left out.</param>
/// <param name="Notes">What officers wrote with their judgements, by number.</param>
/// <param name="Originals">Files of media that may be shown, by number and place among the version's media.</param>
/// <param name="Platforms">What people call the platforms of the documents.</param>
/// <param name="Gaps">Those that touch what is in scope: of its sources' lists, and of its records.</param>
/// <param name="Visits">When visits to the sources began that came to their end.</param>
public sealed record ExportContent(
    string Set,
    string Body,
    string Subject,
    RequestState Request,
    IReadOnlyList<ListedDocument> Documents,
    IReadOnlyDictionary<int, AssessmentNote> Notes,
    IReadOnlyDictionary<(int Number, int Medium), OriginalFile> Originals,
    IReadOnlyList<RecordedGap> Gaps,
    ILookup<Guid, DateTimeOffset> Visits,
    PlatformRegistry Platforms,
    OfficeTime Office,
    DateTimeOffset MadeAt,
    Language Language)
{
    private readonly Lazy<ILookup<Guid, RecordVersion>> versionsOf =
        new(() => Threads.ByRecord(Documents.Select(d => d.Version)));

    private readonly Lazy<Dictionary<int, ListedDocument>> byNumber =
        new(() => Documents.ToDictionary(d => d.Number));

    private readonly Lazy<Dictionary<Guid, ListedDocument>> byVersion =
        new(() => Documents.ToDictionary(d => d.Version.Version));

    private readonly Lazy<ILookup<Guid, ListedDocument>> byRecord =
        new(() => Documents.OrderBy(d => d.Version.Ordinal).ToLookup(d => d.Version.Record));

    private readonly Lazy<ILookup<Guid?, RecordedGap>> gapsByRecord = new(() => Gaps.ToLookup(g => g.Record));

    /// <summary>Documents that are read at once; of twice as many what was said is in memory.</summary>
    private const int AtATime = 50;

    private static readonly Texts Texts = new("Archive.Exports.Resources.Export", typeof(ExportContent).Assembly);

    /// <summary>Copies of pictures with black regions, by number and place among the version's media.</summary>
    public IReadOnlyDictionary<(int Number, int Medium), RedactedFile> Copies { get; init; } =
        new Dictionary<(int, int), RedactedFile>();

    /// <summary>
    /// Of documents with pages the last fact that the answer came again in which they were read, by number.
    /// </summary>
    public IReadOnlyDictionary<int, SeenAgain> SeenAgain { get; init; } = new Dictionary<int, SeenAgain>();

    /// <summary>Reads what was said in these documents.</summary>
    public required Func<IReadOnlyList<ListedDocument>, CancellationToken, Task<IReadOnlyList<Disclosure>>> Reader
    {
        get;
        init;
    }

    /// <summary>What proves when the log existed; null until that was asked for.</summary>
    public SetAnchor? Anchor { get; init; }

    /// <summary><see cref="Anchor"/>, for parts that run after time-stamps were asked for.</summary>
    public SetAnchor AskedAnchor =>
        Anchor ?? throw new InvalidOperationException("Time-stamps were not asked for yet.");

    /// <summary>The documents are signed with a certificate for trying out: the set says so where it is read.</summary>
    public bool DevelopmentCertificate { get; init; }

    /// <summary>The archive takes its storage as it is, for a test: the set says so where it is read first.</summary>
    public bool MutableStorage { get; init; }

    /// <summary>Versions of the sources of the documents that nobody could read when the set was made.</summary>
    public int Unreadable { get; init; }

    /// <summary>Of the request's kind.</summary>
    public Grounds Grounds => Request.Kind.Grounds;

    /// <summary>What is said of that, on a line of its own; empty if there is nothing to say.</summary>
    public string StorageWarning => MutableStorage ? Text("StorageWarning") : "";

    /// <summary>What cover, inventory and account of gaps show that came from people, outside the documents.</summary>
    public IEnumerable<string> Around =>
    [
        Subject,
        .. Notes.Values.SelectMany(n => new[] { n.Reasons, n.DespiteAge, n.Link }).OfType<string>(),
        .. Gaps.Select(g => g.Handle).Distinct(),
    ];

    /// <summary>What the set accounts for one by one: documents that have pages, and those destroyed since.</summary>
    public IReadOnlyList<ListedDocument> Accounted =>
        [.. Documents.Where(d => d.HasPages || d.Destroyed is not null)];

    /// <summary>
    /// These documents with what was said in them, in the order given. A few at a time are in memory, so whoever reads
    /// keeps none.
    /// </summary>
    /// <exception cref="DestroyedMeanwhileException">One of them was destroyed since it was listed.</exception>
    public async IAsyncEnumerable<Disclosure> Read(
        IEnumerable<ListedDocument> documents, [EnumeratorCancellation] CancellationToken ct)
    {
        Task<IReadOnlyList<Disclosure>>? next = null;
        try
        {
            foreach (var some in documents.Chunk(AtATime).Append([])) // the next are read while some are looked at
            {
                var read = next is null ? [] : await next;
                next = Task.Run(() => Reader(some, ct), ct);
                foreach (var document in read)
                    yield return document;
            }
        }
        finally
        {
            await (next ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A sentence of Resources/Export.resx in the language of this export.</summary>
    public string Text(string key, params object?[] arguments) => Texts.In(Language, key, arguments);

    public ListedDocument Numbered(int number) => byNumber.Value[number];

    /// <summary>The document that this one answers: of its versions in this export, the one that stood then.</summary>
    public ListedDocument? ParentOf(ListedDocument document) =>
        Threads.Answered(document.Version, versionsOf.Value) is { } parent ? byVersion.Value[parent.Version] : null;

    /// <summary>
    /// The document with pages that this one stands under: what it answers or, where that has no page, what that
    /// answers in its turn. A comment that is withheld does not tear its thread apart.
    /// </summary>
    public ListedDocument? ShownAbove(ListedDocument document)
    {
        var seen = new HashSet<int>();
        var above = ParentOf(document);
        while (above is { HasPages: false })
            above = seen.Add(above.Number) ? ParentOf(above) : null;
        return above;
    }

    /// <summary>What could not be obtained of its record.</summary>
    public IEnumerable<RecordedGap> GapsOf(ListedDocument document) => gapsByRecord.Value[document.Version.Record];

    /// <summary>The next version of the same record that has pages.</summary>
    public ListedDocument? NextOf(ListedDocument document) => byRecord.Value[document.Version.Record]
        .FirstOrDefault(d => d.HasPages && d.Version.Ordinal > document.Version.Ordinal);

    /// <summary>
    /// Number of the document a thread begins with; of its first version if it answers nothing here. Where documents
    /// answer each other in a circle, which begins nowhere, the lowest number of those.
    /// </summary>
    public int ThreadOf(ListedDocument document)
    {
        var path = new List<int>();
        var seen = new HashSet<int>();
        var at = document;
        while (seen.Add(at.Number))
        {
            path.Add(at.Number);
            if (ParentOf(at) is not { } parent)
                return First(at);
            at = parent;
        }

        return path.Skip(path.IndexOf(at.Number)).Min();
    }

    private int First(ListedDocument document) => byRecord.Value[document.Version.Record].First().Number;
}

/// <param name="Path">In the set.</param>
/// <param name="File">On disk, outside the set until its part moves it there.</param>
/// <param name="Pixels">Of a picture that pages can show; else 0.</param>
public sealed record OriginalFile(string Path, string File, string MediaType, long Length, long Pixels);

/// <param name="Path">In the set.</param>
/// <param name="File">On disk, outside the set until its part moves it there.</param>
/// <param name="Pixels">Of the copy.</param>
/// <param name="Regions">How many are black.</param>
/// <param name="Fact">That it was made, and the leaf of that in the log.</param>
/// <param name="Salt">With which that fact commits to it.</param>
public sealed record RedactedFile(
    string Path, string File, long Length, long Pixels, int Regions, Fact Fact, long Leaf, byte[] Salt);

/// <summary>
/// A document was destroyed lawfully while the set was made, so it cannot stand in it as it was listed.
/// </summary>
public sealed class DestroyedMeanwhileException(int number) : Exception
{
    public int Number => number;
}
