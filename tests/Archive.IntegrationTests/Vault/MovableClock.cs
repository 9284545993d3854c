namespace Archive.IntegrationTests.Vault;

/// <summary>A clock that a test sets forward.</summary>
public sealed class MovableClock : TimeProvider
{
    private TimeSpan ahead;

    public void Move(TimeSpan by) => ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
