using System.Diagnostics;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Facts of a real visit, logged and signed, and what the database looked like then. Counts the attacks on copies of
/// it.
/// </summary>
public sealed class SignedVisit : IAsyncLifetime
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int attacks;
    private int caught;
    private string control = "not run";

    internal ArchiveUnderTest Archive { get; private set; } = null!;

    internal Dump Dump { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Archive = await ArchiveUnderTest.Start();
        await Archive.Visit();
        Dump = await Dump.Of(Archive.Database);
    }

    public async Task DisposeAsync()
    {
        var facts = (await Archive.FactRows()).Count;
        await Archive.DisposeAsync();
        if (attacks == 0) // of a class that takes the visit only, and attacks something else
            return;
        FaultFigures.Write(
            null, "superuser changes the database", full: true, attacks, new(
                facts,
                0,
                0,
                Undetected: attacks - caught,
                []), control, watch.Elapsed);
    }

    internal void Attack() => Interlocked.Increment(ref attacks);

    /// <summary>The attack was found, and what was attacked named.</summary>
    internal void Caught() => Interlocked.Increment(ref caught);

    internal void Control(string said) => control = said;
}

[CollectionDefinition(nameof(SignedVisit))]
public sealed class SignedVisits : ICollectionFixture<SignedVisit>;

internal sealed class Restored(TestDatabase database) : IAsyncDisposable
{
    public TestDatabase Database => database;

    public async ValueTask DisposeAsync() => await database.DisposeAsync();
}
