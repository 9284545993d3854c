using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;

namespace Archive.Tests.Evidence.Content;

public class OpenedContentTests
{
    private static readonly IReadOnlyList<Member> Members = Sample.Content.Members(Sample.Mapper);

    private static readonly ContentCommitment Commitment =
        Commitments.Commit(Sample.Mapper, Sample.Secret, Sample.Version, Members);

    [Fact]
    public void The_opened_form_is_byte_for_byte_the_one_the_format_describes()
    {
        var opened = Open(i => i % 3 == 0);

        Assert.Equal(5815, opened.Length); // python3 golden.py
        Assert.Equal("de21e34e22822d13c844c15fc48e3a884f6bf91e136ec9c1263808f5b4d6f9b5", Digest.Of(opened).ToString());
    }

    [Fact]
    public void Any_choice_of_members_verifies_and_the_withheld_are_counted()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var shown = Members.Select(_ => random.Next(2) == 0).ToArray();
            var read = OpenedContent.Verify(Open(i => shown[i]), Commitment);

            Assert.Equal(shown.Count(s => !s), read.Withheld);
            Assert.Equal(
                Members.Index().Where(m => shown[m.Index]).Select(m => new OpenedMember(m.Index, m.Item)), read.Shown);
        }
    }

    [Fact]
    public void What_is_withheld_is_not_in_the_opened_form()
    {
        var opened = Encoding.UTF8.GetString(Open(i => Members[i].Value != "brug"));

        Assert.DoesNotContain("\"v\":\"brug\"", opened, StringComparison.Ordinal);
        Assert.Contains("\"v\":\"open\"", opened, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_byte_is_found()
    {
        var opened = Open(i => i % 2 == 0);
        for (var at = 0; at < opened.Length; at++)
        {
            var changed = opened.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<FaultException>(() => OpenedContent.Verify(changed, Commitment));
        }
    }

    [Fact]
    public void A_member_left_out_or_put_twice_is_found()
    {
        var entries = CanonicalJson.Read(Open(_ => true)).AsArray();
        var twice = entries.DeepClone().AsArray();
        twice.Insert(1, twice[0]!.DeepClone());
        entries.RemoveAt(3);

        Assert.Throws<FaultException>(() => OpenedContent.Verify(CanonicalJson.Write(entries), Commitment));
        Assert.Throws<FaultException>(() => OpenedContent.Verify(CanonicalJson.Write(twice), Commitment));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("[{\"h\":\"00\"}]")]
    [InlineData("[{\"h\":1}]")]
    [InlineData("[{\"h\":\"BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\"}]")]
    public void What_is_no_opened_form_is_refused(string text)
    {
        var e = Assert.Throws<FaultException>(
            () => OpenedContent.Verify(Encoding.UTF8.GetBytes(text), Commitment with { N = text == "[]" ? 0 : 1 }));
        Assert.Contains("mastodon/1", e.Message, StringComparison.Ordinal);
    }

    // '?' is a withheld member. A liar commits to whatever he likes; the order is what the reader can hold him to.
    [Theory]
    [InlineData(true, "? ? ?")]
    [InlineData(true, "text/0 ? text/2")]
    [InlineData(false, "text/0 text/2")] // a word is missing
    [InlineData(false, "text/0 ? ? text/2")] // and here is one too many
    [InlineData(false, "text/1")]
    [InlineData(true, "? text/1")]
    [InlineData(true, "? ? ? ? ? ? ? ? ? ? ? text/1")] // ten singles, one word
    [InlineData(false, "? ? ? ? ? ? ? ? ? ? ? ? text/1")]
    [InlineData(true, "url ? author-handle")]
    [InlineData(false, "url ? ? author-handle")]
    [InlineData(false, "url platform-id")]
    [InlineData(false, "url url")]
    [InlineData(false, "text/0 url")]
    [InlineData(true, "in-reply-to text/0 link/0 tag/0 mention/0 media/0/type mastodon/a")]
    [InlineData(false, "in-reply-to ? text/0")]
    [InlineData(false, "tag/0 link/0")]
    [InlineData(true, "text/0 ? ? ? link/2")]
    [InlineData(false, "text/0 ? link/2")]
    [InlineData(true, "media/0/digest media/0/alt/0")]
    [InlineData(true, "media/0/digest ? ? media/0/alt/1")]
    [InlineData(false, "media/0/digest ? ? ? media/0/alt/1")]
    [InlineData(false, "media/0/type ? media/0/alt/0")]
    [InlineData(false, "media/0/type media/0/digest")]
    [InlineData(true, "media/0/type ? media/2/type")]
    [InlineData(false, "media/0/type media/2/type")] // a medium has at least one member
    [InlineData(false, "media/1/type")]
    [InlineData(false, "? media/1/alt/1")]
    [InlineData(true, "? ? media/1/alt/1")]
    [InlineData(false, "mastodon/b mastodon/a")]
    [InlineData(false, "mastodon/a mastodon/a")]
    [InlineData(true, "mastodon/a/10 mastodon/a/9")] // bytes, not numbers
    [InlineData(false, "bluesky/a")]
    [InlineData(false, "text/00")]
    [InlineData(false, "media/0/alt")]
    [InlineData(false, "mastodon/a text/0")]
    [InlineData(true, "mastodon/a padding/0 padding/1")]
    [InlineData(true, "text/0 ? padding/1")]
    [InlineData(true, "? padding/0 ? padding/2")]
    [InlineData(true, "? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? padding/29 ?")]
    [InlineData(false, "? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? padding/30 ?")] // at most 31
    [InlineData(false, "padding/0 padding/2")]
    [InlineData(false, "text/0 padding/1")]
    [InlineData(false, "padding/0 text/0")]
    [InlineData(false, "padding/0 padding/0")]
    [InlineData(false, "padding/a")]
    [InlineData(false, "? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ? padding/31")]
    public void Order_is_checked_as_far_as_what_is_shown_allows(bool holds, string paths)
    {
        var members = paths.Split(' ').Select(path => path == "?" ? null : new Member(path, ValueFor(path)));
        AssertHolds(holds, members);
    }

    [Theory]
    [InlineData(false, "text/0", "twee woorden")]
    [InlineData(false, "text/0", "")]
    [InlineData(true, "text/0", " \n\u3000")]
    [InlineData(false, "media/0/alt/0", "a b")]
    [InlineData(true, "link/0", "a b")]
    [InlineData(false, "language", "")]
    [InlineData(false, "posted-at", "2026-03-02T09:15:00Z")]
    [InlineData(false, "edited-at", "2026-02-30T09:15:00.000000Z")]
    [InlineData(true, "edited-at", "2026-02-28T09:15:00.000000Z")]
    [InlineData(false, "media/0/digest", "abc")]
    [InlineData(true, "padding/0", "")]
    [InlineData(false, "padding/0", "brug")] // nothing is hidden as padding
    public void Values_are_checked_too(bool holds, string path, string value) =>
        AssertHolds(holds, [new(path, value)]);

    [Fact]
    public void Words_and_spaces_must_take_turns()
    {
        AssertHolds(false, [new("text/0", "a"), new("text/1", "b")]);
        AssertHolds(false, [new("text/0", "a"), null, new("text/2", " ")]);
        AssertHolds(true, [new("text/0", " "), null, new("text/2", " "), new("text/3", "a")]);
    }

    private static void AssertHolds(bool holds, IEnumerable<Member?> members)
    {
        var (opened, commitment) = Forge([.. members]);
        if (holds)
            OpenedContent.Verify(opened, commitment);
        else
            Assert.Throws<FaultException>(() => OpenedContent.Verify(opened, commitment));
    }

    private static string ValueFor(string path)
    {
        if (path.EndsWith("/digest", StringComparison.Ordinal))
            return "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        if (path.StartsWith("padding/", StringComparison.Ordinal))
            return "";
        return path.EndsWith('1') ? " " : "w"; // of the runs above, those with number 1 are the spaces
    }

    /// <summary>A commitment to any list at all, honest or not.</summary>
    private static (byte[] Opened, ContentCommitment Commitment) Forge(IReadOnlyList<Member?> members)
    {
        var entries = new JsonArray();
        var leaves = new List<byte[]>();
        foreach (var member in members)
        {
            var salt = RandomNumberGenerator.GetBytes(32);
            leaves.Add(member is null
                ? salt
                : Rfc6962.LeafHash([.. salt, .. CanonicalJson.Write(new JsonArray(member.Path, member.Value))]));
            entries.Add((JsonNode)(member is null
                ? new JsonObject { ["h"] = Convert.ToHexStringLower(salt) }
                : new JsonObject {
                    ["p"] = member.Path,
                    ["s"] = Convert.ToHexStringLower(salt),
                    ["v"] = member.Value }));
        }

        return (CanonicalJson.Write(entries),
            new(Sample.Mapper, members.Count, Digest.From(Rfc6962.Root(leaves))));
    }

    private static byte[] Open(Func<int, bool> shown) =>
        OpenedContent.Open(Members, Sample.Secret, Sample.Version, shown);
}
