using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Tests.Evidence.Content;

public class CommitmentsTests
{
    // Expected values: python3 golden.py.
    [Fact]
    public void The_root_over_a_post_is_the_one_the_format_describes()
    {
        var commitment = Commitments.Commit(
            Sample.Mapper, Sample.Secret, Sample.Version, Sample.Content.Members(Sample.Mapper));

        Assert.Equal(64, commitment.N);
        Assert.Equal("756315fd3db0afa47bfc873471ebefafbb2f4564f287a5b4b3ba9b96d16ec809", commitment.Root.ToString());
    }

    [Fact]
    public void A_single_member_is_padded_like_any() => Assert.Equal(
        "519a84354fb59819d1864e0df2738f7ea487665bf7b41f3adbb9863f1f02c8a9",
        Commitments.Commit(
            Sample.Mapper, Sample.Secret, Sample.Version, [new("platform-id", "113500000000000001")]).Root.ToString());

    [Fact]
    public void The_same_content_under_another_version_has_another_root()
    {
        IReadOnlyList<Member> members = [new("language", "nl")];

        Assert.NotEqual(
            Commitments.Commit(Sample.Mapper, Sample.Secret, Ids.New(), members).Root,
            Commitments.Commit(Sample.Mapper, Sample.Secret, Ids.New(), members).Root);
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(31, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 64)]
    public void A_commitment_tells_the_number_of_members_to_a_multiple_of_32_only(int members, int n) => Assert.Equal(
        n,
        Commitments.Commit(
            Sample.Mapper, Sample.Secret, Sample.Version,
            [.. Enumerable.Range(0, members).Select(i => new Member($"link/{i}", "https://a.example"))]).N);

    [Fact]
    public void Padding_cannot_be_committed_to_as_a_member() => Assert.Throws<MalformedException>(
        () => Commitments.Commit(
            Sample.Mapper, Sample.Secret, Sample.Version, [new("language", "nl"), new("padding/0", "")]));

    [Fact]
    public void Nothing_cannot_be_committed_to() => Assert.Throws<MalformedException>(
        () => Commitments.Commit(Sample.Mapper, Sample.Secret, Sample.Version, []));

    [Fact]
    public void Members_out_of_order_cannot_be_committed_to() => Assert.Throws<MalformedException>(
        () => Commitments.Commit(Sample.Mapper, Sample.Secret, Sample.Version, [new("text/0", "a"), new("url", "b")]));
}
