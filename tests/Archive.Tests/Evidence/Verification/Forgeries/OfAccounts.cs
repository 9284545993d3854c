using Archive.Capture.Mapping;
using Archive.Evidence.Content;
using static Archive.Tests.Evidence.Verification.Forgeries.Forgery;

namespace Archive.Tests.Evidence.Verification.Forgeries;

/// <summary>Tried on a set in which numbers 1 and 4 are what one account said of itself, first and later.</summary>
internal static partial class KnownForgeries
{
    private const string Field = "mastodon/field/value/0";
    private const string Units = "33333333-0000-4000-8000-00000000000";

    private static IReadOnlyList<Forgery> OfAccounts =>
    [
        .. new Forgery[]
        {
            new("What an account said later stands where it said something else", Relist(s => s.Destroyed is null
                ? s with { Version = SyntheticExport.Version(Other(s.Number)), Leaf = Other(s.Number) }
                : s), Inventory, "number 1 says '1' in lognummer; the evidence says '4'"),
            new("Two versions of an account have changed places in the evidence", Swap(Content(1), Content(4)),
                Content(1), "Opened content does not fit the commitment of mastodon/1"),
            new("The later version of an account is called the first", All(
                    Row(1, "versie", "2/2"), Row(4, "versie", "1/2")), Inventory,
                "number 1 says '2/2' in versie; the evidence says '1'"),
            new("An account belongs to something else", Row(1, "hoort_bij", "6"), Inventory,
                "number 1 is of an account and names in hoort_bij '6', which is not its first version"),
            new("A later version of an account begins anew", Row(4, "hoort_bij", "4"), Inventory,
                "number 4 says '4' in hoort_bij; the evidence says '1'"),
            new("An account answers something in the list", Row(4, "reactie_op", "1"), Inventory,
                "number 4 says '1' in reactie_op; the evidence says ''"),
            new("A withheld field of an account is opened and on no page", e => e.Write(
                    Content(1), SyntheticExport.Open(
                        1, m => m.Path == Field || SyntheticExport.Opens(m), account: true)),
                Records, $"number 1 does not show the '{Field}' that is opened in evidence/content/"),
            new("A withheld field of an account is shown", Relist(1, s => s with
                {
                    Members = [.. s.Members, (Field, "14 0991")],
                }), Records, $"number 1 shows a '{Field}' that is not opened in"),
            new("A field of an account is called otherwise", Text(Records, "Telefoon", "Mobiel"), Records,
                "number 1 shows a 'mastodon/field/name/0' that is not opened in"),
        }.Select(forgery => forgery with { From = () => new(account: true) }),
        .. OfAccountsInALogOfOnesOwn,
    ];

