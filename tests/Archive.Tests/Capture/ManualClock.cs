namespace Archive.Tests.Capture;

/// <summary>A clock that stands still until a test moves it, or until a wait it expects begins.</summary>
internal sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock turn = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = now;
    private TimeSpan wrong;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (turn)
            return now + wrong;
    }

    public override long GetTimestamp()
    {
        lock (turn)
            return now.Ticks;
    }

    /// <summary>Someone sets the clock; no time passes.</summary>
    public void Set(TimeSpan ahead)
    {
        lock (turn)
            wrong = ahead;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (turn)
            timers.Add(timer);
        return timer;
    }

    /// <summary>
    /// Waits (in real time, at most 10 s) until someone waits exactly this long, then lets that time pass.
    /// </summary>
    public async Task LetPass(TimeSpan wait)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            lock (turn)
            {
                if (timers.Any(t => t.Due == now + wait))
                    break;
            }

            await Task.Delay(10);
            if (tries == 999)
                throw new TimeoutException($"Nobody waits {wait}; due are: {string.Join(", ", Waits())}.");
        }

        Timer[] due;
        lock (turn)
        {
            now += wait;
            due = [.. timers.Where(t => t.Due <= now)];
            foreach (var timer in due)
                timer.Due = null;
        }

        foreach (var timer in due)
            timer.Ring();
    }

    private IEnumerable<TimeSpan?> Waits()
    {
        lock (turn)
            return [.. timers.Where(t => t.Due is not null).Select(t => t.Due - now)];
    }

    private sealed class Timer(ManualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public Action Ring { get; } = ring;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.turn)
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (clock.turn)
                Due = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
