using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Exports.Content;
using Archive.Records;
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
    [InlineData("mastodon/quote/author-id")]
    [InlineData("mastodon/quote/state")]
    [InlineData("mastodon/share/platform-id")]
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

    [Theory]
    [InlineData(PassageKind.PollOption, 1, "poll/option/1")]
    [InlineData(PassageKind.QuotedName, null, "quote/author-name")]
    [InlineData(PassageKind.QuotedHandle, null, "quote/author-handle", "quote/url")]
    [InlineData(PassageKind.SharedName, null, "share/author-name")]
    [InlineData(PassageKind.SharedHandle, null, "share/author-handle", "share/url")]
    [InlineData(PassageKind.Preview, null, "preview/description", "preview/title", "preview/url")]
    [InlineData(PassageKind.FieldName, 0, "field/name/0")]
    [InlineData(PassageKind.FieldName, 2, "field/name/2")]
    [InlineData(PassageKind.FieldValue, 0, "field/value/0")]
    [InlineData(PassageKind.FieldValue, 10, "field/value/10")]
    [InlineData(PassageKind.MovedHandle, null, "moved/author-handle", "moved/url")]
    public void What_others_wrote_is_redacted_one_by_one(PassageKind kind, int? index, params string[] hidden)
    {
        var version = WithOthers();
        var whole = Disclosure.Of(Item(1, Assessment.Disclosed), version);
        var part = Disclosure.Of(Item(1, Assessment.DisclosedInPart, new Passage(kind, index)), version);

        Assert.Equal(
            hidden.Select(path => $"mastodon/{path}"),
            Enumerable.Range(0, version.Members.Count).Where(i => whole.Shows(i) && !part.Shows(i))
                .Select(i => version.Members[i].Path));
        Assert.Equal(0, part.WithheldWords);
    }

    /// <summary>Members of a platform lie in the order of their bytes, `/10` before `/2`.</summary>
    [Theory]
    [InlineData(PassageKind.QuotedText, "een twee drie vier [5.1.2e] zeven acht")]
    [InlineData(PassageKind.Warning, "een twee drie vier [5.1.2e] zeven acht")]
    public void Words_of_a_quote_and_of_a_warning_are_counted_as_they_are_read(PassageKind kind, string expected)
    {
        var version = WithOthers();
        var part = Disclosure.Of(Item(1, Assessment.DisclosedInPart, new Passage(kind, From: 4, To: 6)), version);

        var runs = part.Text(kind, WooRequestKind.Table, Language.Nl);
        Assert.Equal(expected, string.Concat(runs.Select(r => r.Text ?? $"[{r.Redaction!.Ground}]")));
        Assert.Equal(2, part.WithheldWords);
    }

    /// <summary>Everything that is opened and that someone wrote has a passage that takes it out.</summary>
    [Fact]
    public void All_that_someone_wrote_can_be_redacted()
    {
        var version = WithOthers();
        var parts = ScopeSearch.Parts(version);
        var passages = Enum.GetValues<PassageKind>()
            .SelectMany(kind => Enumerable.Range(0, 20).SelectMany<int, Passage>(i =>
                [new(kind), new(kind, Index: i), new(kind, From: i, To: i + 1)]))
            .Where(p => p.Check(parts) is null).ToList();
        var taken = passages.SelectMany(p => PassageMembers.Of(version, p)).ToHashSet();

        var shown = Disclosure.Of(Item(1, Assessment.Disclosed), version);
        Assert.Equal(
            ["mastodon/poll/expires-at", "mastodon/quote/posted-at"],
            Enumerable.Range(0, version.Members.Count)
                .Where(i => shown.Shows(i) && !taken.Contains(i) && version.Members[i].Value.Trim().Length > 0)
                .Select(i => version.Members[i].Path));
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

    private static RecordVersion WithOthers() => Comment(
        "Goed plan", "bakker_jan", "1", null,
        [
            .. SampleDocuments.Extras(
                [
                    .. MappedContent.Cut("mastodon/content-warning", "een twee drie vier vijf zes zeven acht"),
                    .. MappedContent.Cut("mastodon/quote/text", "een twee drie vier vijf zes zeven acht"),
                    new("mastodon/poll/option/0", "Ja"), new("mastodon/poll/option/1", "Nee"),
                    new("mastodon/poll/expires-at", "2026-11-02T12:00:00.000000Z"),
                    new("mastodon/quote/author-id", "7"), new("mastodon/quote/author-name", "Fatma"),
                    new("mastodon/quote/author-handle", "@fatma@buurt.example"),
                    new("mastodon/quote/url", "https://buurt.example/7"),
                    new("mastodon/quote/posted-at", "2026-11-01T12:00:00.000000Z"),
                    new("mastodon/share/author-name", "Samira"),
                    new("mastodon/share/author-handle", "@samira@buurt.example"),
                    new("mastodon/share/url", "https://buurt.example/8"),
                    new("mastodon/preview/url", "https://krant.example/1"),
                    new("mastodon/preview/title", "Brug dicht"), new("mastodon/preview/description", "Van maandag"),
                    new("mastodon/field/name/0", "Telefoon"), new("mastodon/field/value/0", "14 0999"),
                    new("mastodon/field/name/2", "Leeg"), new("mastodon/field/value/10", "zonder naam"),
                    new("mastodon/moved/author-handle", "@stad@elders.example"), new("mastodon/moved/author-id", "7"),
                    new("mastodon/moved/url", "https://elders.example/@stad"),
                ]),
        ]);

    private static string Words(Disclosure disclosure) =>
        string.Concat(disclosure.Text(WooRequestKind.Table, Language.Nl).Select(r => r.Text));
}
