using Archive.Capture.Mapping;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// Reads one status, or one entry of its history together with the status, into content. Taken is what its author wrote
/// and what tells who, when and in answer to what. Not taken: counts (they are figures), what depends on who looks
/// (`favourited`, `muted`, `filtered`…), what a server adds later by itself (`card`), and addresses of files (they
/// move). So a version read as a status and the same version read from the history have the same members. Words we only
/// carry (visibility, type of a medium, state of a quote) are kept as they are, known or not. Source:
/// docs.joinmastodon.org, entities Status and StatusEdit; answers recorded from Mastodon, GoToSocial and Hollo.
/// </summary>
public static class MastodonMapping
{
    private static readonly (Measure, string)[] Counted =
        [(Measure.Replies, "replies_count"), (Measure.Shares, "reblogs_count"), (Measure.Likes, "favourites_count")];

    public static MapperName Name { get; } = new("mastodon/1");

    /// <param name="status">The bytes of one Status object.</param>
    /// <param name="domain">Of the server asked, as in its handles: `example.nl`.</param>
    public static Reading<MappedItem> Status(ReadOnlyMemory<byte> status, string domain) =>
        JsonField.Read(status, s => Map(s, null, domain));

    /// <param name="entry">The bytes of one StatusEdit object.</param>
    /// <param name="status">The bytes of the Status it is the history of, from the same visit.</param>
    /// <remarks>
    /// The entry says what was written and when; the rest (id, address, visibility, language) is as it is now, and so
    /// is the author's name, which servers give as it is now in old entries too.
    /// </remarks>
    public static Reading<MappedItem> History(ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> status, string domain) =>
        JsonField.Read(entry, e =>
        {
            var read = JsonField.Read(status, s => Map(s, e, domain));
            return read.Value ?? throw new NotUnderstoodException($"status {read.Trouble!.Path}", read.Trouble.Reason);
        });

    /// <param name="entry">Of the history, if the words come from there.</param>
    private static MappedItem Map(JsonField status, JsonField? entry, string domain)
    {
        var version = entry ?? status;
        var boosted = status.ObjectOrNull("reblog");
        if (boosted is not null && entry is not null)
            throw status.Wrong("reblog", "has no history");

        var shown = boosted ?? status;
        var author = StatusAuthor.Of(version.Object("account"), domain);
        var words = boosted ?? version;
        var written = StatusText.Read(words, shown, isCurrent: entry is null, domain);
        var media = words.Objects("media_attachments");
        var postedAt = status.Moment("created_at");
        var content = new MappedContent
        {
            PlatformId = Id(status),
            Url = status.TextOrNull("url") ?? status.TextOrNull("uri"),
            AuthorId = author.Id,
            AuthorHandle = author.Handle,
            AuthorName = author.Name,
            PostedAt = postedAt,
            EditedAt = entry is { } e ? EditedAt(e, postedAt) : status.MomentOrNull("edited_at"),
            Language = shown.TextOrNull("language"),
            Visibility = status.TextOrNull("visibility"),
            InReplyTo = status.TextOrNull("in_reply_to_id"),
            Text = written.Text,
            Links = written.Links,
            Tags = written.Tags,
            Mentions = written.Mentions,
            Media = [.. media.Select(m => new MappedMedium(null, m.Text("type"), m.TextOrNull("description")))],
            Extras = StatusExtras.Of(status, version, boosted, domain),
        };
        return new(
            KindOf(status, boosted), content,
            [.. media.Select((m, i) => new ItemMedium(i, Address(m)))],
            entry is null ? [.. Figures(status, Counted)] : [])
        {
            IdKind = "status",
        };
    }

    private static string Id(JsonField status) =>
        ItemId.CanBe(status.Text("id")) ? status.Text("id") : throw status.Wrong("id", "is no id");

    /// <summary>The first entry is the status as it was posted.</summary>
    private static DateTimeOffset? EditedAt(JsonField entry, DateTimeOffset postedAt) =>
        entry.Moment("created_at") is var at && at == postedAt ? null : at;

    /// <summary>When what it answers is deleted, Mastodon forgets the id but not whom it answers.</summary>
    private static RecordKind KindOf(JsonField status, JsonField? boosted) =>
        boosted is not null ? RecordKind.Share
        : status.TextOrNull("in_reply_to_id") is not null || status.TextOrNull("in_reply_to_account_id") is not null
            ? RecordKind.Comment
            : RecordKind.Post;

    private static Uri? Address(JsonField medium) =>
        Uri.TryCreate(medium.TextOrNull("url") ?? medium.TextOrNull("remote_url"), UriKind.Absolute, out var url)
            ? url
            : null;

    /// <summary>What is counted of a thing of the platform, as far as its answer tells.</summary>
    internal static IEnumerable<Figure> Figures(
        JsonField holder, IEnumerable<(Measure Measure, string Name)> counted) =>
        from figure in counted
        let count = holder.CountOrNull(figure.Name)
        where count <= CanonicalJson.MaxInteger // what is more cannot be recorded, and nobody counted so far
        select new Figure(figure.Measure, count);
}
