using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class WordsTests
{
    // begins with white space
    private static readonly IReadOnlyList<string> Text = TextRuns.Cut(" Dag  @jan, hoe\u00A0gaat het?");

    [Fact]
    public void Words_are_what_is_not_white_space() => Assert.Equal(5, Words.Count(Text));

    [Theory]
    [InlineData(0, 1, "Dag")]
    [InlineData(1, 2, "@jan,")]
    [InlineData(1, 4, "@jan, hoe\u00A0gaat")] // with the white space between them
    [InlineData(0, 5, "Dag  @jan, hoe\u00A0gaat het?")]
    public void A_passage_withholds_its_words_and_the_space_between(int from, int to, string withheld)
    {
        var (first, end) = Words.Withheld(Text, Passage.Words(from, to));

        Assert.Equal(withheld, string.Concat(Text.Skip(first).Take(end - first)));
    }

    [Fact]
    public void Beyond_the_text_there_is_no_passage()
    {
        Assert.Throws<ArgumentException>(() => Words.Withheld(Text, Passage.Words(0, 6)));
        Assert.Throws<ArgumentException>(() => Words.Withheld(Text, new(PassageKind.AuthorName)));
    }

    [Fact]
    public void An_empty_text_has_no_words() => Assert.Equal(0, Words.Count(TextRuns.Cut("")));
}
