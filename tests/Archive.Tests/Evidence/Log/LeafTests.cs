using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;

namespace Archive.Tests.Evidence.Log;

public class LeafTests
{
    // Computed with Python's hashlib.
    private const string Commitment = "5800a04f183c71bf894c50d1b97f8d4cd52a0511c6636eee01dc77fa2f34a37b";

    [Fact]
    public void A_statement_is_committed_to_under_its_own_domain() =>
        Assert.Equal(Commitment, Leaf.Commit("""{"a":1}"""u8).ToString());

    [Fact]
    public void A_leaf_shows_the_commitment_and_nothing_else() => Assert.Equal(
        $$"""{"v":1,"c":"{{Commitment}}"}""", Encoding.UTF8.GetString(Leaf.Bytes(Digest.Parse(Commitment))));

    [Fact]
    public void A_leaf_is_hashed_as_a_leaf() => Assert.Equal(
        "becd9a178badca78cd83639d42aa56f613bfe0fc2eea4539e0520ea53a5b6ce1",
        Convert.ToHexStringLower(Leaf.Hash(Digest.Parse(Commitment))));
}
