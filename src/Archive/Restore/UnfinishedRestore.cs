using System.Text;
using Archive.Evidence.Canonical;
using Archive.Storage.Files;

namespace Archive.Restore;

/// <summary>
/// A mark outside both databases, `checkpoints/TENANT.restoring`, that a restore has begun and has not come to its end:
/// nobody is served before it has. What a restore changes first (destructions, a new log) no longer tells.
/// </summary>
public sealed class UnfinishedRestore(ArchiveHome home)
{
    public string Path => System.IO.Path.Combine(home.CheckpointPath, $"{home.Tenant}.restoring");

    public bool IsThere => File.Exists(Path);

    /// <summary>On disk when this returns. Doing it again changes nothing but the moment in it.</summary>
    public void Begin(DateTimeOffset at)
    {
        DurableFile.CreateDirectory(home.CheckpointPath);
        DurableFile.Replace(Path, Encoding.ASCII.GetBytes($"{CanonicalMoment.Write(at)}\n"), DurableFile.Kept);
    }

    /// <summary>The restore came to its end. Durable when this returns.</summary>
    public void End() => DurableFile.Delete(Path);
}
