using System.Globalization;
using Archive.Capture.Http;
using Archive.Evidence.Facts;

namespace Archive.Tests.Capture;

public class ServerWaitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 29, 38, TimeSpan.Zero);

    [Theory]
    [InlineData(429, "x-ratelimit-remaining: 0 | x-ratelimit-reset: 2026-11-21T00:30:38.000Z", 60.0)] // GoToSocial
    [InlineData(429, "x-ratelimit-reset: 2026-11-21T00:30:38.348080Z", 60.34808)] // Mastodon
    [InlineData(200, "x-ratelimit-remaining: 0 | x-ratelimit-reset: 2026-11-21T00:30:38Z", 60.0)]
    [InlineData(200, "x-ratelimit-remaining: 1 | x-ratelimit-reset: 2026-11-21T00:30:38Z", null)]
    [InlineData(429, "x-ratelimit-reset: 1795221038", 60.0)] // X
    [InlineData(429, "x-ratelimit-reset: 1795221038000", 60.0)]
    [InlineData(429, "ratelimit-remaining: 0 | ratelimit-reset: 90", 90.0)] // IETF draft
    [InlineData(429, "retry-after: 120", 120.0)]
    [InlineData(503, "retry-after: 120", 120.0)]
    [InlineData(429, "retry-after: Sat, 21 Nov 2026 00:31:38 GMT", 120.0)]
    [InlineData(429, "retry-after: 30 | x-ratelimit-reset: 2026-11-21T00:30:38Z", 60.0)] // the later of the two
    // its clock is slow
    [InlineData(429, "date: Sat, 21 Nov 2026 00:24:38 GMT | x-ratelimit-reset: 2026-11-21T00:25:38Z", 60.0)]
    [InlineData(429, "date: Sat, 21 Nov 2026 00:24:38 GMT | retry-after: Sat, 21 Nov 2026 00:26:38 GMT", 120.0)]
    [InlineData(429, "retry-after: 999999999", 3600.0)] // never longer than an hour at a time
    [InlineData(429, "x-ratelimit-reset: 2999-01-01T00:00:00Z", 3600.0)]
    [InlineData(429, "x-ratelimit-reset: 99999999999999999999", null)]
    [InlineData(429, "retry-after: soon", null)]
    [InlineData(429, "retry-after: -5", null)]
    [InlineData(429, "", null)]
    public void A_server_says_until_when_to_wait(int status, string headers, double? seconds)
    {
        var uri = new Uri("https://social.example.nl/");
        HttpField[] fields =
        [
            .. headers.Split(" | ", StringSplitOptions.RemoveEmptyEntries)
                .Select(h => h.Split(": ", 2)).Select(h => new HttpField(h[0], h[1])),
        ];
        var answer = new Fetched(uri, uri, Now, Now, status, [], fields, [], null, null);

        Assert.Equal(seconds, (RateLimitHeaders.Until(answer, Now) - Now)?.TotalSeconds);
    }

    [Fact]
    public void The_table_counts_from_the_right_second() => // date -u -d @1795221038
        Assert.Equal(
            "2026-11-21 00:30:38Z",
            DateTimeOffset.FromUnixTimeSeconds(1795221038).ToString("u", CultureInfo.InvariantCulture));
}