    /// <summary>By who makes a log of their own with keys of their own, in which all else is in order.</summary>
    private static IReadOnlyList<Forgery> OfAccountsInALogOfOnesOwn =>
    [
        Said("An account was edited", "has a 'edited-at', which no account has",
            a => a with { EditedAt = new(2026, 3, 19, 7, 0, 0, TimeSpan.Zero) }),
        Said("An account has a language", "has a 'language', which no account has", a => a with { Language = "nl" }),
        Said("An account answers something", "has a 'in-reply-to', which no account has",
            a => a with { InReplyTo = "5" }),
        Said("A picture of an account is of another type", "has a 'media/0/type' that is none",
            a => a with { Media = [a.Media[0] with { Type = "image" }] }),
        Said("An account has two avatars", "has a 'media/1/type' that is none",
            a => a with { Media = [a.Media[0], a.Media[1] with { Type = "avatar" }] }),
        Said("The header of an account comes before its avatar", "has a 'media/0/type' that is none",
            a => a with { Media = [a.Media[0] with { Type = "header" }, a.Media[1] with { Type = "avatar" }] }),
        Said("An account has a third picture", "has a 'media/2/type', which no account has",
            a => a with { Media = [.. a.Media, a.Media[0]] }),
        Said("A picture of an account is of no type", "before 'media/1/alt/0'",
            a => a with { Media = [a.Media[0], a.Media[1] with { Type = null }] }),
        Said("An account says that it is not run by a program", "has a 'mastodon/bot' that is not 'true'",
            More("bot", "false")),
        Said("An account chooses who follows it in other words", "has a 'mastodon/locked' that is not 'true'",
            More("locked", "ja")),
        Said("The id of an account is opened", "opens 'platform-id', an id", a => a,
            member => member.Path == "platform-id"),
        Said("The id of where an account moved is opened", "opens 'mastodon/moved/author-id', an id",
            a => a with
            {
                Extras =
                [
                    .. a.Extras, new("mastodon/moved/author-handle", "@x@y.example"),
                    new("mastodon/moved/author-id", "7"),
                ],
            }),
        Said("An account has no author", "before 'author-handle'", a => a with { AuthorId = null }),
        Said("An account has no id", "before 'url'", a => a with { PlatformId = null, AuthorId = null }),
        Said("Before its words an account has more than it can have", "before 'text/0'",
            a => a with { Language = "nl", Visibility = "public" },
            hides: member => member.Path is "author-name" or "posted-at" or "language" or "visibility"),
        Said("An account has something between what its server says of it and its address", "before 'mastodon/uri'",
            a => a with
            {
                Extras =
                [
                    .. a.Extras, new("mastodon/suspended", "true"), new("mastodon/t", "x"), new("mastodon/uri", "u"),
                ],
            },
            hides: member => member.Path == "mastodon/t"),
        Said("An account has something after its address", "after 'mastodon/uri'",
            a => a with { Extras = [.. a.Extras, new("mastodon/uri", "u"), new("mastodon/v", "x")] },
            hides: member => member.Path == "mastodon/v"),
        Said("An account has what only posts have", "has a 'mastodon/poll/option/0', which no account has",
            More("poll/option/0", "Ja")),
        Said("An account has a figure among its members", "has a 'mastodon/followers-count', which no account has",
            More("followers-count", "12")),
        Said("An account has what the other one calls itself", "has a 'mastodon/moved/author-name', which no account",
            More("moved/author-name", "Jan")),
        Said("An account links to one place twice", "says the same in 'link/0' and in 'link/2'",
            a => a with { Links = ["https://a.example/", "https://b.example/", "https://a.example/"] }),
        Said("An account moved to no account", "before 'mastodon/moved/url'",
            More("moved/url", "https://nieuw.example/@stad")),
        Said("A field of an account has two digits for one", "has a 'mastodon/field/name/00', which no account has",
            More("field/name/00", "Fax")),
        Said("A field of an account has ten digits", "has a 'mastodon/field/name/1000000000', which no account has",
            More("field/name/1000000000", "Fax")),
        Said("An account has something between its first and its second field", "before 'mastodon/field/name/1'",
            a => a with
            {
                Extras =
                [
                    .. a.Extras, new("mastodon/field/name/0-x", "x"), new("mastodon/field/name/1", "Fax"),
                ],
            },
            hides: member => member.Path == "mastodon/field/name/0-x"),
        new("The author of an account changed", e => { }, "evidence/facts/8.json",
            "has another author, and by leaf 1 that is an account")
        {
            From = Recorded(
                8, "000008\"(.*)\"type\":\"capture.version-captured/1", "000001\"$1\"type\":\"capture.author-changed/1",
                account: true),
        },
        .. new[] { "record", "pieces", "author", "withoutNames" }.Select(
            member => new Forgery($"The fact of an account has no {member}", e => { }, "evidence/facts/4.json",
                $"The fact of an account has no data.{member}")
            {
                From = Recorded(
                    4, $"\"{member}\":(\"[^\"]*\"|\\[[^\\]]*\\]),|,\"{member}\":\"[^\"]*\"", "", account: true),
            }),
        new("An account is captured as something else", e => { }, "evidence/facts/4.json",
            "commits to an account and is of type capture.version-remapped/1")
        {
            From = Recorded(4, "capture.version-captured/1", "capture.version-remapped/1", account: true),
        },
        new("A later version of an account is a post", e => { }, "evidence/facts/4.json",
            "one says that it is an account, the other does not")
        {
            From = Recorded(4, "\"kind\":\"account\"", "\"kind\":\"post\"", account: true),
        },
        new("A later version of an account is of no kind", e => { }, "evidence/facts/4.json",
            "one says that it is an account, the other does not")
        {
            From = Recorded(4, "\"kind\":\"account\",", "", account: true),
        },
        new("An account is of a kind that there is not", e => { }, "evidence/facts/4.json",
            "is none of post, comment, share and account")
        {
            From = Recorded(4, "\"kind\":\"account\"", "\"kind\":\"profile\"", account: true),
        },
        new("An account was read in two pieces", e => { }, "evidence/facts/4.json", "An account is read in one piece")
        {
            From = Recorded(4, "\"pieces\":\\[({[^}]*})\\]", "\"pieces\":[$1,$1]", account: true),
        },
        new("A later version of an account is kept in another unit", e => { }, "evidence/facts/4.json",
            "and of another unit than leaf 1")
        {
            From = Recorded(
                4, $"\"unit\":\"{Units}1", $"\"unit\":\"{Units}2", account: true),
        },
    ];

    private static Func<MappedContent, MappedContent> More(string path, string value) =>
        a => a with { Extras = [.. a.Extras, new($"mastodon/{path}", value)] };

    /// <param name="says">What the account said later.</param>
    /// <param name="opens">What is opened besides.</param>
    /// <param name="hides">What is withheld besides.</param>
    private static Forgery Said(
        string name, string trouble, Func<MappedContent, MappedContent> says, Func<Member, bool>? opens = null,
        Func<Member, bool>? hides = null) => new(name, e => { }, Content(4), trouble)
        {
            From = () => new(account: true, says: says, opens: member =>
                (SyntheticExport.Opens(member) || opens?.Invoke(member) == true) && hides?.Invoke(member) != true),
        };
}
