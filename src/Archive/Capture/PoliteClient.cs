using System.Net;
using FluentValidation;
using Polly;
using Polly.Retry;

namespace Archive.Capture;

/// <summary>
/// Asks servers of others, one question at a time, as a guest: says who it is, keeps to their rate limits, waits when told,
/// tries again after a failure of theirs, follows few redirects and reads no more than it must. It never visits an address
/// that is not on the public internet, sends no cookies and uses no proxy. Whatever a server does ends in a
/// <see cref="Fetched"/>; only the host's own stopping throws. One client serves all visits.
/// </summary>
public sealed class PoliteClient : IDisposable
{
    private static readonly ResiliencePropertyKey<Round> RoundKey = new("round");

    private readonly PoliteOptions options;
    private readonly TimeProvider clock;
    private readonly Func<double> jitter;
    private readonly Pace pace;
    private readonly PoliteExchange exchange;
    private readonly ResiliencePipeline<Fetched> retries;

    /// <param name="jitter">Between 0 and 1: spreads waits, so that many archives do not return in the same second.</param>
    /// <param name="resolve">All addresses of a host name.</param>
    /// <exception cref="ValidationException">An option is outside its range.</exception>
    public PoliteClient(
        PoliteOptions options,
        TimeProvider clock,
        Func<double>? jitter = null,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        new PoliteOptionsRules().ValidateAndThrow(options);
        this.options = options;
        this.clock = clock;
        this.jitter = jitter ?? Random.Shared.NextDouble;
        pace = new(options.Interval, clock, this.jitter);
        exchange = new(options, clock, new(options.AllowedLoopback, resolve ?? PoliteDoor.Dns));
        retries = options.Tries > 1 ? Retries() : ResiliencePipeline<Fetched>.Empty;
    }

    public void Dispose() => exchange.Dispose();

    /// <summary>What one visit may wait.</summary>
    public WaitBudget NewBudget() => new(options.WaitBudget);

    /// <summary>Asks a question whose answer is JSON. Redirects are followed on the same server only.</summary>
    /// <returns>
    /// Every exchange in the order made, redirects and failed tries included, so that all bytes can be kept; at least one.
    /// The last is the answer.
    /// </returns>
    public Task<IReadOnlyList<Fetched>> Ask(Uri uri, WaitBudget budget, CancellationToken ct) =>
        Ask(new Round(uri, new(null, "application/json", options.MaxAnswerBytes, options.AnswerDeadline), budget), ct);

    /// <summary>Asks for a picture, film or sound, into a new file of its own in `directory`; follows redirects anywhere.</summary>
    /// <returns>As <see cref="Ask(Uri, WaitBudget, CancellationToken)"/>; the caller owns every file named in it.</returns>
    public Task<IReadOnlyList<Fetched>> AskFile(Uri uri, string directory, WaitBudget budget, CancellationToken ct) =>
        Ask(new Round(uri, new(directory, "*/*", options.MaxMediumBytes, options.MediumDeadline), budget), ct);

    private async Task<IReadOnlyList<Fetched>> Ask(Round round, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(RoundKey, round);
        try
        {
            await retries.ExecuteAsync(async c => await Try(round, c.CancellationToken), context);
            return round.Made;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One try: the question and the redirects it leads to.</summary>
    private async Task<Fetched> Try(Round round, CancellationToken ct)
    {
        var uri = round.Asked;
        for (var hops = 0; ; hops++)
        {
            var (answer, next) = await Hop(round, uri, ct);
            var why = next is null ? null : WhyNotFollowed(round, uri, next, hops);
            if (why is not null)
                answer = answer with { Trouble = new(GapCause.AddressBarred, why) };
            round.Made.Add(answer);
            if (next is null || why is not null)
                return answer;
            uri = next;
        }
    }

    private async Task<(Fetched Answer, Uri? Next)> Hop(Round round, Uri uri, CancellationToken ct)
    {
        if (exchange.WhyBarred(uri) is { } why)
            return (Unasked(round, uri, GapCause.AddressBarred, why), null);

        using var turn = await pace.Enter(uri, round.Budget, ct);
        if (turn is null)
            return (Unasked(round, uri, GapCause.RateLimited, "The server wants a longer wait than the visit allows."), null);

        var answer = await exchange.Make(round.Asked, uri, round.Wanted, ct);
        pace.Learn(answer);
        return (answer, PoliteExchange.Redirect(answer));
    }

    private string? WhyNotFollowed(Round round, Uri from, Uri to, int hops) =>
        hops >= options.MaxRedirects ? $"The server redirects more than {options.MaxRedirects} times."
        : exchange.WhyBarred(to) is { } barred ? $"The server redirects to an address that is barred. {barred}"
        : round.Wanted.Directory is null && !to.Host.Equals(from.Host, StringComparison.OrdinalIgnoreCase)
            ? "The server redirects to another server."
            : null;

    private Fetched Unasked(Round round, Uri uri, GapCause cause, string why)
    {
        var now = clock.GetUtcNow();
        return new(round.Asked, uri, now, now, null, [], [], [], null, new(cause, why));
    }

    private ResiliencePipeline<Fetched> Retries() => new ResiliencePipelineBuilder<Fetched> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<Fetched>
        {
            MaxRetryAttempts = options.Tries - 1,
            ShouldHandle = a => ValueTask.FromResult(
                a.AttemptNumber < options.Tries - 1
                && a.Outcome.Result is { } answer
                && IsWorthAnotherTry(answer)
                && PlanWait(a.Context.Properties.GetValue(RoundKey, null!), answer, a.AttemptNumber)),
            DelayGenerator = a => ValueTask.FromResult<TimeSpan?>(a.Context.Properties.GetValue(RoundKey, null!).Planned),
        })
        .Build();

    private static bool IsWorthAnotherTry(Fetched answer) => answer.Trouble?.Cause switch
    {
        GapCause.Unreachable or GapCause.RateLimited => true,
        GapCause.PlatformFailed => answer.Status != (int)HttpStatusCode.NotImplemented,
        _ => false,
    };

    /// <summary>A wait the server names is kept by <see cref="Pace"/>; else 1 s, 2 s, 4 s…, each times 0.5 to 1.5.</summary>
    private bool PlanWait(Round round, Fetched answer, int attempt)
    {
        round.Planned = TimeSpan.Zero;
        var named = pace.Wait(answer.Final);
        if (named > TimeSpan.Zero)
            return named + TimeSpan.FromSeconds(1) <= round.Budget.Left;
        if (answer.Status is null && answer.Trouble!.Cause == GapCause.RateLimited)
            return false;

        round.Planned = TimeSpan.FromSeconds((1 << attempt) * (0.5 + jitter()));
        return round.Budget.TryTake(round.Planned);
    }

    private sealed record Round(Uri Asked, Wanted Wanted, WaitBudget Budget)
    {
        public List<Fetched> Made { get; } = [];

        public TimeSpan Planned { get; set; }
    }
}
