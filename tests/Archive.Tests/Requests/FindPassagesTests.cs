using Archive.Evidence.Content;
using Archive.Records;
using Archive.Requests;
using Archive.Tests.Exports;

namespace Archive.Tests.Requests;

public class FindPassagesTests
{
    private static readonly RecordVersion Version = SampleDocuments.Comment(
        "Bel Fatma of mail Fatma.", new Member("mention/0", "@stad@voorbeeld.example"));

    [Fact]
    public void Words_are_found_wherever_they_stand() => Assert.Equal(
        [Passage.Words(1, 2), Passage.Words(4, 5)], Chosen(new("fatma", Author: false, Medium: null, Mention: null)));

    [Fact]
    public void An_author_is_a_name_and_a_handle() => Assert.Equal(
        [new Passage(PassageKind.AuthorName), new(PassageKind.AuthorHandle)],
        Chosen(new(Text: null, Author: true, Medium: null, Mention: null)));

    [Fact]
    public void A_part_that_the_record_does_not_show_is_not_chosen() => Assert.Equal(
        [new Passage(PassageKind.AuthorHandle)],
        FindPassages.Chosen(
            Version, Given.Parts with { AuthorName = false }, new(null, Author: true, Medium: null, Mention: null)));

    [Fact]
    public void A_medium_and_a_mention_are_chosen_together() => Assert.Equal(
        [Passage.Part(PassageKind.Medium, 1), Passage.Part(PassageKind.Mention, 0)],
        Chosen(new(Text: null, Author: false, Medium: 1, Mention: "@stad")));

    [Theory]
    [InlineData("@stad", "@stad kom je? Groet, @stad.", 0, 1, 4, 5)]
    [InlineData("stad@voorbeeld.example", "Vraag het @stad@voorbeeld.example, of @STAD!", 2, 3, 4, 5)]
    [InlineData("@stad", "@stadhuis en @stad_2 en @stad", 2, 3, 4, 5)] // a reader finds @stad in @stad_2
    public void A_mention_goes_with_the_name_that_the_text_shows(
        string handle, string text, int from, int to, int from2, int to2)
    {
        var version = SampleDocuments.Comment(text, new Member("mention/0", "@stad@voorbeeld.example"));

        Assert.Equal(
            [Passage.Part(PassageKind.Mention, 0), Passage.Words(from, to), Passage.Words(from2, to2)],
            FindPassages.NotYet(
                FindPassages.Chosen(version, Given.Parts, new(null, Author: false, Medium: null, handle)), []));
    }

    private static readonly RecordVersion Quoting = SampleDocuments.Comment(
        "Lees dit",
        new Member("mastodon/poll/option/0", "Ja"), new("mastodon/poll/option/1", "Vraag Fatma"),
        new("mastodon/preview/title", "Fatma vertelt"),
        new("mastodon/quote/author-handle", "@fatma@buurt.example"), new("mastodon/quote/author-name", "Fatma"),
        new("mastodon/quote/text/0", "Groet,"), new("mastodon/quote/text/1", " "),
        new("mastodon/quote/text/2", "Fatma"), new("mastodon/share/author-handle", "@stad@voorbeeld.example"));

    [Fact]
    public void Words_of_others_are_found_too() => Assert.Equal(
        [
            new Passage(PassageKind.QuotedText, From: 1, To: 2), Passage.Part(PassageKind.PollOption, 1),
            new(PassageKind.Preview),
        ],
        FindPassages.Chosen(Quoting, ScopeSearch.Parts(Quoting), new("fatma", Author: false, null, null)));

