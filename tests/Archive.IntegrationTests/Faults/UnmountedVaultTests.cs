using System.Diagnostics;
using Archive.Evidence.Verification;
using Archive.Home;
using Archive.Integrity;
using Archive.Retention.Destruction;
using Xunit.Abstractions;
using static Archive.IntegrationTests.Faults.ProductProcess;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The disk of the vault is not mounted: nothing is begun anew where it would be, nothing is taken for gone, and it
/// goes on when it is back.
/// </summary>
public sealed class UnmountedVaultTests(ITestOutputHelper output)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [RootFact]
    [Trait("Category", "Faults")]
    public async Task A_vault_whose_disk_is_not_mounted_is_not_begun_anew_and_nothing_of_it_is_gone()
    {
        using var room = new TemporaryDirectory();
        var (backing, place) = (Path.Combine(room.Path, "disk"), Path.Combine(room.Path, "mounted"));
        Directory.CreateDirectory(backing);
        Directory.CreateDirectory(place);
        Machine.Run("mount", "--bind", backing, place);
        try
        {
            await using var archive = await ArchiveUnderTest.Start(vault: new VaultOptions { At = place });
            await archive.Visit();
            var (handler, approver) = await archive.Officers();
            await archive.BringUpToDate();
            var record = (await Destroyable.Find(archive, "chocolademelk en stalletjes")).Comment;
            await archive.Get<ArchiveVerification>().Run(all: true, null, default);
            Machine.Run("umount", place);

            Assert.Contains("Is its disk mounted?", await Says(archive, 1, "verify"));
            Assert.Contains("Is its disk mounted?", await Says(archive, 1, "search", "iets", "--officer", "Anna"));
            using (var worker = ProductProcess.Worker(archive.Settings))
            {
                Assert.Equal(1, await worker.Ended(TimeSpan.FromMinutes(1)));
                Assert.Contains("Is its disk mounted?", worker.Output);
            }

            // A host that ran on: what it cannot see is not gone, and a destruction is not done.
            var looked = await archive.Get<Scrub>().Check(
                [record.Pieces[0].Object, record.Media[0].Object], default);
            Assert.DoesNotContain(looked.Findings, f => f.Kind == FindingKind.ObjectMissing);
            Assert.Contains(looked.Findings, f => f.Kind == FindingKind.ObjectUnreadable);
            await Assert.ThrowsAnyAsync<IOException>(() => archive.Get<RecordDestruction>().Destroy(
                new(record.Record, DestructionBasis.SelectionList, handler.Id, approver.Id), default));
            Assert.Single(archive.Get<DestructionJournal>().All(), e => !archive.Get<DestructionJournal>().IsDone(e));
            Assert.Empty(Directory.EnumerateFileSystemEntries(place));

            Machine.Run("mount", "--bind", backing, place);
            Assert.EndsWith("untouched", (await Says(archive, 0, "verify", "--all")).Trim());
            Assert.Single(archive.Get<DestructionJournal>().All(), e => archive.Get<DestructionJournal>().IsDone(e));
            var report = await archive.Get<ArchiveVerification>().Run(all: true, null, default);
            Assert.True(report.Holds);
            Assert.Equal(1, report.Kept.Of(EvidenceState.Destroyed));
            var sum = new FaultResult((int)report.Kept.Objects, 0, 0, 0, []);
            sum.AssertCleanAndNotEmpty();
            FaultFigures.Write(
                output, "vault not mounted", full: true, 1, sum, "objects are said to be unreadable: caught",
                watch.Elapsed);
        }
        finally
        {
            Xunit.Record.Exception(() => Machine.Run("umount", place));
        }
    }
}
