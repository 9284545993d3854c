using Archive.IntegrationTests;
using Archive.IntegrationTests.Store;
using Archive.Marten;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Marten;

namespace Archive.MartenTests;

/// <summary>The Marten package as writer keeps what is promised of facts.</summary>
public sealed class MartenWriterTests(TestDatabase database) : EventStoreContract(database), IAsyncLifetime
{
    private readonly string owner = database.ConnectionString("archive_owner", Migrations.Facts);
    private readonly IDocumentStore store = MartenStore.Open(database.Facts.Source);

    protected override IFactWriter Writer => new MartenWriter(store);

    public Task InitializeAsync() => MartenStore.Prepare(owner, default);

    public Task DisposeAsync()
    {
        store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_functions_it_appends_with_are_made_by_prepare_which_is_repeatable()
    {
        var made = await MartenStore.Prepare(owner, default);

        Assert.Contains("mt_quick_append_events", made);
        Assert.Equal(made, await MartenStore.Prepare(owner, default));
    }
}
