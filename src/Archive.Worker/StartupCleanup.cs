using Archive.Capture.Visits;
using Archive.Storage.Files;
using Archive.Storage.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Worker;

/// <summary>
/// What a host was writing when it died: files of no name that anyone reads, secrets of what was never named.
/// </summary>
internal static class StartupCleanup
{
    /// <summary>Nothing takes that long to write: another host may be at work in the same home.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    public static async Task Sweep(IServiceProvider services, CancellationToken ct)
    {
        var home = services.GetRequiredService<ArchiveHome>();
        var before = services.GetRequiredService<TimeProvider>().GetUtcNow() - Abandoned;
        WorkDirectory.Sweep(home.TemporaryPath);
        WorkDirectory.Sweep(home.ExportsPath);
        services.GetRequiredService<IVault>().SweepTemporary(before);
        NewFile.Sweep(home.CheckpointPath, before);
        NewFile.Sweep(home.JournalPath, before);
        await services.GetRequiredService<MediaStore>().SweepSecrets(Abandoned, ct);
    }
}
