using Archive.Capture;
using Archive.Evidence.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Worker;

/// <summary>Files that a host was writing when it died: they have no name that anyone reads.</summary>
internal static class Leftovers
{
    /// <summary>No file takes that long to write: another host may be at work in the same home.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    public static void Sweep(IServiceProvider services)
    {
        var settings = services.GetRequiredService<ArchiveSettings>();
        var before = services.GetRequiredService<TimeProvider>().GetUtcNow() - Abandoned;
        services.GetRequiredService<KeptMedia>().SweepTemporary();
        services.GetRequiredService<FileVault>().SweepTemporary(before);
        NewFile.Sweep(settings.CheckpointPath, before);
        NewFile.Sweep(settings.JournalPath, before);
    }
}
