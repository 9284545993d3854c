using System.Collections.Concurrent;

namespace Archive.Capture.Http;

/// <summary>
/// One question at a time to each server, with an interval between them, and none before the moment a server has named.
/// Waits that a server asks for come out of the visit's budget; intervals do not. Waits are counted by the time that
/// passes, not by the clock: one that is set back would else have every visit wait as long.
/// </summary>
internal sealed class RequestPacer(TimeSpan interval, TimeProvider clock, Func<double> jitter)
{
    private readonly ConcurrentDictionary<string, Server> servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits until the server may be asked.</summary>
    /// <returns>To be disposed when the answer is in; null if the budget does not allow the wait.</returns>
    public async Task<IDisposable?> Enter(Uri uri, WaitBudget budget, CancellationToken ct)
    {
        var server = Of(uri);
        await server.Turn.WaitAsync(ct);
        try
        {
            var wait = Wait(server);
            if (wait > TimeSpan.Zero && !budget.TryTake(wait += TimeSpan.FromSeconds(jitter())))
            {
                server.Turn.Release();
                return null;
            }

            var rest = server.LastAt + interval - Passed();
            if (rest > wait)
                wait = rest;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, ct);
            return new Turn(this, server);
        }
        catch
        {
            server.Turn.Release();
            throw;
        }
    }

    /// <summary>How long the server wants us to wait from now; zero if it does not.</summary>
    public TimeSpan Wait(Uri uri) => Wait(Of(uri));

    public void Learn(Fetched answer)
    {
        var now = clock.GetUtcNow();
        if (RateLimitHeaders.Until(answer, now) is { } until)
            Of(answer.Final).NotBeforeTicks = (Passed() + (until - now)).Ticks;
    }

    private TimeSpan Wait(Server server)
    {
        var wait = new TimeSpan(server.NotBeforeTicks) - Passed();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private Server Of(Uri uri) => servers.GetOrAdd(uri.Authority, _ => new());

    private sealed class Server
    {
        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>
        /// Of <see cref="Passed"/>; a number, because it is also read by those who have not their turn.
        /// </summary>
        public long NotBeforeTicks { get; set; }

        public TimeSpan LastAt { get; set; } = TimeSpan.MinValue / 2;
    }

    private sealed class Turn(RequestPacer pace, Server server) : IDisposable
    {
        public void Dispose()
        {
            server.LastAt = pace.Passed();
            server.Turn.Release();
        }
    }

    /// <summary>Since some moment that stays the same.</summary>
    private TimeSpan Passed() => clock.GetElapsedTime(0);
}
