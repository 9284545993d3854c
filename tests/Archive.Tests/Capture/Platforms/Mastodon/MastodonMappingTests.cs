using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence.Facts;

namespace Archive.Tests.Capture;

public class MastodonMappingTests
{
    [Theory]
    [InlineData("<p>Een</p><p>Twee</p>", "Een\n\nTwee")]
    [InlineData("<p>Een<br>Twee<br/><br/>Drie</p>\n", "Een\nTwee\n\nDrie")]
    [InlineData("<p>  veel \n\t ruimte  </p>", "veel ruimte")]
    [InlineData("<p>vast&nbsp;&nbsp;wit</p>", "vast\u00A0\u00A0wit")]
    [InlineData("a &amp; b &lt; c &#x1F6B0;", "a & b < c \U0001F6B0")]
    [InlineData("<p>Kijk <a href=\"https://a.nl/heel/lang\"><span class=\"invisible\">https://</span><span "
        + "class=\"ellipsis\">a.nl/heel</span><span class=\"invisible\">/lang</span></a>!</p>",
            "Kijk https://a.nl/heel/lang!")]
    [InlineData("<ul><li>een</li><li>twee</li></ul><p>na</p>", "- een\n- twee\n\nna")]
    [InlineData("<ol start=3><li>drie</li><li>vier</li></ol>", "3. drie\n4. vier")]
    [InlineData("<p>Dag :blobcat: <img class=\"emoji\" alt=\":zon:\"></p>", "Dag :blobcat: :zon:")]
    [InlineData("<blockquote><p>citaat</p></blockquote>antwoord", "citaat\n\nantwoord")]
    [InlineData("<pre><code>a  b\n  c</code></pre>", "a  b\n  c")]
    [InlineData("<p>voor<script>alert(1)</script><style>p{}</style>na</p>", "voorna")]
    [InlineData("<p>هل الماء آمن؟</p><p>Su içilebilir mi? 🚰</p>", "هل الماء آمن؟\n\nSu içilebilir mi? 🚰")]
    [InlineData("niet <b>gesloten", "niet gesloten")]
    [InlineData("", null)]
    public void Html_becomes_what_a_reader_sees(string html, string? text) =>
        Assert.Equal(text ?? "", Mapped(s => s["content"] = html).Bare.Text);

    [Fact]
    public void Nul_stays_and_half_a_surrogate_pair_becomes_a_replacement_character()
    {
        var status = Encoding.UTF8
            .GetBytes(Status().ToJsonString().Replace("WORDS", "a\\u0000b \\ud83d c", StringComparison.Ordinal));

        Assert.Equal("a\0b \uFFFD c", MastodonMapping.Status(status, "example.nl").Value!.Bare.Text);
    }

    [Fact]
    public void Links_tags_and_mentions_are_told_apart()
    {
        var mapped = Mapped(s =>
        {
            s["content"] = """
                <p><a href="https://b.nl/@ann" class="u-url mention">@<span>ann</span></a>
                <a href="https://c.nl/@bob" class="u-url mention">@<span>bob</span></a> zie
                <a href="https://x.nl/?a=1&amp;b=2">x.nl</a>
                <a href="https://a.nl/tags/Water" class="mention hashtag" rel="tag">#<span>Water</span></a></p>
                """;
            s["mentions"] = JsonNode.Parse("""
                [{"id":"1","url":"https://b.nl/@ann","acct":"ann@b.nl"},
                {"id":"2","url":"https://a.nl/@eve","acct":"eve"}]
                """);
            s["tags"] = JsonNode.Parse("""
                [{"name":"water","url":"https://a.nl/tags/water"},
                {"name":"Storing","url":"https://a.nl/tags/storing"}]
                """);
        }).Bare;

        Assert.Equal(["https://x.nl/?a=1&b=2"], mapped.Links);
        Assert.Equal(["Water", "Storing"], mapped.Tags); // the second stands beside the words
        Assert.Equal(["@ann@b.nl", "@bob@c.nl", "@eve@example.nl"], mapped.Mentions);
    }

