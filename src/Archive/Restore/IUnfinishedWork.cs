namespace Archive.Restore;

/// <summary>
/// What a capability had begun when its host was killed. Every host that starts, and a worker every minute, has it
/// settled: brought to its end, or taken back.
/// </summary>
public interface IUnfinishedWork
{
    /// <summary>MUST leave alone what a living host is at.</summary>
    /// <param name="before">What could still be used, and was last changed before this, MUST be taken away.</param>
    Task Settle(DateTimeOffset before, CancellationToken ct);
}
