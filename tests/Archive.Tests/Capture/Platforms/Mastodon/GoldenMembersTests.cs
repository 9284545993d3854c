using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence;

namespace Archive.Tests.Capture;

/// <summary>
/// Members written out with another program (Python) from the recorded answers, by the rules in the docs.
/// </summary>
public class GoldenMembersTests
{
    [FixtureFact]
    public void A_status_of_Mastodon_that_quotes_has_these_members() =>
        Check(
            "mastodon/test_status_post_with_quote.json", 1, [],
            "platform-id=117020582925004921",
            "url=http://localhost:3000/@mastodonpy_test/117020582925004921",
            "author-id=117020565966271181",
            "author-handle=@mastodonpy_test@example.nl",
            "author-name=John Lennon",
            "posted-at=2026-08-01T13:53:10.824000Z",
            "language=en",
            "visibility=unlisted",
            "text/0=RE:",
            "text/1= ",
            "text/2=http://localhost:3000/@mastodonpy_test/117020582917124092",
            "text/3=\n\n",
            "text/4=yoooooooo",
            "link/0=http://localhost:3000/@mastodonpy_test/117020582917124092",
            "mastodon/quote/author-handle=@mastodonpy_test@example.nl",
            "mastodon/quote/author-id=117020565966271181",
            "mastodon/quote/author-name=John Lennon",
            "mastodon/quote/platform-id=117020582917124092",
            "mastodon/quote/posted-at=2026-08-01T13:53:10.704000Z",
            "mastodon/quote/state=accepted",
            "mastodon/quote/text/0=Toot!",
            "mastodon/quote/url=http://localhost:3000/@mastodonpy_test/117020582917124092",
            "mastodon/sensitive=true",
            "mastodon/uri=http://localhost:3000/ap/users/117020565966271181/statuses/117020582925004921");

    [FixtureFact]
    public void An_edited_status_of_GoToSocial_with_a_picture_has_these_members() =>
        Check(
            "live_mastodon_gotosocial/status_edit2.json", 0,
            new() { [0] = Digest.Parse("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") },
            "platform-id=01M7XQX59JGSVA9AJC9BVS00TT",
            "url=http://localhost:8280/@cityhall/statuses/01M7XQX59JGSVA9AJC9BVS00TT",
            "author-id=016K0J5SDKA8BDJDFSP243GHAT",
            "author-handle=@cityhall@example.nl",
            "author-name=cityhall",
            "posted-at=2026-11-21T00:25:39.378000Z",
            "edited-at=2026-11-21T00:25:44.985000Z",
            "language=en",
            "visibility=public",
            "text/0=Water", "text/1= ", "text/2=main", "text/3= ", "text/4=repair", "text/5= ", "text/6=on", "text/7= ",
            "text/8=Elm", "text/9= ", "text/10=Street", "text/11= ", "text/12=CANCELLED",
            "media/0/digest=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "media/0/type=image",
            "media/0/alt/0=map", "media/0/alt/1= ", "media/0/alt/2=of", "media/0/alt/3= ", "media/0/alt/4=closure",
            "mastodon/uri=http://localhost:8280/users/cityhall/statuses/01M7XQX59JGSVA9AJC9BVS00TT");

    [FixtureFact]
    public void A_comment_that_mentions_someone_has_these_members()
    {
        var thread = Recorded.Exchange("live_mastodon_gotosocial/context_before.json").Body;
        var comment = JsonItems.OfArrays(thread, "ancestors", "descendants").Items[0].In(thread);

        var mapped = MastodonMapping.Status(comment, "example.nl").Value!;

        Assert.Equal(
            [
                "platform-id=01M7XQX5AE9KAS0NGG6WC9KF4V",
                "url=http://localhost:8280/@citizen/statuses/01M7XQX5AE9KAS0NGG6WC9KF4V",
                "author-id=01QTB1PZHQB3GT591RG21HWQMB",
                "author-handle=@citizen@example.nl",
                "author-name=citizen",
                "posted-at=2026-11-21T00:25:39.407000Z",
                "language=en",
                "visibility=unlisted",
                "in-reply-to=01M7XQX59JGSVA9AJC9BVS00TT",
                "text/0=@cityhall", "text/1= ", "text/2=How", "text/3= ", "text/4=long?",
                "mention/0=@cityhall@example.nl",
                "mastodon/uri=http://localhost:8280/users/citizen/statuses/01M7XQX5AE9KAS0NGG6WC9KF4V",
            ],
            mapped.Bare.Members(MastodonMapping.Name).Select(m => $"{m.Path}={m.Value}"));
        Assert.Equal(RecordKind.Comment, mapped.Kind);
        Assert.Equal(
            [new(Measure.Replies, 1), new(Measure.Shares, 0), new(Measure.Likes, 0)], mapped.Figures);
    }

