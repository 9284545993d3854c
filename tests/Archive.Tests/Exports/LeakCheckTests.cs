using Archive.Capture.Mapping;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Exports.Content;
using Archive.Requests;
using static Archive.Tests.Exports.SampleDocuments;

namespace Archive.Tests.Exports;

public class LeakCheckTests
{
    [Fact]
    public void A_handle_hidden_in_one_document_and_written_in_another_is_a_leak()
    {
        Disclosure[] documents =
        [
            Disclosure.Of(
                Item(1, Assessment.DisclosedInPart, new Passage(PassageKind.AuthorHandle)),
                Comment("Goed plan")),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment("@bakker_jan, dank u wel", author: "gemeente")),
        ];

        Assert.Equal([new Leak(1, 2, PassageKind.AuthorHandle)], LeakCheck.Find(documents));
    }

    [Theory]
    [InlineData("@bakker_jansen, dank u wel")] // another handle that begins the same
    [InlineData("Dank u wel")]
    public void Another_handle_is_no_leak(string text)
    {
        Disclosure[] documents =
        [
            Disclosure.Of(
                Item(1, Assessment.DisclosedInPart, new Passage(PassageKind.AuthorHandle)),
                Comment("Goed plan")),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment(text, author: "gemeente")),
        ];

        Assert.Empty(LeakCheck.Find(documents));
    }

    [Fact]
    public void A_number_hidden_in_one_document_and_shown_in_another_is_a_leak()
    {
        Disclosure[] documents =
        [
            Disclosure.Of(Item(1, Assessment.DisclosedInPart, Passage.Words(2, 3)), Comment("Bel mij 06-12345678")),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment("Wij belden 06-12345678 vandaag", author: "gemeente")),
        ];

        Assert.Equal([new Leak(1, 2, PassageKind.Text)], LeakCheck.Find(documents));
    }

    [Fact]
    public void A_plain_word_hidden_in_one_document_may_stand_in_another()
    {
        Disclosure[] documents =
        [
            Disclosure.Of(Item(1, Assessment.DisclosedInPart, Passage.Words(0, 1)), Comment("Goed plan")),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment("Een goed idee", author: "gemeente")),
        ];

        Assert.Empty(LeakCheck.Find(documents));
    }

    [Theory]
    [InlineData("Bel Jan Bakker, alstublieft", 1, 3, "Jan Bakker. Ja, die.")] // redacted with its comma
    [InlineData("Bel Jan Bakker", 1, 3, "Jan\nBakker")]
    [InlineData("Bel Jan Bakker", 1, 3, "Jan\u00A0\u200BBAKKER")]
    [InlineData("Bel Jos\u00E9 Bakker", 1, 3, "Jose\u0301 Bakker")]
    [InlineData("Zie voorbeeld.example/jan nu", 1, 2, "https://voorbeeld.example/jan")] // no space, digit or @ in it
    public void A_passage_written_a_little_differently_is_the_same_passage(
        string text,
        int from,
        int to,
        string elsewhere)
    {
        Disclosure[] documents =
        [
            Disclosure.Of(Item(1, Assessment.DisclosedInPart, Passage.Words(from, to)), Comment(text, author: "ander")),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment(elsewhere, author: "gemeente")),
        ];

        Assert.Equal([new Leak(1, 2, PassageKind.Text)], LeakCheck.Find(documents));
    }

    [Fact]
    public void A_plain_word_hidden_in_one_version_may_not_stand_in_another_of_the_same_record()
    {
        var first = Comment("Groet, Fatma");
        var second = Comment("Groetjes, Fatma!") with { Record = first.Record };
        Disclosure[] documents =
        [
            Disclosure.Of(Item(1, Assessment.Disclosed), first),
            Disclosure.Of(Item(2, Assessment.DisclosedInPart, Passage.Words(1, 2)), second),
        ];

        Assert.Equal([new Leak(2, 1, PassageKind.Text)], LeakCheck.Find(documents));
    }

    [Fact]
    public void A_plain_word_hidden_once_may_not_stand_elsewhere_in_the_document()
    {
        var document = Disclosure.Of(
            Item(1, Assessment.DisclosedInPart, Passage.Words(1, 2)),
            Comment("Ik, Fatma, dus. Groet, Fatma"));

        Assert.Equal([new Leak(1, 1, PassageKind.Text)], LeakCheck.Find([document]));
    }

    [Theory]
    [InlineData("media/0/alt")]
    [InlineData("mastodon/content-warning")]
    public void A_hidden_name_is_found_across_the_words_of_any_text(string text)
    {
        var words = MappedContent.Cut(text, "Foto van Jan Bakker aan het werk").ToArray();
        Disclosure[] documents =
        [
            Disclosure.Of(
                Item(1, Assessment.DisclosedInPart, new Passage(PassageKind.AuthorName)),
                Comment("Goed plan")),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment("Kijk", "gemeente", "2", null, words)),
        ];

        Assert.Equal([new Leak(1, 2, PassageKind.AuthorName)], LeakCheck.Find(documents));
    }

    /// <summary>Whoever is quoted may be who wrote another document, and the other way round.</summary>
    [Theory]
    [InlineData(PassageKind.AuthorName, 1, 2)]
    [InlineData(PassageKind.AuthorHandle, 1, 2)]
    [InlineData(PassageKind.QuotedName, 2, 1)]
    [InlineData(PassageKind.QuotedHandle, 2, 1)]
    public void Who_is_hidden_as_author_is_found_where_quoted(PassageKind hidden, int redactedIn, int shownIn)
    {
        RecordInScope Judged(int number) => number == redactedIn
            ? Item(number, Assessment.DisclosedInPart, new Passage(hidden))
            : Item(number, Assessment.Disclosed);
        Disclosure[] documents =
        [
            Disclosure.Of(Judged(1), Comment("Goed plan")),
            Disclosure.Of(
                Judged(2),
                Comment(
                    "Lees dit", "gemeente", "2", null,
                    new("mastodon/quote/author-handle", "@bakker_jan@voorbeeldstad.example"),
                    new("mastodon/quote/author-name", "Jan Bakker"))),
        ];

        Assert.Equal([new Leak(redactedIn, shownIn, hidden)], LeakCheck.Find(documents));
    }

    [Theory]
    [InlineData("Jan Bakker \U0001F337", "Dag Jan Bakker")]
    [InlineData("Jan Bakker :verified:", "Dag Jan Bakker")]
    [InlineData("\u674E\u660E", "\u8C22\u8C22\u674E\u660E\u5148\u751F")] // Li Ming, thanked without spaces
    public void A_hidden_name_is_found_as_others_write_it(string name, string elsewhere)
    {
        var named = Comment("Goed plan");
        var members = named.Members.Select(m => m.Path == "author-name" ? m with { Value = name } : m).ToList();
        Disclosure[] documents =
        [
            Disclosure.Of(
                Item(1, Assessment.DisclosedInPart, new Passage(PassageKind.AuthorName)),
                named with { Members = members }),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment(elsewhere, author: "gemeente")),
        ];

        Assert.Equal([new Leak(1, 2, PassageKind.AuthorName)], LeakCheck.Find(documents));
    }

    [Fact]
    public void A_hidden_picture_shown_in_another_document_is_a_leak()
    {
        var digest = new Member("media/0/digest", new string('a', 64));
        Disclosure[] documents =
        [
            Disclosure.Of(
                Item(1, Assessment.DisclosedInPart, Passage.Part(PassageKind.Medium, 0)),
                Comment("Kijk", digest)),
            Disclosure.Of(Item(2, Assessment.Disclosed), Comment("Zie hier", "gemeente", "2", null, digest)),
        ];

        Assert.Equal([new Leak(1, 2, PassageKind.Medium)], LeakCheck.Find(documents));
    }

    [Theory]
    [InlineData("Berichten van @bakker_jan")]
    [InlineData("bakker_jan@voorbeeldstad.example over de brug")]
    [InlineData("https://elders.example/@bakker_jan/1")]
    public void A_handle_in_the_subject_or_an_address_of_the_inventory_is_a_leak(string around)
    {
        var document = Disclosure.Of(
            Item(1, Assessment.DisclosedInPart, new Passage(PassageKind.AuthorHandle)),
            Comment("Goed plan"));

        Assert.Equal(
            [new Leak(1, null, PassageKind.AuthorHandle)],
            LeakCheck.Find([document], ["Iets anders", around]));
    }
}
