using System.Text.Json;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Exports;

/// <summary>
/// Where one request's set is kept track of while it is made: a directory named after it. Whoever holds it is the only
/// one who makes a set of that request; when its host is killed the system gives it up. It holds volumes that need not
/// be made again, and what was about to be done (<see cref="SetIntent"/>).
/// </summary>
internal sealed class UnfinishedExport : IDisposable
{
    private readonly string path;
    private readonly FileSlot held;

    private UnfinishedExport(string path, FileSlot held) => (this.path, this.held) = (path, held);

    /// <summary>Signed volumes, as they would stand in the set: what they show is plain text.</summary>
    public string VolumesPath => Path.Combine(path, "volumes");

    private string IntentPath => Path.Combine(path, "intent.json");

    /// <param name="unfinished">Of all requests; made if it is not there.</param>
    /// <returns>Null if somebody holds it: a set of that request is being made.</returns>
    public static UnfinishedExport? TryTake(string unfinished, Guid request)
    {
        var path = Path.Combine(unfinished, $"{request}");
        FilePermissions.CreateOwnersDirectory(path);
        return FileSlot.TryTake(Path.Combine(path, ".held")) is { } held ? new(path, held) : null;
    }

    /// <summary>Requests of which a set was ever made here, or begun.</summary>
    public static IReadOnlyList<Guid> All(string unfinished) => Directory.Exists(unfinished)
        ?
        [
            .. Directory.EnumerateDirectories(unfinished)
                .Select(d => Guid.TryParse(Path.GetFileName(d), out var id) ? id : (Guid?)null).OfType<Guid>(),
        ]
        : [];

    /// <summary>What was about to be done, and is not known to be done; null if nothing.</summary>
    /// <exception cref="FaultException">It was changed.</exception>
    public SetIntent? Intent()
    {
        try
        {
            return File.Exists(IntentPath) ? SetIntent.Parse(File.ReadAllBytes(IntentPath)) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Sentences.Fault(e, "exports.intent-changed", IntentPath);
        }
    }

    public void Intend(SetIntent intent) => DurableFile.Replace(IntentPath, intent.ToBytes(), DurableFile.Kept);

    public void ForgetIntent() => DurableFile.Delete(IntentPath);

    public void DeleteVolumes()
    {
        if (Directory.Exists(VolumesPath))
            Directory.Delete(VolumesPath, recursive: true);
    }

    /// <summary>Volumes that nobody came back for since then.</summary>
    public void DeleteVolumes(DateTimeOffset before)
    {
        if (Directory.Exists(VolumesPath) && Directory.GetLastWriteTimeUtc(VolumesPath) < before.UtcDateTime)
            DeleteVolumes();
    }

    public void Dispose() => held.Dispose();
}
