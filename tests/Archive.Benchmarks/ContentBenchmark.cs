using System.Security.Cryptography;
using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Benchmarks;

/// <summary>From the bytes of an item to its members, and from those to a commitment; each on one core.</summary>
internal sealed class ContentBenchmark
{
    private const int Rounds = 5;

    private readonly IReadOnlyList<byte[]> posts;

    public ContentBenchmark(int versions) => posts = [.. new GeneratedPlatform(accounts: 5, versions).Posts];

    /// <returns>Of an item: from the JSON of a post to the members of its content.</returns>
    public async Task<Cost> Mapping()
    {
        var members = 0L;
        var cost = await Median(posts.Count, () =>
        {
            members = 0;
            foreach (var post in posts)
                members += Members(post).Count;
        });
        Assert.True(members > posts.Count);
        return cost;
    }

    /// <returns>Of a member: salt, leaf and its part of the tree.</returns>
    public Task<Cost> Commitments()
    {
        var mapped = posts.Select(Members)
            .Select(members => (Secret: RandomNumberGenerator.GetBytes(32), Version: Ids.New(), Members: members))
            .ToList();
        return Median(mapped.Sum(m => m.Members.Count), () =>
        {
            foreach (var (secret, version, members) in mapped)
            {
                var content = Evidence.Content.Commitments.Commit(MastodonMapping.Name, secret, version, members);
                Assert.True(members.Count <= content.N);
            }
        });
    }

    /// <returns>Words of the median post, as a reader counts them.</returns>
    public double Words() => Measured.Median(posts.Take(10_000).Select(post => (double)Members(post).Count(IsWord)));

    private static bool IsWord(Member member) =>
        member.Path.StartsWith("text/", StringComparison.Ordinal) && !char.IsWhiteSpace(member.Value[0]);

    private static IReadOnlyList<Member> Members(byte[] post) =>
        MastodonMapping.Status(post, GeneratedPlatform.Domain).Value!.Bare.Members(MastodonMapping.Name);

    private static async Task<Cost> Median(long items, Action work)
    {
        var rounds = new List<Cost>();
        for (var i = 0; i <= Rounds; i++)
        {
            rounds.Add(await Cost.Of(items, () =>
            {
                work();
                return Task.CompletedTask;
            }));
        }

        return Cost.Median(rounds.Skip(1)); // the first is for the compiler
    }
}
