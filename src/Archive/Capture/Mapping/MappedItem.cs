using Archive.Capture.Visits;
using Archive.Evidence;

namespace Archive.Capture.Mapping;

/// <summary>A medium an item shows.</summary>
/// <param name="Url">Where its bytes are; null while the server is still working on it.</param>
public sealed record ItemMedium(int Index, Uri? Url);

/// <summary>One version of one item (a post, a comment, a share) as the platform shows it to anyone.</summary>
/// <param name="Bare">
/// Its content without the digests of its media (see <see cref="Content"/>), with id and time of posting.
/// </param>
/// <param name="Media">One for each of the content's media, in that order.</param>
/// <param name="Engagement">Null if the answer does not have all three counts, as an entry of a history.</param>
public sealed record MappedItem(
    RecordKind Kind,
    MappedContent Bare,
    IReadOnlyList<ItemMedium> Media,
    Engagement? Engagement)
{
    /// <summary>The server's own id; another server may have another for the same item.</summary>
    public string PlatformId => Bare.PlatformId!;

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
