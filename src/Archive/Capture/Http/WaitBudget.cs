namespace Archive.Capture.Http;

/// <summary>
/// How long one visit may still wait because a platform says so, or before it tries again. Only goes down.
/// </summary>
public sealed class WaitBudget(TimeSpan total)
{
    private readonly Lock turn = new();

    public TimeSpan Left { get; private set; } = total;

    /// <summary>Takes all of the wait or nothing.</summary>
    public bool TryTake(TimeSpan wait)
    {
        lock (turn)
        {
            if (wait > Left)
                return false;
            Left -= wait;
            return true;
        }
    }
}
