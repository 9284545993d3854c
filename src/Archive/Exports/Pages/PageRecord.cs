namespace Archive.Exports.Pages;

/// <summary>
/// One version of one post, comment, share or account on its pages. Below it comes what was said while it stood, then
/// the next version of the same record.
/// </summary>
public sealed record PageRecord
{
    public required string Number { get; init; }

    /// <summary>Heading of its pages, without the number. Also its bookmark, so never a redacted word.</summary>
    public required string Heading { get; init; }

    public required string Platform { get; init; }

    public required string Kind { get; init; }

    /// <summary>Name and handle, or the boxes in their place.</summary>
    public required IReadOnlyList<PageRun> Author { get; init; }

    /// <summary>Of an account, when it was opened.</summary>
    public required PageMoment? Posted { get; init; }

    /// <summary>Whether it is what an account says of itself.</summary>
    public bool IsAccount { get; init; }

    /// <summary>Which version it is; null where the record has one.</summary>
    public PageVersion? Version { get; init; }

    public required RecordStatus Status { get; init; }

    public required string Assessment { get; init; }

    /// <summary>White space and line ends as captured.</summary>
    public required IReadOnlyList<PageRun> Text { get; init; }

    public required PageProvenance Provenance { get; init; }

    public IReadOnlyList<string> Grounds { get; init; } = [];

    /// <summary>What it answers; null if that is nothing in this export.</summary>
    public PageReply? InReplyTo { get; init; }

    /// <summary>When it was first definitely not there any more.</summary>
    public PageMoment? Disappeared { get; init; }

    /// <summary>Language of the text as the platform has it, or none: ISO 639 code of two or three letters.</summary>
    public string? Language { get; init; }

    public IReadOnlyList<PageMedium> Media { get; init; } = [];

    /// <summary>Addresses in the text; printed, never live.</summary>
    public IReadOnlyList<PageRun> Links { get; init; } = [];

    /// <summary>What the author put before the text.</summary>
    public IReadOnlyList<PageRun> Warning { get; init; } = [];

    /// <summary>Of an account's profile.</summary>
    public IReadOnlyList<PageField> Fields { get; init; } = [];

    /// <summary>Records of others that it quotes or shares, and the account to which this one moved.</summary>
    public IReadOnlyList<PageOther> Others { get; init; } = [];

    /// <summary>What else was captured with it, such as the options of a poll: a name, and what it is.</summary>
    public IReadOnlyList<PageParticular> Particulars { get; init; } = [];

    /// <summary>
    /// All that stands under this one, at whatever depth, in order. Of a record on top only, and of what begins a
    /// volume in the middle of a thread.
    /// </summary>
    public IReadOnlyList<PageRecord> Comments { get; init; } = [];

    /// <summary>Of what begins a volume in the middle of a thread: where that began.</summary>
    public PageContinuation? Continues { get; init; }

    /// <summary>How deep in the thread: 0 is the record itself, 1 a comment, 2 a reply to a comment.</summary>
    public int Level { get; init; }

    /// <summary>Words of it that are redacted.</summary>
    public int WithheldWords { get; init; }
}

/// <param name="Ordinal">From 1.</param>
/// <param name="Edited">When it was written, if the platform tells.</param>
/// <param name="Between">If it does not: the last capture of the version before, and the first of this one.</param>
/// <param name="Next">Number of the next version in this export, against which its words are marked.</param>
public sealed record PageVersion(
    int Ordinal, int Of, PageMoment? Edited, PageInterval? Between, string? Next);

/// <param name="Number">Of the document that the thread began with.</param>
/// <param name="Volume">That holds it.</param>
/// <param name="File">Name of that volume's PDF.</param>
public sealed record PageContinuation(string Number, int Volume, string File);

public sealed record PageInterval(PageMoment From, PageMoment To);

/// <param name="Number">Of the version it stands under.</param>
/// <param name="Earlier">
/// Whether it was posted before that version was sure to stand: the one of that time was not captured, or is not in
/// this export.
/// </param>
public sealed record PageReply(string Number, bool Earlier);

/// <summary>A field of a profile: words, or the boxes in their place; a part that the account left empty is.</summary>
public sealed record PageField(IReadOnlyList<PageRun> Name, IReadOnlyList<PageRun> Value);

public sealed record PageParticular(string Name, IReadOnlyList<PageRun> Values);

/// <summary>What a record shows of another, or of another account.</summary>
/// <param name="Role">Whether it is quoted or shared, or moved to, as a label.</param>
/// <param name="Author">Name and handle, or the boxes in their place.</param>
/// <param name="Address">Null if the platform gave none.</param>
/// <param name="Text">Empty for what is shared: that is the record's own text.</param>
public sealed record PageOther(
    string Role, IReadOnlyList<PageRun> Author, PageMoment? Posted, PageRun? Address, IReadOnlyList<PageRun> Text);

/// <summary>
/// Either words, or a black box where words were. Of what is under the box nothing is here, not even its length.
/// </summary>
public sealed record PageRun
{
    private PageRun()
    {
    }

    public string? Text { get; private init; }

    public PageRedaction? Redaction { get; private init; }

    /// <summary>Words that are not in the next version of the record, as far as that may be seen.</summary>
    public bool Marked { get; private init; }

    public static PageRun Words(string text, bool marked = false) => new() { Text = text, Marked = marked };

    public static PageRun Redacted(string ground, string label) => new() { Redaction = new(ground, label) };
}

/// <param name="Ground">Code, printed in the box.</param>
/// <param name="Label">Short name of the ground, read aloud by assistive technology.</param>
public sealed record PageRedaction(string Ground, string Label);

/// <summary>A picture, video or other file that belongs to a record.</summary>
public sealed record PageMedium
{
    /// <summary>The platform's word for it and the media type as served, such as `image, image/jpeg`.</summary>
    public required string Type { get; init; }

    /// <summary>Size of the file as served.</summary>
    public required long Bytes { get; init; }

    /// <summary>A file to show: the original or its copy. Null: not a picture, not kept, or redacted whole.</summary>
    public string? Path { get; init; }

    /// <summary>Why regions of it are black in the copy that is shown; null where none is.</summary>
    public PageRegions? Regions { get; init; }

    /// <summary>What the author wrote as alternative text, if it may be seen.</summary>
    public string? Description { get; init; }

    /// <summary>Where the original is in the package, if it is there.</summary>
    public string? Original { get; init; }

    /// <summary>SHA-256 of the file as served, if it may be known.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether the next version of the record shows it too.</summary>
    public bool Again { get; init; }

    public PageRedaction? Redaction { get; init; }
}

/// <param name="Count">How many regions are black.</param>
/// <param name="Redacted">Where the copy is in the package.</param>
/// <param name="WithoutDescription">It has a description, which is withheld because it may tell of them.</param>
public sealed record PageRegions(PageRedaction Redaction, int Count, string Redacted, bool WithoutDescription);

/// <summary>Where a record comes from and how it can be checked.</summary>
/// <param name="SourceUrl">Null if the platform gave none.</param>
/// <param name="Leaf">Number of the capture fact in the log, from 0.</param>
/// <param name="Commitment">Root of the content commitment.</param>
/// <param name="Object">Name of the vault object in which the answer is kept, sealed.</param>
/// <param name="Mapper">What read the answer, such as `mastodon/1`.</param>
/// <param name="Gaps">What could not be obtained with it, one sentence each.</param>
public sealed record PageProvenance(
    PageMoment Captured,
    PageRun? SourceUrl,
    long? Leaf,
    string Commitment,
    string Object,
    string Mapper,
    IReadOnlyList<string> Gaps);
