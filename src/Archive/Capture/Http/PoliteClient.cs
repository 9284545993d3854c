using System.Net;
using FluentValidation;
using Polly;
using Polly.Retry;

namespace Archive.Capture.Http;

/// <summary>
/// Asks servers of others, one question at a time, as a guest: says who it is, keeps to their rate limits, waits when
/// told, tries again after a failure of theirs, follows few redirects and reads no more than it must. It never visits
/// an address that is not on the public internet, sends no cookies and uses no proxy. Whatever a server does ends in a
/// <see cref="Fetched"/>; only the host's own stopping throws. One client serves all visits.
/// </summary>
public sealed class PoliteClient : IDisposable
{
    private static readonly ResiliencePropertyKey<Attempt> AttemptKey = new("attempt");

    private readonly PoliteOptions options;
    private readonly TimeProvider clock;
    private readonly Func<double> jitter;
    private readonly RequestPacer pace;
    private readonly PoliteExchange exchange;
    private readonly ResiliencePipeline<Fetched> retries;

    /// <param name="jitter">
    /// Between 0 and 1: spreads waits, so that many archives do not return in the same second.
    /// </param>
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
        exchange = new(options, clock, new(options.AllowedLoopback, resolve ?? AddressGuard.Dns));
        retries = options.Tries > 1 ? Retries() : ResiliencePipeline<Fetched>.Empty;
    }

    /// <summary>
    /// A client that asks for a file once, with a tighter limit to bytes and time, as politely otherwise.
    /// </summary>
    internal PoliteClient Limited(long mostBytes, TimeSpan deadline) => new(
        options with { MaxMediumBytes = mostBytes, MediumDeadline = deadline, Tries = 1, Interval = TimeSpan.Zero },
        clock);

    public void Dispose() => exchange.Dispose();

    /// <summary>What one visit may wait.</summary>
    public WaitBudget NewBudget() => new(options.WaitBudget);

    /// <summary>Asks a question whose answer is JSON. Redirects are followed on the same server only.</summary>
    /// <returns>
    /// Every exchange in the order made, redirects and failed tries included, so that all bytes can be kept; at least
    /// one. The last is the answer.
    /// </returns>
    public Task<IReadOnlyList<Fetched>> Ask(Question question, WaitBudget budget, CancellationToken ct) =>
        Ask(
            new Attempt(
                question, new(null, "application/json", options.MaxAnswerBytes, options.AnswerDeadline), budget),
            ct);

    /// <inheritdoc cref="Ask(Question, WaitBudget, CancellationToken)"/>
    public Task<IReadOnlyList<Fetched>> Ask(Uri uri, WaitBudget budget, CancellationToken ct) =>
        Ask(new Question(uri), budget, ct);

    /// <summary>
    /// Asks for a picture, film or sound, into a new file of its own in `directory` unless it is small; follows
    /// redirects anywhere.
    /// </summary>
    /// <returns>
    /// As <see cref="Ask(Uri, WaitBudget, CancellationToken)"/>; the caller owns every file named in it.
    /// </returns>
    public Task<IReadOnlyList<Fetched>> AskFile(Uri uri, string directory, WaitBudget budget, CancellationToken ct) =>
        Ask(
            new Attempt(new(uri), new(directory, "*/*", options.MaxMediumBytes, options.MediumDeadline), budget), ct);

    private async Task<IReadOnlyList<Fetched>> Ask(Attempt attempt, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(AttemptKey, attempt);
        try
        {
            await retries.ExecuteAsync(async c => await Try(attempt, c.CancellationToken), context);
            return attempt.Made;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One try: the question and the redirects it leads to.</summary>
    private async Task<Fetched> Try(Attempt attempt, CancellationToken ct)
    {
        var question = attempt.Question;
        for (var hops = 0; ; hops++)
        {
            var (answer, next) = await Hop(attempt, question, ct);
            var why = next is null ? null : WhyNotFollowed(attempt, question.Address, next, hops);
            if (why is not null)
                answer = answer with { Trouble = new(GapCause.AddressNotAllowed, why) };
            attempt.Made.Add(answer);
            if (next is null || why is not null)
                return answer;
            // RFC 9110 section 15.4: 307 and 308 ask the same there; what else redirects is looked up with GET.
            question = answer.Status is 307 or 308
                ? question with { Address = next, Validator = null }
                : new(next);
        }
    }

    private async Task<(Fetched Answer, Uri? Next)> Hop(Attempt attempt, Question question, CancellationToken ct)
    {
        var uri = question.Address;
        if (exchange.WhyBarred(uri) is { } why)
            return (Unasked(attempt, uri, GapCause.AddressNotAllowed, why), null);

        using var turn = await pace.Enter(uri, attempt.Budget, ct);
        if (turn is null)
            return (Unasked(
                attempt,
                uri,
                GapCause.RateLimited,
                "The server wants a longer wait than the visit allows."), null);

        var answer = await exchange.Make(attempt.Question.Address, question, attempt.FetchSpec, ct);
        pace.Learn(answer);
        return (answer, PoliteExchange.Redirect(answer));
    }

    private string? WhyNotFollowed(Attempt attempt, Uri from, Uri to, int hops) =>
        hops >= options.MaxRedirects ? $"The server redirects more than {options.MaxRedirects} times."
        : exchange.WhyBarred(to) is { } barred ? $"The server redirects to an address that is barred. {barred}"
        : attempt.FetchSpec.Directory is null && !to.Host.Equals(from.Host, StringComparison.OrdinalIgnoreCase)
            ? "The server redirects to another server."
            : null;

    private Fetched Unasked(Attempt attempt, Uri uri, GapCause cause, string why)
    {
        var now = clock.GetUtcNow();
        return new(attempt.Question.Address, uri, now, now, null, [], [], [], null, new(cause, why));
    }

    private ResiliencePipeline<Fetched> Retries() => new ResiliencePipelineBuilder<Fetched> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<Fetched>
        {
            MaxRetryAttempts = options.Tries - 1,
            ShouldHandle = a => ValueTask.FromResult(
                a.AttemptNumber < options.Tries - 1
                && a.Outcome.Result is { } answer
                && IsWorthAnotherTry(answer)
                && PlanWait(a.Context.Properties.GetValue(AttemptKey, null!), answer, a.AttemptNumber)),
            DelayGenerator = a => ValueTask.FromResult<TimeSpan?>(
                a.Context.Properties.GetValue(AttemptKey, null!).Planned),
        })
        .Build();

    private static bool IsWorthAnotherTry(Fetched answer) => answer.Trouble?.Cause switch
    {
        GapCause.Unreachable or GapCause.RateLimited => true,
        GapCause.PlatformFailed => answer.Status != (int)HttpStatusCode.NotImplemented,
        _ => false,
    };

    /// <summary>
    /// A wait the server names is kept by <see cref="RequestPacer"/>; else 1 s, 2 s, 4 s…, each times 0.5 to 1.5.
    /// </summary>
    private bool PlanWait(Attempt attempt, Fetched answer, int tries)
    {
        attempt.Planned = TimeSpan.Zero;
        var named = pace.Wait(answer.Final);
        if (named > TimeSpan.Zero)
            return named + TimeSpan.FromSeconds(1) <= attempt.Budget.Left;
        if (answer.Status is null && answer.Trouble!.Cause == GapCause.RateLimited)
            return false;

        attempt.Planned = TimeSpan.FromSeconds((1 << tries) * (0.5 + jitter()));
        return attempt.Budget.TryTake(attempt.Planned);
    }

    private sealed record Attempt(Question Question, FetchSpec FetchSpec, WaitBudget Budget)
    {
        public List<Fetched> Made { get; } = [];

        public TimeSpan Planned { get; set; }
    }
}
