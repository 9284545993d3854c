using System.Text;
using Archive.Capture;
using Archive.Capture.Http;
using Archive.Evidence.Facts;
using static Archive.Tests.Capture.TinyServer;

namespace Archive.Tests.Capture;

public class PaceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 0, 29, 38, TimeSpan.Zero);

    /// <summary>Real time: a test that waits for a clock nobody moves must end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualClock clock = new(Start);

    [Fact]
    public async Task After_429_the_question_is_asked_again_when_the_limit_is_reset()
    {
        await using var server = new TinyServer((_, asked) => asked == 0
            ? Reply(
                429,
                "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 2026-11-21T00:30:38.000Z\r\n",
                "{\"error\":\"rate limit reached\"}"u8.ToArray())
            : Reply(200, "", "[]"u8.ToArray()));
        using var client = Client(server);
        var budget = client.NewBudget();

        var asking = client.Ask(server.At("/"), budget, default);
        await clock.LetPass(TimeSpan.FromSeconds(60));
        var made = await asking.WaitAsync(Patience);

        Assert.Equal([429, 200], made.Select(m => m.Status));
        Assert.Equal(GapCause.RateLimited, made[0].Trouble?.Cause);
        Assert.Equal("{\"error\":\"rate limit reached\"}", Encoding.UTF8.GetString(made[0].Body));
        Assert.Null(made[1].Trouble);
        Assert.Equal(Start.AddSeconds(60), made[1].Started);
        Assert.Equal(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(60), budget.Left);
    }

    [Fact]
    public async Task Retry_after_may_be_a_date()
    {
        await using var server = new TinyServer((_, asked) => asked == 0
            ? Reply(503, "Retry-After: Sat, 21 Nov 2026 00:31:38 GMT\r\n", [])
            : Reply(200, "", "[]"u8.ToArray()));
        using var client = Client(server);

        var asking = client.Ask(server.At("/"), client.NewBudget(), default);
        await clock.LetPass(TimeSpan.FromSeconds(120));

        Assert.Equal([503, 200], (await asking.WaitAsync(Patience)).Select(m => m.Status));
    }

    [Fact]
    public async Task When_nothing_remains_the_next_question_waits_for_the_reset()
    {
        await using var server = new TinyServer((_, _) =>
            Reply(200, "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 2026-11-21T00:30:00Z\r\n", "[]"u8.ToArray()));
        using var client = Client(server);

        await client.Ask(server.At("/1"), client.NewBudget(), default);
        var second = client.Ask(server.At("/2"), client.NewBudget(), default);
        Assert.Single(server.Requests);
        await clock.LetPass(TimeSpan.FromSeconds(22));

        Assert.Null((await second.WaitAsync(Patience))[^1].Trouble);
    }

    [Fact]
    public async Task A_longer_wait_than_the_visit_allows_is_not_waited()
    {
        await using var server = new TinyServer((_, _) => Reply(429, "Retry-After: 3000\r\n", []));
        using var client = Client(server);
        var budget = client.NewBudget();

        var first = await client.Ask(server.At("/1"), budget, default);
        var second = await client.Ask(server.At("/2"), budget, default);

        Assert.Equal(429, Assert.Single(first).Status);
        Assert.Null(Assert.Single(second).Status); // not even asked
        Assert.All([first[0], second[0]], a => Assert.Equal(GapCause.RateLimited, a.Trouble?.Cause));
        Assert.Single(server.Requests);
        Assert.Equal(TimeSpan.FromMinutes(15), budget.Left);
    }

    [Fact]
    public async Task A_failure_of_the_platform_is_tried_three_times_and_every_answer_is_kept()
    {
        await using var server = new TinyServer(
            (_, asked) => Reply(500, "", Encoding.ASCII.GetBytes($"broken {asked}")));
        using var client = Client(server);
        var budget = client.NewBudget();

        var asking = client.Ask(server.At("/"), budget, default);
        await clock.LetPass(TimeSpan.FromSeconds(0.5));
        await clock.LetPass(TimeSpan.FromSeconds(1));
        var made = await asking.WaitAsync(Patience);

        Assert.Equal(["broken 0", "broken 1", "broken 2"], made.Select(m => Encoding.ASCII.GetString(m.Body)));
        Assert.All(made, m => Assert.Equal(GapCause.PlatformFailed, m.Trouble?.Cause));
        Assert.Equal(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1.5), budget.Left);
    }

    [Fact]
    public async Task Between_two_questions_to_one_server_there_is_an_interval()
    {
        await using var server = new TinyServer((_, _) => Reply(200, "", "[]"u8.ToArray()));
        using var client = Client(server, TimeSpan.FromSeconds(7));

        await client.Ask(server.At("/1"), client.NewBudget(), default);
        var second = client.Ask(server.At("/2"), client.NewBudget(), default);
        await clock.LetPass(TimeSpan.FromSeconds(7));

        Assert.Null((await second.WaitAsync(Patience))[^1].Trouble);
    }

    [Theory]
    [InlineData(-400 * 24)]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_clock_that_is_set_otherwise_makes_no_wait_longer(int hours)
    {
        await using var server = new TinyServer((_, _) => Reply(200, "", "[]"u8.ToArray()));
        using var client = Client(server, TimeSpan.FromSeconds(7));

        await client.Ask(server.At("/1"), client.NewBudget(), default);
        clock.Set(ahead: TimeSpan.FromHours(hours));
        var second = client.Ask(server.At("/2"), client.NewBudget(), default);
        await clock.LetPass(TimeSpan.FromSeconds(7));

        Assert.Null((await second.WaitAsync(Patience))[^1].Trouble);
    }

    private PoliteClient Client(TinyServer server, TimeSpan interval = default) => new(
        new()
        {
            AllowedLoopback = [$"127.0.0.1:{server.Port}"],
            Interval = interval,
            AnswerDeadline = TimeSpan.FromSeconds(599), // none of the waits the tests let pass
        },
        clock,
        jitter: () => 0);
}
