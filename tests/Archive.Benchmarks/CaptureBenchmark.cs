using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.IntegrationTests;
using Archive.Storage.Facts;
using Archive.Storage.Keys;

namespace Archive.Benchmarks;

/// <summary>
/// What a visit commits, 1,000 new records at a time: their secrets, their facts and, by trigger, the inbox. Beside it
/// the same rows by binary COPY into tables with the same indexes, without triggers, policies, tenants or checks.
/// </summary>
internal sealed class CaptureBenchmark(TestDatabase database, string keys)
{
    public const int Batch = 1_000;

    private static readonly DateTimeOffset At = new(2026, 11, 20, 23, 7, 1, 123, 456, TimeSpan.Zero);

    private readonly EventStore events = new(database.Facts);
    private readonly UnitSecrets units = new(
        database.Perishable, KeyRing.OpenOrCreate(keys));

    public async Task Beside(PlainTables plain, Measured measured)
    {
        var streams = Records();
        var rows = plain.Prepare(streams);
        await measured.Round(() => Commit(streams), () => plain.Copy(rows));
    }

    /// <returns>Seconds.</returns>
    public Task<double> Commit()
    {
        var streams = Records();
        return Measured.Seconds(() => Commit(streams));
    }

    private static List<StreamAppend> Records() =>
        [.. Enumerable.Range(0, Batch).Select(_ => new StreamAppend(Ids.New(), 0, [Captured()]))];

    private async Task Commit(List<StreamAppend> streams)
    {
        await units.Create([.. Enumerable.Repeat(UnitKind.Record, streams.Count)], default);
        Assert.True(await events.Append(streams, default));
    }

    /// <summary>The fact of a version, as captures have it: about 900 bytes.</summary>
    private static NewFact Captured()
    {
        static Digest Any() => Digest.Of(Ids.Bytes(Ids.New()));
        var fact = new VersionCaptured(
            Ids.New(), Ids.New(), RecordKind.Comment, Ids.New(), Ids.New(), Ids.New(), 1, ReadFrom.Current,
            [new(Any(), 7)], new ContentCommitment(new MapperName("mastodon/1"), 64, Any()), Any(), Any(), At,
            [new(0, Ids.New(), Any())]);
        return Facts.New(fact, At, correlation: Ids.New());
    }
}
