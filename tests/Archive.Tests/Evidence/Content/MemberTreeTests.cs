using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Merkle;

namespace Archive.Tests.Evidence.Content;

public class MemberTreeTests
{
    private const int Stride = 8 * Sha256Lanes.BlockLength;

    [Fact]
    public void Eight_messages_of_any_lengths_have_the_hashes_that_the_platform_gives()
    {
        var random = new Random(20261121);
        var lanes = new byte[Sha256Lanes.Lanes * Stride];
        var messages = new byte[Sha256Lanes.Lanes][];
        var blocks = new int[Sha256Lanes.Lanes];
        var hash = new byte[Sha256Lanes.HashLength];
        for (var length = 0; length <= Stride - 9; length++)
        {
            for (var lane = 0; lane < Sha256Lanes.Lanes; lane++)
            {
                messages[lane] = new byte[lane == 0 ? length : random.Next(Stride - 8)];
                random.NextBytes(messages[lane]);
                messages[lane].CopyTo(lanes, lane * Stride);
                Sha256Lanes.Pad(lanes.AsSpan(lane * Stride, Stride), messages[lane].Length);
                blocks[lane] = Sha256Lanes.Blocks(messages[lane].Length);
            }

            var state = new Vector256<uint>[8];
            Sha256Lanes.Begin(state);
            Sha256Lanes.Add(state, lanes, Stride, blocks);
            for (var lane = 0; lane < Sha256Lanes.Lanes; lane++)
            {
                Sha256Lanes.Write(state, lane, hash);
                Assert.Equal(SHA256.HashData(messages[lane]), hash);
            }
        }
    }

    [Fact]
    public void Eight_at_a_time_give_the_root_that_one_after_the_other_gives()
    {
        var random = new Random(20261121);
        for (var count = 1; count <= 300; count++)
        {
            var secret = new byte[32];
            random.NextBytes(secret);
            var (version, members) = (Ids.New(), Members(random, count));

            Assert.Equal(
                Commitments.OneByOne(secret, version, members), MemberTree.Root(secret, version, members));
        }
    }

    [Fact]
    public void One_word_more_or_less_is_another_root()
    {
        var members = Members(new Random(1), 20);
        var root = MemberTree.Root(Sample.Secret, Sample.Version, members);

        Assert.NotEqual(root, MemberTree.Root(Sample.Secret, Sample.Version, [.. members.SkipLast(1)]));
        Assert.NotEqual(
            root, MemberTree.Root(Sample.Secret, Sample.Version, [.. members.SkipLast(1), new("text/19", "ander")]));
    }

    /// <summary>Most of them words, some of up to a thousand characters.</summary>
    private static List<Member> Members(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Member(
            $"text/{i}", new string((char)('a' + i % 26), 1 + random.Next(i % 7 == 0 ? 1_000 : 30)))),
    ];
}
