using System.Text.Json;
using Archive.Capture;
using Archive.Evidence.Facts;
using Archive.IntegrationTests;
using Archive.Storage.Facts;
using Marten;

namespace Archive.MartenTests;

/// <summary>An archive that has visited a source, read by somebody else's Marten as the role that only reads.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private ArchiveUnderTest archive = null!;
    private DocumentStore store = null!;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        store = Outsider.Open(archive.Database, "archive_reader", TestDatabase.Tenant, more: Outsider.MapFacts);
    }

    public async Task DisposeAsync()
    {
        store.Dispose();
        await archive.DisposeAsync();
    }

    [Fact]
    public async Task Marten_reads_every_fact_as_this_product_does()
    {
        var ours = await Logged();
        await using var session = store.QuerySession($"{TestDatabase.Tenant}");

        var theirs = await session.Events.QueryAllRawEvents().ToListAsync();

        Assert.Equal(
            ours.OrderBy(f => f.Id).Select(Row),
            theirs.OrderBy(e => e.Id).Select(e => (
                e.Id, e.StreamKey!, e.Version, e.EventTypeName, e.Timestamp.UtcDateTime, e.CorrelationId,
                Canonical(((IMembers)e.Data).All))));
        Assert.True(ours.Count > 100);

        static (Guid, string, long, string, DateTime, string?, string) Row(Fact f) => (
            f.Id, $"{f.Stream}", f.Version, f.Type, f.At.UtcDateTime, f.Correlation?.ToString(),
            Canonical(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(f.Data.Bytes.Span)!));
    }

    [Fact]
    public async Task It_finds_a_stream_its_state_and_events_of_one_type()
    {
        var captured = (await Logged()).Where(f => f.Type == Facts.NameOf(typeof(VersionCaptured))).ToList();
        var stream = $"{captured[0].Stream}";
        await using var session = store.QuerySession($"{TestDatabase.Tenant}");

        var events = await session.Events.FetchStreamAsync(stream);
        var state = await session.Events.FetchStreamStateAsync(stream);
        var versions = await session.Events.QueryAllRawEvents()
            .Where(e => e.EventTypeName == captured[0].Type).ToListAsync();
        var one = await session.Events.LoadAsync(captured[0].Id);

        Assert.Equal(events.Count, state!.Version);
        Assert.Equal(
            (await archive.Get<EventStore>().Read(captured[0].Stream, default)).Select(f => f.Id),
            events.Select(e => e.Id));
        Assert.Equal(captured.Count, versions.Count);
        Assert.Equal(captured[0].Type, one!.EventTypeName);
    }

    [Fact]
    public async Task Of_another_tenant_it_sees_nothing_whatever_it_asks()
    {
        using var other = Outsider.Open(archive.Database, "archive_reader", new("elders"), more: Outsider.MapFacts);
        await using var session = other.QuerySession($"{TestDatabase.Tenant}");

        Assert.Empty(await session.Events.QueryAllRawEvents().ToListAsync());
    }

    private async Task<List<Fact>> Logged() =>
        await archive.Get<EventStore>().ReadLog(-1, default).Select(f => f.Fact).ToListAsync();

    private static string Canonical(IDictionary<string, JsonElement> members) => System.Text.Encoding.UTF8.GetString(
        FactMembers.Parse(JsonSerializer.SerializeToUtf8Bytes(members)).Bytes.Span);
}