    [Fact]
    public void What_changes_by_itself_or_by_who_looks_makes_no_other_content()
    {
        var changed = Mapped(s =>
        {
            s["favourites_count"] = 9;
            s["favourited"] = true;
            s["muted"] = true;
            s["filtered"] = new JsonArray(new JsonObject());
            s["card"] = new JsonObject { ["url"] = "https://x.nl", ["title"] = "x" };
            s["account"]!["followers_count"] = 12;
            s["account"]!["avatar"] = "https://files.example.nl/a.png?signature=1";
        });

        Assert.Equal(Members(Mapped(_ => { })), Members(changed));
        Assert.Equal(
            [new(Measure.Replies, 0), new(Measure.Shares, 0), new(Measure.Likes, 9)], changed.Figures);
        Assert.Equal(
            [Measure.Replies, Measure.Shares],
            Mapped(s => s["favourites_count"] = 1L << 53).Figures.Select(f => f.Measure));
    }

    [Fact]
    public void A_poll_a_warning_and_a_boost_have_members_of_their_own()
    {
        var poll = Members(Mapped(s =>
        {
            s["spoiler_text"] = "let op: water";
            s["poll"] = JsonNode.Parse("""
                {"id":"1","multiple":true,"expires_at":"2026-08-01T13:58:07.237Z","votes_count":3,
                "options":[{"title":"ja","votes_count":3},{"title":"nee"}]}
                """);
        }));
        var boost = Mapped(s =>
        {
            var other = Status();
            other["id"] = "99";
            other["content"] = "<p>van een ander</p>";
            other["account"]!["acct"] = "bob@c.nl";
            s["content"] = "";
            s["reblog"] = other;
        });

        Assert.Equal(
            [
                "mastodon/content-warning/0=let", "mastodon/content-warning/1= ", "mastodon/content-warning/2=op:",
                "mastodon/content-warning/3= ", "mastodon/content-warning/4=water",
                "mastodon/poll/expires-at=2026-08-01T13:58:07.237000Z", "mastodon/poll/multiple=true",
                "mastodon/poll/option/0=ja", "mastodon/poll/option/1=nee",
                "mastodon/uri=https://a.nl/s/7",
            ],
            poll.Where(m => m.StartsWith("mastodon/", StringComparison.Ordinal)));
        Assert.Equal(RecordKind.Share, boost.Kind);
        Assert.Equal("van een ander", boost.Bare.Text);
        Assert.Equal("@ann@example.nl", boost.Bare.AuthorHandle);
        Assert.Contains("mastodon/share/author-handle=@bob@c.nl", Members(boost));
        Assert.Contains("mastodon/share/platform-id=99", Members(boost));
    }

    [Theory]
    [InlineData("null", "null", RecordKind.Post)]
    [InlineData("\"6\"", "\"1\"", RecordKind.Comment)]
    [InlineData("null", "\"1\"", RecordKind.Comment)] // what it answers was deleted
    public void An_answer_stays_a_comment_when_what_it_answers_is_gone(string id, string account, RecordKind kind) =>
        Assert.Equal(kind, Mapped(s =>
        {
            s["in_reply_to_id"] = JsonNode.Parse(id);
            s["in_reply_to_account_id"] = JsonNode.Parse(account);
        }).Kind);

    [Fact]
    public void Words_we_do_not_know_are_kept_as_they_are()
    {
        var mapped = Mapped(s =>
        {
            s["visibility"] = "galactic";
            s["quote"] = JsonNode.Parse("""{"state":"pondering","quoted_status":null}""");
            s["media_attachments"] = JsonNode.Parse(
                """[{"id":"1","type":"hologram","url":null,"remote_url":"https://m.nl/1","description":null}]""");
        });

        Assert.Equal("galactic", mapped.Bare.Visibility);
        Assert.Contains("media/0/type=hologram", Members(mapped));
        Assert.Contains("mastodon/quote/state=pondering", Members(mapped));
        Assert.Equal([new(0, new("https://m.nl/1"))], mapped.Media);
    }

