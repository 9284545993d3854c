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

        Assert.Equal(0, disclosure.Withheld);
        Assert.Equal("Bel mij: 06-12345678.", Words(disclosure));
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
        var version = Comment("Goed plan", new Member("mastodon/quote/text/0", "Jan"));

        Assert.NotNull(Disclosure.Of(Item(1, Assessment.Disclosed), version).Shown("mastodon/quote/text/0"));
        Assert.Null(
            Disclosure.Of(Item(1, Assessment.DisclosedInPart, Passage.Words(0, 1)), version)
                .Shown("mastodon/quote/text/0"));
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
