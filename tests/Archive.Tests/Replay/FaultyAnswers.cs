using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Archive.Evidence.Facts;
using Archive.Replay;
using Archive.Replay.Faults;
using Archive.Replay.Sample;

namespace Archive.Tests.Replay;

public sealed class FaultyAnswers : IAsyncLifetime, IDisposable
{
    private const string Lookup = "/api/v1/accounts/lookup?acct=gemeente";

    private ReplayServer server = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        server = await ReplayServer.Start(new SamplePlatform());
        visitor = new Visitor(server);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => visitor.Dispose();

    [Fact]
    public async Task Truncated_json_is_whole_http_and_half_json()
    {
        var body = await Spoilt(new FaultRule(FaultKind.TruncatedJson));

        Assert.StartsWith("{", body, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task Nested_json_is_a_hundred_levels_deep()
    {
        var body = await Spoilt(new FaultRule(FaultKind.NestedJson));

        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 99 }));
        using var deep = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 100 });
    }

    [Fact]
    public async Task A_huge_body_is_fifty_megabytes_and_does_not_say_so()
    {
        server.Faults.Add(new FaultRule(FaultKind.HugeBody));
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.GetAsync(Lookup, HttpCompletionOption.ResponseHeadersRead);

        Assert.Null(answer.Content.Headers.ContentLength);
        Assert.Equal(50 * 1024 * 1024, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Duplicate_keys_unknown_words_and_broken_text_stand_in_the_right_answer()
    {
        var id = await visitor.AccountId("gemeente");
        var listing = $"/api/v1/accounts/{id}/statuses?limit=1";

        var twice = await Spoilt(new FaultRule(FaultKind.DuplicateKeys, Times: 1), listing);
        var galactic = await Spoilt(new FaultRule(FaultKind.UnknownWords, Times: 1), listing);
        var broken = await Spoilt(new FaultRule(FaultKind.BrokenText, Times: 1), listing);

        Assert.StartsWith("[{\"id\":\"0\",\"id\":\"1", twice, StringComparison.Ordinal);
        Assert.Contains("\"visibility\":\"galactic\",", galactic, StringComparison.Ordinal);
        Assert.Contains("\"content\":\"\\u0000\\ud800 <p>", broken, StringComparison.Ordinal);
        using var stillJson = JsonDocument.Parse(broken);
    }

    [Fact]
    public async Task Half_of_the_answers_are_500_in_turn()
    {
        server.Faults.Add(new FaultRule(FaultKind.ServerErrorHalf));
        var got = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await visitor.Get(Lookup);
            got.Add((int)answer.StatusCode);
        }

        Assert.Equal([500, 200, 500, 200], got);
    }

    [Fact]
    public async Task A_log_in_page_is_html_with_status_200()
    {
        server.Faults.Add(new FaultRule(FaultKind.LoginPage));
        using var answer = await visitor.Get(Lookup);

        Assert.Equal(
            (HttpStatusCode.OK, "text/html"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Rate_limited_tells_when_it_ends_and_ends_after_so_many_times()
    {
        server.Faults.Add(new FaultRule(FaultKind.RateLimited, Times: 1, Seconds: 30));
        using var limited = await visitor.Get(Lookup);
        using var next = await visitor.Get(Lookup);

        var reset = DateTimeOffset.Parse(limited.Headers.GetValues("x-ratelimit-reset").Single(), null);
        Assert.InRange(reset - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.OK], [limited.StatusCode, next.StatusCode]);
    }

    [Fact]
    public async Task A_slow_drip_takes_its_time_and_is_right()
    {
        server.Faults.Add(new FaultRule(FaultKind.SlowDrip, Seconds: 1));
        var took = Stopwatch.StartNew();
        var account = await visitor.Json(Lookup);

        Assert.Equal("gemeente", account.GetProperty("username").GetString());
        Assert.True(took.Elapsed > TimeSpan.FromMilliseconds(800));
    }

    [Fact]
    public async Task A_cut_connection_ends_before_the_promised_length()
    {
        server.Faults.Add(new FaultRule(FaultKind.CutMidBody));

        await Assert.ThrowsAsync<HttpRequestException>(() => visitor.Get(Lookup));
    }

    [Fact]
    public async Task A_redirect_leads_to_a_private_address_unless_told_otherwise()
    {
        server.Faults.Add(new FaultRule(FaultKind.Redirect));
        using var answer = await visitor.Get(Lookup);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("169.254.169.254", answer.Headers.Location!.Host);
    }

    [Fact]
    public async Task A_gzip_bomb_unpacks_to_a_thousand_times_its_size()
    {
        server.Faults.Add(new FaultRule(FaultKind.GzipBomb));
        using var answer = await visitor.Get(Lookup);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.True(answer.Content.Headers.ContentLength < 2 * 1024 * 1024);

        using var packed = await answer.Content.ReadAsStreamAsync();
        using var unpacked = new System.IO.Compression.GZipStream(
            packed,
            System.IO.Compression.CompressionMode.Decompress);
        long length = 0;
        var buffer = new byte[1 << 20];
        for (int read; (read = await unpacked.ReadAsync(buffer)) > 0;)
        {
            length += read;
        }

        Assert.Equal(1L << 30, length);
    }

    [Fact]
    public async Task A_rule_spoils_only_the_requests_it_fits_and_can_be_set_from_outside()
    {
        using var set = await visitor.Post(
            "/replay/faults",
            """{"kind":"login-page","match":"GET /api/v1/statuses/*"}""");
        using var lookup = await visitor.Get(Lookup);
        using var status = await visitor.Get("/api/v1/statuses/1");
        using var wrong = await visitor.Post("/replay/faults", """{"kind":"earthquake"}""");

        Assert.Equal(
            [200, 200, 200, 400],
            [(int)set.StatusCode, (int)lookup.StatusCode, (int)status.StatusCode, (int)wrong.StatusCode]);
        Assert.Equal(["sample", "fault"], [Visitor.Origin(lookup), Visitor.Origin(status)]);
    }

    private async Task<string> Spoilt(FaultRule rule, string path = Lookup)
    {
        server.Faults.Add(rule);
        using var answer = await visitor.Get(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
