namespace Archive.Exports.Pages;

/// <summary>
/// One post, comment or advertisement on its pages. A comment is a record inside another, one level deeper.
/// </summary>
public sealed record PageRecord
{
    public required string Number { get; init; }

    /// <summary>Heading of its pages, without the number. Also its bookmark, so never a redacted word.</summary>
    public required string Heading { get; init; }

    public required string Platform { get; init; }

    public required string Kind { get; init; }

    public required PageRun Author { get; init; }

    public required PageMoment? Posted { get; init; }

    public required RecordStatus Status { get; init; }

    public required string Assessment { get; init; }

    /// <summary>The text as last seen; white space and line ends as captured.</summary>
    public required IReadOnlyList<PageRun> Text { get; init; }

    public required PageProvenance Provenance { get; init; }

    public IReadOnlyList<string> Grounds { get; init; } = [];

    /// <summary>Number of the record it answers, in this export.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>When it was first definitely not there any more.</summary>
    public PageMoment? Disappeared { get; init; }

    public IReadOnlyList<PageMedium> Media { get; init; } = [];

    /// <summary>Addresses in the text; printed, never live.</summary>
    public IReadOnlyList<PageRun> Links { get; init; } = [];

    public IReadOnlyList<PageRecord> Comments { get; init; } = [];

    /// <summary>How deep in the thread: 0 is the record itself, 1 a comment, 2 a reply to a comment.</summary>
    public int Level { get; init; }

    /// <summary>Members of the captured content that the export does not open.</summary>
    public int Withheld { get; init; }
}

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

    public static PageRun Words(string text) => new() { Text = text };

    public static PageRun Redacted(string ground, string label) => new() { Redaction = new(ground, label) };
}

/// <param name="Ground">Code, printed in the box.</param>
/// <param name="Label">Short name of the ground, read aloud by assistive technology.</param>
public sealed record PageRedaction(string Ground, string Label);

/// <summary>A picture, video or other file that belongs to a record.</summary>
public sealed record PageMedium
{
    /// <summary>Media type as served, such as `image/jpeg`.</summary>
    public required string Type { get; init; }

    /// <summary>Size of the file as served.</summary>
    public required long Bytes { get; init; }

    /// <summary>A file to show. Null: not a picture, not kept, or redacted.</summary>
    public string? Path { get; init; }

    /// <summary>What the author wrote as alternative text, if it may be seen.</summary>
    public string? Description { get; init; }

    /// <summary>Where the original is in the package, if it is there.</summary>
    public string? Original { get; init; }

    public PageRedaction? Redaction { get; init; }
}

/// <summary>Where a record comes from and how it can be checked.</summary>
/// <param name="SourceUrl">Null if the platform gave none.</param>
/// <param name="Leaf">Number of the capture fact in the log, from 0.</param>
/// <param name="Commitment">Root of the content commitment.</param>
/// <param name="Digest">Name of the vault object that holds the answer as received.</param>
/// <param name="Mapper">What read the answer, such as `mastodon/1`.</param>
/// <param name="Gaps">What could not be obtained with it, one sentence each.</param>
public sealed record PageProvenance(
    PageMoment Captured,
    PageRun? SourceUrl,
    long? Leaf,
    string Commitment,
    string Digest,
    string Mapper,
    IReadOnlyList<string> Gaps);
