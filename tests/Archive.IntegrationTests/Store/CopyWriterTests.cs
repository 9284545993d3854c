using Archive.Storage.Facts;

namespace Archive.IntegrationTests.Store;

public sealed class CopyWriterTests(TestDatabase database) : EventStoreContract(database)
{
    protected override IFactWriter Writer { get; } = new CopyWriter();
}
