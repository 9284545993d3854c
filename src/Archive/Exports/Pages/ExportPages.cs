using Archive.Evidence;

namespace Archive.Exports.Pages;

/// <summary>
/// Everything one volume of an export shows, in the order in which it shows it. Whoever makes it has already decided
/// what may be seen: a redacted passage is absent from it. Labels of law (assessments, grounds) come in the language of
/// the export from the dated tables of the request; the words of the page itself are the renderer's.
/// </summary>
public sealed record ExportPages
{
    public required Language Language { get; init; }

    public required string Title { get; init; }

    /// <summary>Name of the government body, as on its letters.</summary>
    public required string Body { get; init; }

    public required string Case { get; init; }

    /// <summary>When the pages were made; becomes the creation date of the PDF.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    public required PageCover Cover { get; init; }

    /// <summary>Counts for the cover, such as "Deels openbaar" and how many.</summary>
    public IReadOnlyList<PageCount> Summary { get; init; } = [];

    /// <summary>Legend of the grounds that occur in this export.</summary>
    public IReadOnlyList<PageGround> Grounds { get; init; } = [];

    /// <summary>
    /// The inventory list (inventarislijst): in the first volume, and if it is long in those after it, before any
    /// documents.
    /// </summary>
    public IReadOnlyList<InventoryRow> Inventory { get; init; } = [];

    public IReadOnlyList<PageRecord> Records { get; init; } = [];

    /// <summary>
    /// How a reader checks the set, a paragraph each; the first is a warning if there is one. Shown in the first
    /// volume.
    /// </summary>
    public IReadOnlyList<string> Checking { get; init; } = [];

    /// <summary>What was looked for and not obtained. Shown in the first volume.</summary>
    public PageCompleteness? Completeness { get; init; }

    /// <summary>Counts from 1.</summary>
    public int Volume { get; init; } = 1;

    public int Volumes { get; init; } = 1;
}

/// <summary>The cover names no requester and no officer: roles, not people.</summary>
/// <param name="Roles">Who assessed and who approved, by role.</param>
public sealed record PageCover(
    string Subject, DateOnly ReceivedOn, DateOnly? DecidedOn, string LegalBasis, IReadOnlyList<string> Roles);

public sealed record PageCount(string Label, int Count);

/// <param name="Code">As printed in the black boxes, such as `5.1.2e`.</param>
/// <param name="Law">Where the ground stands, such as "Woo art. 5.1 lid 2 onder e".</param>
public sealed record PageGround(string Code, string Label, string Law);

/// <summary>A moment as the world has it and as the office lived it.</summary>
public readonly record struct PageMoment(DateTimeOffset Utc, DateTimeOffset Local)
{
    public static PageMoment Of(DateTimeOffset moment, OfficeTime office) =>
        new(moment.ToUniversalTime(), office.Local(moment));
}

public enum RecordStatus
{
    Live,
    Edited,
    Disappeared,
    Destroyed,
}

/// <param name="Number">Number of the record in this export; links to its pages if they are in the same volume.</param>
/// <param name="Title">First words of what is shown, or kind and day.</param>
/// <param name="Thread">Number of the record that began the thread, if this one is part of another's.</param>
/// <param name="FindingPlace">Where it is public already.</param>
/// <param name="Reasons">What the officer wrote with the judgement.</param>
/// <param name="Volume">
/// Volume that holds the pages. 0: the record has no pages.
/// </param>
/// <param name="Destroyed">How it was destroyed since it was decided on; it then has no pages.</param>
public sealed record InventoryRow(
    string Number,
    string Title,
    IReadOnlyList<PageRun> Sender,
    string Platform,
    string Kind,
    PageMoment Posted,
    PageVersion? Version,
    string? Thread,
    string Assessment,
    IReadOnlyList<string> Grounds,
    string? FindingPlace,
    IReadOnlyList<string> Reasons,
    RecordStatus Status,
    int Volume = 0,
    PageDestruction? Destroyed = null);

/// <param name="Basis">The ground, as a phrase.</param>
/// <param name="Leaf">Number in the log of the fact that proves it.</param>
public sealed record PageDestruction(PageMoment At, string Basis, long Leaf);

/// <param name="Statement">One or more sentences: what was visited, how often, with what result.</param>
public sealed record PageCompleteness(string Statement, IReadOnlyList<PageGap> Gaps);

/// <param name="About">Number of the document it is about; null: of the source.</param>
/// <param name="From">The visit that met it first.</param>
/// <param name="To">The first visit that met it no more; null while it stands.</param>
public sealed record PageGap(string Source, string? About, PageMoment From, PageMoment? To, string Cause);
