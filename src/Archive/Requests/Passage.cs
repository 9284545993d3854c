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
}

/// <summary>
/// A place in a record's version. Valid if and only if `Text` has `From` and `To` and no `Index`, names and handles
/// have none of the three, and the rest have `Index` alone.
/// </summary>
/// <param name="Index">Which medium, link, mention or tag, from 0.</param>
/// <param name="From">First word, from 0. A word is a maximal run of what is not white space.</param>
/// <param name="To">The word after the last; larger than From.</param>
public sealed record Passage(PassageKind Kind, int? Index = null, int? From = null, int? To = null)
{
    public static Passage Words(int from, int to) => new(PassageKind.Text, From: from, To: to);

    public static Passage Part(PassageKind kind, int index) => new(kind, Index: index);

    /// <summary>
    /// Null if the passage is well formed and lies in a record with these parts; otherwise what is wrong.
    /// </summary>
    public string? Problem(RecordParts parts) => Kind switch
    {
        PassageKind.Text => Index is not null || From is not { } from || To is not { } to
            ? "A passage of text is given as its first word and the word after its last."
            : from < 0 || from >= to || to > parts.Words
                ? $"The text has words 0 to {parts.Words - 1}; {from} up to {to} is not a part of it."
                : null,
        PassageKind.AuthorName => Whole("author's name", parts.AuthorName),
        PassageKind.AuthorHandle => Whole("author's handle", parts.AuthorHandle),
        PassageKind.Medium => Numbered("medium", parts.Media),
        PassageKind.Link => Numbered("link", parts.Links),
        PassageKind.Mention => Numbered("mention", parts.Mentions),
        PassageKind.Tag => Numbered("tag", parts.Tags),
    };

    public bool Overlaps(Passage other) =>
        Kind == other.Kind
        && (Kind == PassageKind.Text ? From < other.To && other.From < To : Index == other.Index);

    private string? Whole(string what, bool present) =>
        Index is not null || From is not null || To is not null ? $"The {what} is redacted whole; it has no numbers."
        : present ? null
        : $"This record shows no {what}.";

    private string? Numbered(string what, int count) =>
        From is not null || To is not null || Index is not { } index ? $"A {what} is given by its number, from 0."
        : index >= 0 && index < count ? null
        : count == 0 ? $"This record has no {what}."
        : $"This record has {what} 0 to {count - 1}; there is no {index}.";
}
