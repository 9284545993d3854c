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

        Assert.Equal(37, commitment.N);
        Assert.Equal("5498c530b549f87b8955a9fe3f6dffc9cf1b230fc54734ab37f58a9beec7e815", commitment.Root.ToString());
    }

    [Fact]
    public void A_single_member_is_its_own_tree() => Assert.Equal(
        "e493a53060c309963c74e4f8417f7a369793bcc47868a19bf7e6f49c96084555",
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

    [Fact]
    public void Nothing_cannot_be_committed_to() => Assert.Throws<MalformedException>(
        () => Commitments.Commit(Sample.Mapper, Sample.Secret, Sample.Version, []));

    [Fact]
    public void Members_out_of_order_cannot_be_committed_to() => Assert.Throws<MalformedException>(
        () => Commitments.Commit(Sample.Mapper, Sample.Secret, Sample.Version, [new("text/0", "a"), new("url", "b")]));
}
