using Archive.Evidence;
using Archive.IntegrationTests.Vault;
using Archive.Integrity;
using Archive.Records;
using Archive.Retention.Destruction;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Bytes of what is destroyed: it is not done while the disk does not show that they are gone, and bytes that come back
/// are found.
/// </summary>
public sealed class DestroyedBytesTests : IAsyncLifetime
{
    private readonly MovableClock clock = new();
    private ArchiveUnderTest archive = null!;
    private RecordVersion comment = null!;
    private string picture = "";

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start(clock: clock);
        await archive.Visit();
        // has a picture that nothing else has
        comment = (await Destroyable.Find(archive, "chocolademelk en stalletjes")).Comment;
        var name = $"{comment.Media[0].Object}";
        picture = Path.Combine(
            archive.Settings.Vault.Place, "objects", archive.Settings.Tenant, name[..2], name[2..4], name);
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task A_destruction_is_not_done_while_the_disk_does_not_let_its_bytes_be_seen()
    {
        var shard = Path.GetDirectoryName(picture)!;
        Directory.Move(shard, $"{shard}.aside");
        await File.WriteAllTextAsync(shard, "a file in the place of a directory");

        await Assert.ThrowsAsync<StorageException>(Destroy);

        var journal = archive.Get<DestructionJournal>();
        Assert.Single(journal.All(), e => !journal.IsDone(e));
        File.Delete(shard);
        Directory.Move($"{shard}.aside", shard);
        await archive.Get<RecordDestruction>().FinishInterrupted(default);
        Assert.False(File.Exists(picture));
        Assert.Single(journal.All(), journal.IsDone);
    }

    [Fact]
    public async Task Bytes_of_what_was_destroyed_that_come_back_are_an_alarm_and_are_removed()
    {
        var bytes = await File.ReadAllBytesAsync(picture);
        await Destroy();
        Assert.False(File.Exists(picture));
        await File.WriteAllBytesAsync(picture, bytes); // as when the vault is put back from a back-up
        clock.Move(TimeSpan.FromHours(1));

        var found = await Verify();

        var finding = Assert.Single(found.Findings);
        Assert.Equal(
            (FindingKind.DestroyedBytesLeft, comment.Media[0].Object, comment.Media[0].Unit),
            (finding.Kind, finding.Object, finding.Unit));
        Assert.False(File.Exists(picture));
        clock.Move(TimeSpan.FromHours(2));
        Assert.True((await Verify()).Holds);
    }

    private async Task Destroy()
    {
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
    }

    private Task<ArchiveVerificationResult> Verify() =>
        archive.Get<ArchiveVerification>().Run(all: true, null, default);
}