    [Fact]
    public void Names_and_values_of_fields_are_found_each_by_itself_and_where_an_account_moved()
    {
        var version = SampleDocuments.Comment(
            "Kijk", new Member("mastodon/field/name/0", "Fatma"), new("mastodon/field/name/10", "Balie"),
            new("mastodon/field/value/10", "bij Fatma"), new("mastodon/moved/author-handle", "@fatma@elders.example"),
            new("mastodon/moved/url", "https://elders.example/@fatma"));
        var parts = ScopeSearch.Parts(version);

        Assert.Equal((11, true), (parts.Fields, parts.Moved));
        Assert.Equal(
            [Passage.Part(PassageKind.FieldName, 0), Passage.Part(PassageKind.FieldValue, 10)],
            FindPassages.Chosen(version, parts, new("fatma", Author: false, null, null)));
        Assert.Equal(
            [new(PassageKind.MovedHandle)],
            FindPassages.Chosen(version, parts, new(null, Author: false, null, Mention: "@fatma")));
        Assert.Equal(
            [new(PassageKind.MovedHandle)],
            FindPassages.Chosen(version, parts, new(null, Author: false, null, null, Quoted: true)));
    }

    [Fact]
    public void Words_in_links_tags_mentions_and_descriptions_are_found_too()
    {
        var version = SampleDocuments.Comment(
            "Kijk", new Member("link/0", "https://stad.example"), new("link/1", "https://buurt.example/Fatma"),
            new("media/0/digest", new('a', 64)), new("media/1/alt/0", "foto"), new("media/1/alt/1", " "),
            new("media/1/alt/10", "!"), new("media/1/alt/2", "van"), new("media/1/alt/3", " "),
            new("media/1/alt/4", "Fatma"), new("mention/0", "@fatma@buurt.example"), new("tag/0", "fatmajarig"));

        Assert.Equal(
            [
                Passage.Part(PassageKind.Link, 1), Passage.Part(PassageKind.Tag, 0),
                Passage.Part(PassageKind.Mention, 0), Passage.Part(PassageKind.Medium, 1),
            ],
            FindPassages.Anywhere(version, "fatma"));
        Assert.Equal([Passage.Part(PassageKind.Medium, 1)], FindPassages.Anywhere(version, "van fatma!"));
    }

    [Theory]
    [InlineData("mastodon/quote/url", PassageKind.QuotedHandle)]
    [InlineData("mastodon/share/url", PassageKind.SharedHandle)]
    public void An_address_alone_leads_to_who_is_quoted_or_shared(string path, PassageKind kind)
    {
        var version = SampleDocuments.Comment("Lees dit", new Member(path, "https://buurt.example/@fatma/7"));
        var parts = ScopeSearch.Parts(version);

        var chosen = Assert.Single(
            FindPassages.Chosen(version, parts, new(null, Author: false, null, null, Quoted: true)));
        Assert.Equal(new(kind), chosen);
        Assert.Null(chosen.Check(parts));
    }

    [Theory]
    [InlineData("@fatma", false, PassageKind.QuotedHandle, PassageKind.QuotedName)]
    [InlineData("@stad@voorbeeld.example", false, PassageKind.SharedHandle)]
    [InlineData(null, true, PassageKind.QuotedHandle, PassageKind.QuotedName, PassageKind.SharedHandle)]
    public void Who_is_quoted_or_shared_is_a_name_and_a_handle(
        string? mention, bool quoted, params PassageKind[] expected) => Assert.Equal(
        expected.Select(kind => new Passage(kind)),
        FindPassages.Chosen(
            Quoting, ScopeSearch.Parts(Quoting), new(null, Author: false, null, mention, Quoted: quoted)));

    [Fact]
    public void What_is_redacted_already_is_left_as_it_is_and_the_rest_goes() => Assert.Equal(
        [new Passage(PassageKind.AuthorHandle), Passage.Words(0, 2), Passage.Words(4, 7)],
        FindPassages.NotYet(
            [new(PassageKind.AuthorName), new(PassageKind.AuthorHandle), Passage.Words(0, 6), Passage.Words(4, 7)],
            [new(PassageKind.AuthorName), Passage.Words(2, 4)]));

    [Fact]
    public void Nothing_is_chosen_that_is_not_there() =>
        Assert.Empty(Chosen(new("Joris", Author: false, Medium: null, Mention: "ander")));

    private static IReadOnlyList<Passage> Chosen(PassageChoice choice) =>
        FindPassages.Chosen(Version, Given.Parts, choice);
}
