using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Exports.Content;
using Archive.Requests;
using Archive.Requests.Woo;
using static Archive.Tests.Exports.SampleDocuments;

namespace Archive.Tests.Exports;

public class DisclosureTests
{
    [Fact]
    public void What_is_public_is_shown_whole()
    {
        var disclosure = Disclosure.Of(Item(1, Assessment.Disclosed), Comment("Bel mij: 06-12345678."));

        Assert.Equal(0, disclosure.WithheldWords);
        Assert.Equal("Bel mij: 06-12345678.", Words(disclosure));
    }

    /// <summary>What stands on no page was judged by nobody, even where all that was judged is public.</summary>
    [Theory]
    [InlineData("mastodon/quote/author-name")]
    [InlineData("mastodon/quote/text/0")]
    [InlineData("mastodon/boost/author-handle")]
    [InlineData("mastodon/uri")]
    [InlineData("platform-id")]
    [InlineData("author-id")]
    [InlineData("in-reply-to")]
    public void What_no_page_prints_is_not_opened(string path)
    {
        var version = Comment("Zie", "gemeente", "78", "77", new Member(path, "Jan"));

        Assert.Null(Disclosure.Of(Item(1, Assessment.Disclosed), version).Shown(path));
    }

    [Fact]
    public void Withheld_words_are_counted_without_the_space_between_them()
    {
        var disclosure = Disclosure.Of(
            Item(1, Assessment.DisclosedInPart, Passage.Words(1, 3), new Passage(PassageKind.AuthorName)),
            Comment("Groet, Joris Vries uit Voorbeeldstad"));

        Assert.Equal(2, disclosure.WithheldWords);
    }

    [Fact]
    public void Words_that_the_next_version_does_not_have_are_marked()
    {
        var item = Item(1, Assessment.DisclosedInPart, Passage.Words(0, 1));
        var earlier = Disclosure.Of(item, Comment("Jan ziet zes bomen in de straat"));
        var later = Disclosure.Of(item, Comment("Piet ziet vier bomen in straat"));

        var runs = earlier.Text(WooRequestKind.Table, Language.Nl, later);

        Assert.Equal(
            [(null, false), (" ziet ", false), ("zes", true), (" bomen in", false), (" de", true), (" straat", false)],
            runs.Select(r => (r.Text, r.Marked)));
    }

    [Fact]
    public void Of_very_long_texts_all_from_the_first_to_the_last_change_is_marked()
    {
        List<string> Long(string word) => ["zo", .. Enumerable.Repeat(word, 11_000), "klaar"];

        var marked = MarkedChanges.Between(Long("a"), Long("b"));

        Assert.Equal(11_000, marked.Count(m => m));
        Assert.Equal((false, true, false), (marked[0], marked[1], marked[^1]));
    }

    [Theory]
    [InlineData(Assessment.Withheld)]
    [InlineData(Assessment.AlreadyPublic)]
    [InlineData(Assessment.Duplicate)]
    public void Of_what_is_not_disclosed_nothing_is_shown(Assessment assessment)
    {
        var disclosure = Disclosure.Of(Item(1, assessment), Comment("Bel mij"));

        Assert.False(disclosure.HasPages);
        Assert.Equal(disclosure.Version.Members.Count, disclosure.Withheld);
    }

    [Fact]
    public void Redacted_words_go_with_the_space_between_them_and_leave_one_box()
    {
        var disclosure = Disclosure.Of(
            Item(1, Assessment.DisclosedInPart, Passage.Words(1, 3)), Comment("Groet, Joris Vries uit Voorbeeldstad"));

        var runs = disclosure.Text(WooRequestKind.Table, Language.Nl);
        Assert.Equal(["Groet, ", null, " uit Voorbeeldstad"], runs.Select(r => r.Text));
        Assert.Equal("5.1.2e", runs[1].Redaction!.Ground);
    }

    [Fact]
    public void A_hidden_handle_takes_everything_that_leads_to_it()
    {
        var disclosure = Disclosure.Of(
            Item(1, Assessment.DisclosedInPart, new Passage(PassageKind.AuthorHandle)),
            Comment("Goed plan"));

        Assert.All(["author-handle", "author-id", "url", "platform-id"], path => Assert.Null(disclosure.Shown(path)));
        Assert.Equal("Jan Bakker", disclosure.Shown("author-name"));
    }

    [Fact]
    public void A_platform_s_own_members_go_with_any_redaction()
    {
        var version = Comment("Goed plan", new Member("mastodon/poll/option/0", "Jan"));

        Assert.NotNull(Disclosure.Of(Item(1, Assessment.Disclosed), version).Shown("mastodon/poll/option/0"));
        Assert.Null(
            Disclosure.Of(Item(1, Assessment.DisclosedInPart, Passage.Words(0, 1)), version)
                .Shown("mastodon/poll/option/0"));
    }

    [Fact]
    public void A_hidden_picture_goes_with_its_description()
    {
        var version = Comment(
            "Kijk",
            new Member("media/0/digest", new string('a', 64)),
            new Member("media/0/type", "image"),
            new Member("media/0/alt/0", "kenteken"));

        var disclosure = Disclosure.Of(
            Item(1, Assessment.DisclosedInPart, Passage.Part(PassageKind.Medium, 0)), version);

        Assert.All(["media/0/digest", "media/0/type", "media/0/alt/0"], path => Assert.Null(disclosure.Shown(path)));
    }

    [Theory]
    [InlineData("06-12345678", "2-3")] // the word goes with its full stop
    [InlineData("BEL MIJ", "0-2")] // whatever the case
    [InlineData("niets", "")]
    public void Words_an_officer_reads_are_found_as_whole_words(string passage, string expected)
    {
        var found = FindPassages.InText(Comment("Bel mij 06-12345678."), passage);

        Assert.Equal(expected, string.Join(' ', found.Select(p => $"{p.From}-{p.To}")));
    }

    private static string Words(Disclosure disclosure) =>
        string.Concat(disclosure.Text(WooRequestKind.Table, Language.Nl).Select(r => r.Text));
}
