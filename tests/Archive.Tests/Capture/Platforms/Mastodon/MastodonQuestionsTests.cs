using Archive.Capture.Http;
using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence.Facts;

namespace Archive.Tests.Capture;

public class MastodonQuestionsTests
{
    private static readonly MastodonQuestions Questions = new(new("https://social.example.nl/"));

    [Fact]
    public void What_is_asked_for_cannot_change_the_question()
    {
        Assert.Equal(
            "https://social.example.nl/api/v1/accounts/lookup?acct=ann%40a.nl",
            Questions.Account("@ann@a.nl").AbsoluteUri);
        Assert.Equal(
            "https://social.example.nl/api/v1/accounts/1/statuses?limit=40",
            Questions.Listing("1").AbsoluteUri);
        Assert.Equal("https://social.example.nl/api/v1/statuses/7/context", Questions.Thread("7").AbsoluteUri);
        Assert.Equal("https://social.example.nl/api/v1/statuses/7/history", Questions.History("7").AbsoluteUri);
        Assert.Equal(
            "https://social.example.nl/api/v1/statuses/..%2F..%2F7%3Fx",
            Questions.Status("../../7?x").AbsoluteUri);
    }

    [Theory]
    [InlineData(
        "<https://s.nl/api/v1/accounts/1/statuses?max_id=5>; rel=\"next\", <https://s.nl/x?min_id=9>; rel=\"prev\"",
        "https://s.nl/api/v1/accounts/1/statuses?max_id=5",
        false)]
    [InlineData(
        "<https://s.nl/x?min_id=9>; rel=\"prev\", <https://s.nl/x?max_id=5>; rel=\"next\"",
        "https://s.nl/x?max_id=5",
        false)]
    [InlineData("<http://s.nl/x?max_id=5>; rel=\"next\"", "https://s.nl/x?max_id=5", false)] // behind a proxy
    [InlineData("</x?max_id=5>; title=\"a, b\"; rel=next", "https://s.nl/x?max_id=5", false)]
    [InlineData("<https://s.nl/x?a=1,2>; REL=\"prefetch Next\"", "https://s.nl/x?a=1,2", false)]
    [InlineData("<https://s.nl/x?min_id=9>; rel=\"prev\"", null, false)]
    [InlineData("<https://s.nl/x>; rel=\"nextish\"", null, false)]
    [InlineData("", null, false)]
    [InlineData("<https://evil.nl/x?max_id=5>; rel=\"next\"", null, true)]
    [InlineData("<https://s.nl:8443/x?max_id=5>; rel=\"next\"", null, true)]
    [InlineData("<file:///etc/passwd>; rel=\"next\"", null, true)]
    [InlineData("<https://s.nl/api/v1/accounts/1/statuses?limit=40>; rel=\"next\"", null, true)] // the same page again
    public void The_next_page_is_on_the_same_server(string link, string? next, bool astray)
    {
        var asked = new Uri("https://s.nl/api/v1/accounts/1/statuses?limit=40");
        var answer = new Fetched(asked, asked, default, default, 200, [], [new("link", link)], [], null, null);

        Assert.Equal(new LinkHeader(next is null ? null : new(next), astray), LinkHeader.After(answer));
    }

    [Fact]
    public void The_table_of_capabilities_says_each_thing_once() =>
        Assert.Equal(
            ["posts", "comments", "media", "edits", "deletions", "figures", "account", "polls", "quotes",
            "hidden", "direct messages", "advertisements"],
            MastodonCapabilities.Table.All.Select(c => c.What));
}
