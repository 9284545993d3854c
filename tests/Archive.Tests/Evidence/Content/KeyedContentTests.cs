using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Tests.Evidence.Content;

/// <summary>By what a version is told from the one before, and its author from another.</summary>
public sealed class KeyedContentTests
{
    private static readonly IReadOnlyList<Member> Members =
        [.. Sample.MembersInOrder.Select(m => new Member(m.Path, m.Value))];

    [Theory]
    [InlineData("author-name", true)]
    [InlineData("author-handle", false)]
    [InlineData("author-id", false)]
    [InlineData("text/0", false)]
    [InlineData("language", false)]
    [InlineData("media/0/alt/0", false)]
    public void Another_name_is_the_same_version_and_anything_else_is_not(string path, bool same) => Assert.Equal(
        same, Of(Members) == Of([.. Members.Select(m => m.Path == path ? m with { Value = "anders" } : m)]));

    [Fact]
    public void A_name_that_is_gone_is_the_same_version() => Assert.Equal(
        Of(Members), Of([.. Members.Where(m => m.Path != "author-name")]));

    [Theory]
    [InlineData("mastodon/quote/author-name", true)]
    [InlineData("mastodon/share/author-name", true)]
    [InlineData("mastodon/quote/author-handle", false)]
    [InlineData("mastodon/share/author-id", false)]
    public void The_names_of_whom_it_quotes_or_shares_are_names_too(string path, bool same) => Assert.Equal(
        same, Of([.. Members, new(path, "Jan")]) == Of([.. Members, new(path, "Piet")]));

    [Fact]
    public void Of_an_account_another_name_is_another_version_and_the_same_is_the_same()
    {
        static Digest OfAccount(IEnumerable<Member> members) =>
            KeyedContent.OfAccount(Sample.Mapper, Sample.Secret, Sample.Version, members);

        Assert.NotEqual(OfAccount(Members), OfAccount(Members.Select(
            m => m.Path == "author-name" ? m with { Value = "anders" } : m)));
        Assert.NotEqual(OfAccount(Members), OfAccount(Members.Where(m => m.Path != "author-name")));
        Assert.Equal(OfAccount(Members), OfAccount([.. Members]));
    }

    [Fact]
    public void Neither_tells_anything_without_the_secret_or_of_another_version()
    {
        byte[] other = [.. Sample.Secret.Reverse()];

        Assert.NotEqual(Of(Members), KeyedContent.WithoutNames(Sample.Mapper, other, Sample.Version, Members));
        Assert.NotEqual(Of(Members), KeyedContent.WithoutNames(Sample.Mapper, Sample.Secret, Ids.New(), Members));
        Assert.NotEqual(Of(Members), KeyedContent.WithoutNames(
            new("mastodon/2"), Sample.Secret, Sample.Version, Members));
        var author = KeyedContent.Author(Sample.Secret, Sample.Version, "109");
        Assert.NotEqual(author, KeyedContent.Author(other, Sample.Version, "109"));
        Assert.NotEqual(author, KeyedContent.Author(Sample.Secret, Ids.New(), "109"));
        Assert.NotEqual(author, KeyedContent.Author(Sample.Secret, Sample.Version, "110"));
    }

    private static Digest Of(IReadOnlyList<Member> members) =>
        KeyedContent.WithoutNames(Sample.Mapper, Sample.Secret, Sample.Version, members);
}
