using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Requests;

/// <summary>A kind of place in a record that can be redacted.</summary>
public enum PassageKind
{
    /// <summary>Words of the text. Copies withhold the words and the white space between them.</summary>
    Text,

    /// <summary>The name shown with the record.</summary>
    AuthorName,

    /// <summary>
    /// The handle. Copies withhold the author's id, the record's address and its platform id with it: each leads to the
    /// author.
    /// </summary>
    AuthorHandle,

    /// <summary>A picture, film or sound with its description.</summary>
    Medium,

    Link,
    Mention,
    Tag,

    /// <summary>Words of what the author put before the text.</summary>
    Warning,

    /// <summary>One of the choices of a poll.</summary>
    PollOption,

    /// <summary>The name of who wrote what the record quotes.</summary>
    QuotedName,

    /// <summary>The handle of who wrote what the record quotes, with the address that leads to it.</summary>
    QuotedHandle,

    /// <summary>Words of what the record quotes.</summary>
    QuotedText,

    /// <summary>The name of who wrote what the record shares; its words are the record's text.</summary>
    SharedName,

    /// <summary>The handle of who wrote what the record shares, with the address that leads to it.</summary>
    SharedHandle,

    /// <summary>Address, title and description of the page that a link leads to, as the platform shows them.</summary>
    Preview,

    /// <summary>
    /// Regions of a picture. Copies show it with those black, and withhold its file, and its description unless the
    /// officer shows that.
    /// </summary>
    Regions,

    /// <summary>What a field of an account's profile is called.</summary>
    FieldName,

    /// <summary>What stands in a field of an account's profile.</summary>
    FieldValue,

    /// <summary>The handle of the account to which this one moved, with the address that leads to it.</summary>
    MovedHandle,
}

/// <summary>
/// A place in a record's version. Valid if and only if one of words (`Text`, `Warning`, `QuotedText`) has `From` and
/// `To` and no `Index`, one of media, links, mentions, tags, poll options and fields has `Index` alone, and the rest
/// have none of the three; and `Regions` has an `Index`, 1 to 100 regions, and may show the description, which no other
/// may.
/// </summary>
/// <param name="Index">Which medium, link, mention, tag, poll option or field, from 0.</param>
/// <param name="From">First word, from 0. A word is a maximal run of what is not white space.</param>
/// <param name="To">The word after the last; larger than From.</param>
/// <param name="Pixels">In the picture as it is shown; they may overlap. Null but for `Regions`.</param>
/// <param name="ShowsDescription">
/// The officer saw that the picture's description tells nothing of what is black. Null but for `Regions`.
/// </param>
public sealed record Passage(
    PassageKind Kind, int? Index = null, int? From = null, int? To = null, IReadOnlyList<PictureRegion>? Pixels = null,
    bool? ShowsDescription = null)
{
    /// <summary>Most regions of one picture, in all its redactions together.</summary>
    public const int MostRegions = 100;

    public static Passage Words(int from, int to) => new(PassageKind.Text, From: from, To: to);

    public static Passage Part(PassageKind kind, int index) => new(kind, Index: index);

    public static Passage InPicture(int index, IReadOnlyList<PictureRegion> pixels, bool showsDescription = false) =>
        new(PassageKind.Regions, Index: index, Pixels: pixels, ShowsDescription: showsDescription ? true : null);

    /// <returns>Null if the passage is well formed and lies in a record with these parts; otherwise why not.</returns>
    public Refusal? Check(RecordParts parts) =>
        Kind != PassageKind.Regions && (Pixels is not null || ShowsDescription is not null)
            ? Refuse("requests.regions-of-picture", MostRegions)
            : Misplaced(parts);

    /// <summary>
    /// Whether something of the other is redacted by this one: for regions of a picture, all of them, or the picture.
    /// </summary>
    public bool Overlaps(Passage other) => (Kind, other.Kind) switch
    {
        var (kind, others) when kind == others && kind.IsOfWords() => From < other.To && other.From < To,
        (PassageKind.Medium, PassageKind.Regions) => Index == other.Index,
        (PassageKind.Regions, PassageKind.Regions) =>
            Index == other.Index && other.Pixels!.All(region => region.IsCoveredBy(Pixels!)),
        _ => Kind == other.Kind && Index == other.Index,
    };

    private Refusal? Misplaced(RecordParts parts) => Kind switch
    {
        PassageKind.Text => OfWords(parts.Words),
        PassageKind.AuthorName => Whole(parts.AuthorName),
        PassageKind.AuthorHandle => Whole(parts.AuthorHandle),
        PassageKind.Medium => Numbered(parts.Media),
        PassageKind.Link => Numbered(parts.Links),
        PassageKind.Mention => Numbered(parts.Mentions),
        PassageKind.Tag => Numbered(parts.Tags),
        PassageKind.Warning => OfWords(parts.WarningWords),
        PassageKind.PollOption => Numbered(parts.PollOptions),
        PassageKind.QuotedName => Whole(parts.Quoted is { Name: true }),
        PassageKind.QuotedHandle => Whole(parts.Quoted is { Handle: true }),
        PassageKind.QuotedText => OfWords(parts.Quoted?.Words ?? 0),
        PassageKind.SharedName => Whole(parts.Shared is { Name: true }),
        PassageKind.SharedHandle => Whole(parts.Shared is { Handle: true }),
        PassageKind.Preview => Whole(parts.Preview),
        PassageKind.FieldName or PassageKind.FieldValue => Numbered(parts.Fields),
        PassageKind.MovedHandle => Whole(parts.Moved),
        PassageKind.Regions => Pixels is { Count: >= 1 and <= MostRegions } && Pixels.All(r => r.IsValid())
            ? Numbered(parts.Media)
            : Refuse("requests.regions-of-picture", MostRegions),
    };

    private Refusal? OfWords(int count) =>
        Index is not null || From is not { } from || To is not { } to ? Refuse("requests.passage-of-words")
        : count == 0 && Kind != PassageKind.Text ? Refuse("requests.part-not-there", What)
        : from < 0 || from >= to || to > count ? Refuse("requests.words-not-there", count - 1, from, to)
        : null;

    private Refusal? Whole(bool present) =>
        Index is not null || From is not null || To is not null ? Refuse("requests.passage-whole", What)
        : present ? null
        : Refuse("requests.part-not-shown", What);

    private Refusal? Numbered(int count) =>
        From is not null || To is not null || Index is not { } index ? Refuse("requests.passage-numbered", What)
        : index >= 0 && index < count ? null
        : count == 0 ? Refuse("requests.part-not-there", What)
        : Refuse("requests.no-such-part", What, count - 1, index);

    private Sentence What => Sentences.Of($"requests.part.{Kind}");

    private static Refusal Refuse(string code, params object?[] arguments) => new(code, Basis.Redacting, arguments);
}