    /// <summary>The same kinds of status from recordings of our own, which are always there.</summary>
    [Fact]
    public void A_quote_of_our_own_has_these_members() =>
        Check(
            "own-mastodon/quote.json", 1, [],
            "platform-id=116500000300000002",
            "url=http://localhost:3000/@inwoner/116500000300000002",
            "author-id=116500000000000002",
            "author-handle=@inwoner@example.nl",
            "posted-at=2026-10-07T11:01:00.824000Z",
            "language=nl",
            "visibility=unlisted",
            "text/0=RE:",
            "text/1= ",
            "text/2=http://localhost:3000/@gemeente/116500000300000001",
            "text/3=\n\n",
            "text/4=Eindelijk!",
            "link/0=http://localhost:3000/@gemeente/116500000300000001",
            "mastodon/quote/author-handle=@gemeente@example.nl",
            "mastodon/quote/author-id=116500000000000001",
            "mastodon/quote/author-name=Gemeente Dijkdorp",
            "mastodon/quote/platform-id=116500000300000001",
            "mastodon/quote/posted-at=2026-10-07T11:00:00.704000Z",
            "mastodon/quote/state=accepted",
            "mastodon/quote/text/0=De",
            "mastodon/quote/text/1= ",
            "mastodon/quote/text/10=uur",
            "mastodon/quote/text/11= ",
            "mastodon/quote/text/12=open",
            "mastodon/quote/text/2=brug",
            "mastodon/quote/text/3= ",
            "mastodon/quote/text/4=gaat",
            "mastodon/quote/text/5= ",
            "mastodon/quote/text/6=om",
            "mastodon/quote/text/7= ",
            "mastodon/quote/text/8=vijf",
            "mastodon/quote/text/9= ",
            "mastodon/quote/url=http://localhost:3000/@gemeente/116500000300000001",
            "mastodon/sensitive=true",
            "mastodon/uri=http://localhost:3000/ap/users/116500000000000002/statuses/116500000300000002");

    [Fact]
    public void An_edited_status_of_our_own_with_a_picture_has_these_members() =>
        Check(
            "own-gotosocial/status_edit2.json", 0,
            new() { [0] = Digest.Parse("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") },
            "platform-id=01JD0Q1BERICHT000000000000",
            "url=http://localhost:8280/@gemeente/statuses/01JD0Q1BERICHT000000000000",
            "author-id=01JD0Q0GEMEENTE00000000000",
            "author-handle=@gemeente@example.nl",
            "author-name=Gemeente Dijkdorp",
            "posted-at=2026-10-05T09:00:00.000000Z",
            "edited-at=2026-10-05T09:20:00.375000Z",
            "language=nl",
            "visibility=public",
            "text/0=De", "text/1= ", "text/2=dijk", "text/3= ", "text/4=blijft", "text/5= ", "text/6=open",
            "media/0/digest=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "media/0/type=image",
            "media/0/alt/0=plattegrond", "media/0/alt/1= ", "media/0/alt/2=van", "media/0/alt/3= ",
            "media/0/alt/4=de", "media/0/alt/5= ", "media/0/alt/6=dijk",
            "mastodon/uri=http://localhost:8280/users/gemeente/statuses/01JD0Q1BERICHT000000000000");

    [Fact]
    public void A_comment_of_our_own_that_mentions_someone_has_these_members()
    {
        var thread = Recorded.Exchange("own-gotosocial/context_before.json").Body;
        var comment = JsonItems.OfArrays(thread, "ancestors", "descendants").Items[0].In(thread);

        var mapped = MastodonMapping.Status(comment, "example.nl").Value!;

        Assert.Equal(
            [
                "platform-id=01JD0Q2VRAAG00000000000000",
                "url=http://localhost:8280/@inwoner/statuses/01JD0Q2VRAAG00000000000000",
                "author-id=01JD0Q0INWONER000000000000",
                "author-handle=@inwoner@example.nl",
                "author-name=Inwoner van de Dijk",
                "posted-at=2026-10-05T09:01:10.250000Z",
                "language=nl",
                "visibility=unlisted",
                "in-reply-to=01JD0Q1BERICHT000000000000",
                "text/0=@gemeente", "text/1= ", "text/2=Ook", "text/3= ", "text/4=voor", "text/5= ",
                "text/6=fietsers?",
                "mention/0=@gemeente@example.nl",
                "mastodon/uri=http://localhost:8280/users/inwoner/statuses/01JD0Q2VRAAG00000000000000",
            ],
            mapped.Bare.Members(MastodonMapping.Name).Select(m => $"{m.Path}={m.Value}"));
        Assert.Equal(RecordKind.Comment, mapped.Kind);
        Assert.Equal(
            [new(Measure.Replies, 1), new(Measure.Shares, 0), new(Measure.Likes, 0)], mapped.Figures);
    }

    private static void Check(string file, int number, Dictionary<int, Digest> kept, params string[] expected)
    {
        var mapped = MastodonMapping.Status(Recorded.Exchange(file, number).Body, "example.nl").Value!;

        Assert.Equal(expected, mapped.Content(kept).Members(MastodonMapping.Name).Select(m => $"{m.Path}={m.Value}"));
    }
}
