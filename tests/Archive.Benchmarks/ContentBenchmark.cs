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

    /// <returns>Items per second: the JSON of a post to the members of its content.</returns>
    public double Mapping()
    {
        var members = 0L;
        var seconds = Median(() =>
        {
            members = 0;
            foreach (var post in posts)
                members += Members(post).Count;
        });
        Assert.True(members > posts.Count);
        return posts.Count / seconds;
    }

    /// <returns>Members per second: salts, leaves and tree.</returns>
    public double Commitments()
    {
        var mapped = posts.Select(post => (Secret: RandomNumberGenerator.GetBytes(32), Version: Ids.New(), Members: Members(post))).ToList();
        var seconds = Median(() =>
        {
            foreach (var (secret, version, members) in mapped)
                Assert.Equal(members.Count, Evidence.Content.Commitments.Commit(MastodonMapping.Name, secret, version, members).N);
        });
        return mapped.Sum(m => m.Members.Count) / seconds;
    }

    /// <returns>Words of the median post, as a reader counts them.</returns>
    public double Words() => Measured.Median(posts.Take(10_000).Select(post =>
        (double)Members(post).Count(m => m.Path.StartsWith("text/", StringComparison.Ordinal) && !char.IsWhiteSpace(m.Value[0]))));

    private static IReadOnlyList<Member> Members(byte[] post) =>
        MastodonMapping.Status(post, GeneratedPlatform.Domain).Value!.Bare.Members(MastodonMapping.Name);

    private static double Median(Action work)
    {
        work(); // for the compiler
        return Measured.Median(Enumerable.Range(0, Rounds).Select(_ => Measured.Seconds(work)));
    }
}
