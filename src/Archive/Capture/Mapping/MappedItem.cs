using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Capture.Mapping;

/// <summary>What a platform calls one of its things.</summary>
public sealed record ItemId(string Kind, string Id)
{
    private const int Longest = 200;

    /// <summary>What is no id can be no record's: it would be asked for, and looked up, by it.</summary>
    public static bool CanBe(string id) =>
        id.Length is > 0 and <= Longest && !id.Any(char.IsControl) && TextRuns.Repair(id) == id;
}

/// <summary>A medium an item shows.</summary>
/// <param name="Url">Where its bytes are; null while the server is still working on it.</param>
public sealed record ItemMedium(int Index, Uri? Url);

/// <summary>
/// One version of one item (a post, a comment, a share, or the account that is watched) as the platform shows it to
/// anyone.
/// </summary>
/// <param name="Bare">
/// Its content without the digests of its media (see <see cref="Content"/>), with id and time of posting.
/// </param>
/// <param name="Media">One for each of the content's media, in that order.</param>
/// <param name="Figures">What the platform counts of it, as far as the answer tells; none twice.</param>
public sealed record MappedItem(
    RecordKind Kind,
    MappedContent Bare,
    IReadOnlyList<ItemMedium> Media,
    IReadOnlyList<Figure> Figures)
{
    /// <summary>Of ids that cannot be mistaken for each other, in the platform's word.</summary>
    public string IdKind { get; init; } = "item";

    /// <summary>The server's own id; another server may have another for the same item.</summary>
    public string PlatformId => Bare.PlatformId!;

    public ItemId Id => new(IdKind, PlatformId);

    /// <summary>Of what it answers, which has an id of the same kind; null if that can be no id.</summary>
    public ItemId? Parent => InReplyTo is { } parent && ItemId.CanBe(parent) ? new(IdKind, parent) : null;

    public DateTimeOffset PostedAt => Bare.PostedAt!.Value;

    public DateTimeOffset? EditedAt => Bare.EditedAt;

    /// <summary>Platform id of what it answers; null for a post, and for an answer to something that is gone.</summary>
    public string? InReplyTo => Bare.InReplyTo;

    /// <param name="kept">SHA-256 of each medium as served, by index; a medium that did not come is not in it.</param>
    public MappedContent Content(IReadOnlyDictionary<int, Digest> kept) => Bare with
    {
        Media = [.. Bare.Media.Select((m, i) => kept.TryGetValue(i, out var digest) ? m with { Digest = digest } : m)],
    };
}