    [Theory]
    [InlineData("id", null, "$.id", "is missing")]
    [InlineData("id", "7", "$.id", "is no text")]
    [InlineData("id", "\"\"", "$.id", "is missing")]
    [InlineData("content", null, "$.content", "is missing")]
    [InlineData("content", "[]", "$.content", "is no text")]
    [InlineData("account", null, "$.account", "is missing")]
    [InlineData("account", "\"ann\"", "$.account", "is no object")]
    [InlineData("account", "{\"id\":\"1\"}", "$.account.acct", "is missing")]
    [InlineData("created_at", null, "$.created_at", "is missing")]
    [InlineData("created_at", "\"yesterday\"", "$.created_at", "is no moment")]
    [InlineData("created_at", "\"2026-02-30T00:00:00Z\"", "$.created_at", "is no moment")]
    [InlineData("created_at", "\"2026-08-01 13:53:07Z\"", "$.created_at", "is no moment")]
    [InlineData("created_at", "\"2026-08-01T13:53:07\"", "$.created_at", "is no moment")]
    [InlineData("created_at", "1785592387", "$.created_at", "is no text")]
    [InlineData("edited_at", "true", "$.edited_at", "is no text")]
    [InlineData("language", "5", "$.language", "is no text")]
    [InlineData("media_attachments", "{}", "$.media_attachments", "is no array")]
    [InlineData("media_attachments", "[1]", "$.media_attachments[0]", "is no object")]
    [InlineData("media_attachments", "[{\"id\":\"1\"}]", "$.media_attachments[0].type", "is missing")]
    [InlineData("replies_count", "-1", "$.replies_count", "is no count")]
    [InlineData("favourites_count", "1e400", "$.favourites_count", "is no count")]
    [InlineData("sensitive", "\"no\"", "$.sensitive", "is neither true nor false")]
    [InlineData("reblog", "{\"id\":\"8\"}", "$.reblog.content", "is missing")]
    public void What_is_not_understood_says_where(string field, string? value, string path, string reason)
    {
        var status = Status();
        status.Remove(field);
        var json = status.ToJsonString();
        if (value is not null)
            json = $"{{\"{field}\":{value},{json[1..]}";

        Assert.Equal(new(path, reason), MastodonMapping.Status(Encoding.UTF8.GetBytes(json), "example.nl").Trouble);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>")]
    [InlineData("{\"id\":\"1\"")]
    [InlineData("[]")]
    [InlineData("")]
    public void What_is_no_item_is_not_understood(string body) =>
        Assert.Equal("$", MastodonMapping.Status(Encoding.UTF8.GetBytes(body), "example.nl").Trouble?.Path);

    [Theory]
    [InlineData("2026-08-01T13:53:07Z", "2026-08-01T13:53:07.0000000+00:00")]
    [InlineData("2026-08-01T13:53:07.1234567899Z", "2026-08-01T13:53:07.1234567+00:00")]
    [InlineData("2026-08-01T15:53:07.5+02:00", "2026-08-01T13:53:07.5000000+00:00")]
    public void A_moment_may_have_any_fraction_and_zone(string written, string moment) =>
        Assert.Equal(moment, Mapped(s => s["created_at"] = written).PostedAt.ToString("o"));

    [Theory]
    [InlineData(300_000, "<div>")]
    [InlineData(2_000_000, "x")]
    public void A_post_that_no_one_could_write_is_not_read(int times, string part) =>
        Assert.Equal(
            new("$.content", "is larger than a post can be"),
            MastodonMapping.Status(
                Encoding.UTF8
                    .GetBytes(With(s => s["content"] = string.Concat(Enumerable.Repeat(part, times))).ToJsonString()),
                "example.nl").Trouble);

    [Fact]
    public void Deep_markup_is_read() =>
        Assert.Equal(
            "diep",
            Mapped(s => s["content"] = string.Concat(Enumerable.Repeat("<i>", 5000)) + "diep").Bare.Text);

    private static MappedItem Mapped(Action<JsonObject> change)
    {
        var reading = MastodonMapping.Status(Encoding.UTF8.GetBytes(With(change).ToJsonString()), "example.nl");
        return reading.Value ?? throw new InvalidOperationException(reading.Trouble!.ToString());
    }

    private static IEnumerable<string> Members(MappedItem status) =>
        status.Bare.Members(MastodonMapping.Name).Select(m => $"{m.Path}={m.Value}");

    private static JsonObject With(Action<JsonObject> change)
    {
        var status = Status();
        change(status);
        return status;
    }

    private static JsonObject Status() => JsonNode.Parse("""
        {"id":"7","created_at":"2026-08-01T13:53:07.242Z","content":"<p>WORDS</p>","visibility":"public",
        "language":"nl","uri":"https://a.nl/s/7","url":"https://a.nl/@ann/7",
        "replies_count":0,"reblogs_count":0,"favourites_count":0,
        "account":{"id":"1","acct":"ann","display_name":"Ann"},"media_attachments":[],"mentions":[],"tags":[]}
        """)!.AsObject();
}
