using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Tests.Evidence.Content;

/// <summary>One post, with everything fixed. Digests of it come from golden.py, beside this file.</summary>
internal static class Sample
{
    public static readonly MapperName Mapper = new("mastodon/1");

    public static readonly Guid Version = new("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0");

    /// <summary>00 01 02 … 1F.</summary>
    public static byte[] Secret => [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static readonly MappedContent Content = new()
    {
        PlatformId = "113500000000000001",
        Url = "https://social.example/@gemeente/113500000000000001",
        AuthorId = "109",
        AuthorHandle = "gemeente@social.example",
        AuthorName = "Gemeente \"Zuiderdam\"",
        PostedAt = new(2026, 3, 2, 9, 15, 0, TimeSpan.Zero),
        EditedAt = new(2026, 3, 2, 9, 20, 30, 500, TimeSpan.Zero),
        Language = "nl",
        Visibility = "public",
        InReplyTo = "113499999999999999",
        Text = "De brug is\n\nopen 🚲 \uD83D كل",
        Links = ["https://zuiderdam.example/brug?a=1&b=2"],
        Tags = ["brug", "verkeer"],
        Mentions = ["https://social.example/@wegen"],
        Media =
        [
            new(Digest.Parse("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), "image", "Een brug"),
            new(null, "video", null),
        ],
        Extras = [.. MappedContent.Cut("mastodon/spoiler", "let op"), new("mastodon/poll/0/title", "Ja\u0000\t\\")],
    };

    public static readonly (string Path, string Value)[] MembersInOrder =
    [
        ("platform-id", "113500000000000001"),
        ("url", "https://social.example/@gemeente/113500000000000001"),
        ("author-id", "109"),
        ("author-handle", "gemeente@social.example"),
        ("author-name", "Gemeente \"Zuiderdam\""),
        ("posted-at", "2026-03-02T09:15:00.000000Z"),
        ("edited-at", "2026-03-02T09:20:30.500000Z"),
        ("language", "nl"),
        ("visibility", "public"),
        ("in-reply-to", "113499999999999999"),
        ("text/0", "De"),
        ("text/1", " "),
        ("text/2", "brug"),
        ("text/3", " "),
        ("text/4", "is"),
        ("text/5", "\n\n"),
        ("text/6", "open"),
        ("text/7", " "),
        ("text/8", "🚲"),
        ("text/9", " "),
        ("text/10", "\uFFFD"),
        ("text/11", " "),
        ("text/12", "كل"),
        ("link/0", "https://zuiderdam.example/brug?a=1&b=2"),
        ("tag/0", "brug"),
        ("tag/1", "verkeer"),
        ("mention/0", "https://social.example/@wegen"),
        ("media/0/digest", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("media/0/type", "image"),
        ("media/0/alt/0", "Een"),
        ("media/0/alt/1", " "),
        ("media/0/alt/2", "brug"),
        ("media/1/type", "video"),
        ("mastodon/poll/0/title", "Ja\u0000\t\\"),
        ("mastodon/spoiler/0", "let"),
        ("mastodon/spoiler/1", " "),
        ("mastodon/spoiler/2", "op"),
    ];
}
