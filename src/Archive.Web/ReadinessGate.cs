using Archive.Health;
using Archive.Storage.Postgres;

namespace Archive.Web;

/// <summary>
/// Whether these databases may be shown. The web host cannot see for itself that a back-up was put back, as it is told
/// of no directory: it goes by the worker, which looks before it holds the database (docs/decisions/0066).
/// </summary>
public sealed class ReadinessGate(PerishableDatabase perishable) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private ServingLock? hold;

    /// <returns>False while nothing may be shown: no worker has looked yet, or a restore is under way.</returns>
    /// <exception cref="Exception">One that <see cref="DatabaseCheck.IsDown"/> knows.</exception>
    public async Task<bool> MayBe(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            if (hold is not null && await hold.Stands(ct))
                return true;
            if (hold is not null)
                await hold.DisposeAsync();
            hold = null;
            hold = await ServingLock.AfterOthers(perishable, ct);
            return hold is not null;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (hold is not null)
            await hold.DisposeAsync();
        turn.Dispose();
    }
}
