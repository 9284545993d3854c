using System.Collections.Concurrent;

namespace Archive.Capture;

/// <summary>
/// One question at a time to each server, with an interval between them, and none before the moment a server has named.
/// Waits that a server asks for come out of the visit's budget; intervals do not.
/// </summary>
internal sealed class Pace(TimeSpan interval, TimeProvider clock, Func<double> jitter)
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

            var rest = server.LastAt + interval - clock.GetUtcNow();
            if (rest > wait)
                wait = rest;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, ct);
            return new Leave(this, server);
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
        if (ServerWait.Until(answer, clock.GetUtcNow()) is { } until)
            Of(answer.Final).NotBeforeTicks = until.UtcTicks;
    }

    private TimeSpan Wait(Server server)
    {
        var wait = new TimeSpan(server.NotBeforeTicks - clock.GetUtcNow().UtcTicks);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private Server Of(Uri uri) => servers.GetOrAdd(uri.Authority, _ => new());

    private sealed class Server
    {
        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>UTC; a number, because it is also read by those who have not their turn.</summary>
        public long NotBeforeTicks { get; set; }

        public DateTimeOffset LastAt { get; set; } = DateTimeOffset.UnixEpoch;
    }

    private sealed class Leave(Pace pace, Server server) : IDisposable
    {
        public void Dispose()
        {
            server.LastAt = pace.Now();
            server.Turn.Release();
        }
    }

    private DateTimeOffset Now() => clock.GetUtcNow();
}
