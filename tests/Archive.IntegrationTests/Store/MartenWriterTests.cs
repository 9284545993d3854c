#if MARTEN
using Archive.Marten;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Marten;

namespace Archive.IntegrationTests.Store;

public sealed class MartenWriterTests(TestDatabase database) : EventStoreContract(database), IAsyncLifetime
{
    private readonly IDocumentStore store = MartenStore.Open(database.Facts.Source);

    protected override IFactWriter Writer => new MartenWriter(store);

    public Task InitializeAsync() =>
        MartenStore.Prepare(database.ConnectionString("archive_owner", Migrations.Facts), default);

    public Task DisposeAsync()
    {
        store.Dispose();
        return Task.CompletedTask;
    }
}
#endif
