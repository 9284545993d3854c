using Archive.Exports.Pages;
using Archive.Law;
using Archive.Records;
using Archive.Requests;

namespace Archive.Exports.Content;

/// <summary>
/// A document of a set without its words: its number, version and place in a thread, and what the inventory says of it.
/// A set has as many in memory as it has documents; what was said in one is read when it is written, and let go
/// (<see cref="ExportContent.Read"/>).
/// </summary>
/// <param name="Version">Without its members.</param>
/// <param name="Destroyed">How it was destroyed after it came into scope. Null: it was not.</param>
public sealed record ListedDocument(RecordInScope Item, RecordVersion Version, Destruction? Destroyed)
{
    public int Number => Item.Number;

    /// <inheritdoc cref="Disclosure.HasPages"/>
    public bool HasPages { get; private init; }

    /// <summary>The first words that may be seen; kind and day of what shows no words.</summary>
    public required string Heading { get; init; }

    /// <summary>Name and handle, or the boxes in their place.</summary>
    public required IReadOnlyList<PageRun> Author { get; init; }

    /// <summary>Name, or else handle, as far as it may be seen.</summary>
    public string? Sender { get; private init; }

    /// <summary>Where the platform has it, if that may be seen.</summary>
    public string? Address { get; private init; }

    /// <summary>Members that are opened.</summary>
    public int Opened { get; private init; }

    /// <inheritdoc cref="Disclosure.Withheld"/>
    public int Withheld { get; private init; }

    /// <inheritdoc cref="Disclosure.WithheldWords"/>
    public int WithheldWords { get; private init; }

    /// <inheritdoc cref="Disclosure.WithheldRegions"/>
    public int WithheldRegions { get; private init; }

    public IEnumerable<GroundCode> Grounds =>
        Item.Assessed!.Grounds.Concat(Item.Assessed.Assessment == Assessment.DisclosedInPart
            ? Item.Redactions.SelectMany(r => r.Grounds)
            : []).Distinct();

    public RecordStatus Status =>
        Destroyed is not null ? RecordStatus.Destroyed
        : Version.GoneAt is not null ? RecordStatus.Disappeared
        : Version.Of > 1 ? RecordStatus.Edited
        : RecordStatus.Live;

    /// <summary>
    /// Documents are read a portion at a time, and a version may be captured in between: all documents of one record
    /// say of it what the one says that was read last.
    /// </summary>
    internal static IReadOnlyList<ListedDocument> AsOfOneMoment(IReadOnlyList<ListedDocument> documents)
    {
        var last = documents.GroupBy(d => d.Version.Record).ToDictionary(
            r => r.Key, r => r.Select(d => (d.Version.Of, d.Version.GoneAt)).Max());
        return
        [
            .. documents.Select(d => d with
            {
                Version = d.Version with
                {
                    Of = last[d.Version.Record].Of,
                    GoneAt = last[d.Version.Record].GoneAt,
                },
            }),
        ];
    }

    /// <param name="input">Whose words and labels these are; its documents are not looked at.</param>
    internal static ListedDocument Of(ExportContent input, Disclosure document) => new(
        document.Item, document.Version with { Members = [] }, document.Destroyed)
    {
        HasPages = document.HasPages,
        Heading = PageMapping.Heading(input, document),
        Author = PageMapping.Author(input, document),
        Sender = document.Shown("author-name") ?? document.Shown("author-handle"),
        Address = document.Shown("url"),
        Opened = document.Version.Members.Count - document.Withheld,
        Withheld = document.Withheld,
        WithheldWords = document.WithheldWords,
        WithheldRegions = document.WithheldRegions,
    };
}
