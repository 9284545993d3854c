using Archive.Capture.Mapping;
using Archive.Evidence.Content;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// Reads an account into content: what it says of itself (name, biography, fields, pictures with their descriptions,
/// that it is run by a program, that it chooses who may follow it) and what its server says of it (where it moved,
/// whether it is suspended, limited or a memorial). Not taken: counts (they are figures), what changes by itself
/// (`last_status_at`, when a link was verified), settings of lists and searches (`discoverable`, `indexable`…), the
/// emblems of the server, and addresses of files (they move). Source: docs.joinmastodon.org, entity Account; answers
/// recorded from Mastodon, GoToSocial and Hollo.
/// </summary>
/// <remarks>
/// Members of its own: `mastodon/uri`; `mastodon/locked`, `bot`, `suspended`, `limited` and `memorial` (`true`, else
/// left out); `mastodon/field/name/i` and `mastodon/field/value/i` of the field at place i; `mastodon/moved/author-id`,
/// `author-handle` and `url`. What the other account calls itself is not taken: it changes without this one.
/// </remarks>
public static class MastodonAccountMapping
{
    /// <summary>What the platform calls ids of accounts.</summary>
    internal const string IdKind = "account";

    private static readonly (Measure, string)[] Counted =
    [
        (Measure.Followers, "followers_count"), (Measure.Following, "following_count"),
        (Measure.Posts, "statuses_count"),
    ];

    private static readonly string[] Said = ["locked", "bot", "suspended", "limited", "memorial"];

    /// <param name="account">The bytes of one Account object.</param>
    /// <param name="domain">Of the server asked, as in its handles: `example.nl`.</param>
    public static Reading<MappedItem> Account(ReadOnlyMemory<byte> account, string domain) =>
        JsonField.Read(account, a => Map(a, domain));

    private static MappedItem Map(JsonField account, string domain)
    {
        var author = StatusAuthor.Of(account, domain);
        if (!ItemId.CanBe(author.Id))
            throw account.Wrong("id", "is no id");
        var fields = account.Objects("fields")
            .Select(f => (Name: f.TextOrNull("name"), Value: StatusText.Html(f, "value", "field"))).ToList();
        var said = StatusText.OfProfile(
            StatusText.Html(account, "note", "biography"), fields.Select(f => f.Value), domain);
        var pictures = new[] { "avatar", "header" }
            .Select(name => Picture.Of(account, name)).OfType<Picture>().ToList();
        return new(
            RecordKind.Account,
            new()
            {
                PlatformId = author.Id,
                Url = account.TextOrNull("url") ?? account.TextOrNull("uri"),
                AuthorId = author.Id,
                AuthorHandle = author.Handle,
                AuthorName = author.Name,
                PostedAt = account.Moment("created_at"),
                Text = said.Text,
                Links = said.Links,
                Tags = said.Tags,
                Mentions = said.Mentions,
                Media = [.. pictures.Select(p => new MappedMedium(null, p.Type, p.Description))],
                Extras = [.. Extras(account, fields, domain)],
            },
            [.. pictures.Select((p, i) => new ItemMedium(i, p.Address))],
            [.. MastodonMapping.Figures(account, Counted)])
        {
            IdKind = IdKind,
        };
    }

    private static IEnumerable<Member> Extras(
        JsonField account, IReadOnlyList<(string? Name, HtmlText Value)> fields, string domain)
    {
        var extras = new List<(string Path, string? Value)> { ("uri", account.TextOrNull("uri")) };
        extras.AddRange(Said.Where(account.IsTrue).Select(said => (said, (string?)"true")));
        extras.AddRange(fields.Select((f, i) => (MemberPath.Of("field/name", i), f.Name)));
        extras.AddRange(fields.Select((f, i) => (MemberPath.Of("field/value", i), (string?)f.Value.Text)));
        if (account.ObjectOrNull("moved") is { } moved)
        {
            var there = StatusAuthor.Of(moved, domain);
            extras.AddRange(
            [
                ("moved/author-id", there.Id), ("moved/author-handle", there.Handle),
                ("moved/url", moved.TextOrNull("url") ?? moved.TextOrNull("uri")),
            ]);
        }

        return extras.Where(e => !string.IsNullOrEmpty(e.Value))
            .Select(e => new Member($"mastodon/{e.Path}", e.Value!));
    }

    /// <summary>A picture that the account has chosen.</summary>
    /// <param name="Type">Our word for which of the two: the server gives none.</param>
    /// <param name="Address">Null if it is none.</param>
    private sealed record Picture(string Type, string? Description, Uri? Address)
    {
        /// <returns>Null if it has none: what a server shows in its place says nothing of the account.</returns>
        public static Picture? Of(JsonField account, string name)
        {
            if (account.TextOrNull(name) is not { } written)
                return null;
            var address = Uri.TryCreate(written, UriKind.Absolute, out var url) ? url : null;
            return address is not null && IsOfTheServer(address.AbsolutePath)
                ? null
                : new(name, account.TextOrNull($"{name}_description"), address);
        }

        /// <summary>Mastodon and Hollo: `…/avatars/original/missing.png`; GoToSocial: pictures of its own.</summary>
        private static bool IsOfTheServer(string path) =>
            path.EndsWith("/avatars/original/missing.png", StringComparison.Ordinal)
            || path.EndsWith("/headers/original/missing.png", StringComparison.Ordinal)
            || path.StartsWith("/assets/default_avatars/", StringComparison.Ordinal)
            || path.StartsWith("/assets/default_header.", StringComparison.Ordinal);
    }
}
