using Archive.Capture.Visits;
using Archive.Storage.Files;
using Archive.Storage.Vault;

namespace Archive.Restore;

/// <summary>
/// What hosts were writing when they died: plain bytes, files of no name that anyone reads, secrets of what was never
/// named. Every host that serves takes away what it finds at its start; a worker goes on doing so.
/// </summary>
public sealed class AbandonedWork(
    ArchiveHome home, IVault vault, MediaStore media, IEnumerable<IUnfinishedWork> unfinished, TimeProvider clock)
{
    /// <summary>Nothing takes that long to write: another host may be at work in the same home.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>
    /// On disk, and what was begun and can be settled. What a host that lives is at stays, however long it takes.
    /// </summary>
    public async Task SweepFiles(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Abandoned;
        WorkDirectory.Sweep(home.TemporaryPath, before);
        WorkDirectory.Sweep(home.ExportsPath, before);
        vault.SweepTemporary(before);
        NewFile.Sweep(home.CheckpointPath, before);
        NewFile.Sweep(home.JournalPath, before);
        foreach (var work in unfinished)
            await work.Settle(before, ct);
    }

    /// <summary>On disk and in the database.</summary>
    public async Task Sweep(CancellationToken ct)
    {
        await SweepFiles(ct);
        await media.SweepSecrets(Abandoned, ct);
    }
}
