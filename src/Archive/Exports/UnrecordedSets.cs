using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Restore;
using Archive.Storage.Facts;
using Microsoft.Extensions.Logging;

namespace Archive.Exports;

/// <summary>
/// Settles what an export was about to do when it was killed: a set that is whole, and whose request did not move on,
/// gets its fact; any other is taken away. So there is a set with its fact, or neither, and never a fact without a set.
/// </summary>
public sealed partial class UnrecordedSets(
    ArchiveHome home, EventStore events, OfficeTime office, ILogger<UnrecordedSets> logger) : IUnfinishedWork
{
    /// <summary>
    /// Each request by itself: what cannot be settled of one keeps no host from starting, and is told to who makes
    /// the next set of that request.
    /// </summary>
    public async Task Settle(DateTimeOffset before, CancellationToken ct)
    {
        foreach (var request in UnfinishedExport.All(home.UnfinishedPath))
        {
            try
            {
                using var room = UnfinishedExport.TryTake(home.UnfinishedPath, request);
                if (room is null)
                    continue; // a set is being made
                await Settle(room, ct);
                room.DeleteVolumes(before);
            }
            catch (Exception e) when (e is FaultException or IOException or UnauthorizedAccessException)
            {
                NotSettled(logger, e, request);
            }
        }
    }

    internal async Task Settle(UnfinishedExport room, CancellationToken ct)
    {
        if (room.Intent() is not { } intent)
            return;
        var recorded = (await events.Read(intent.Request, ct)).Select(Facts.ReadOrNull).OfType<ExportSealed>()
            .Any(f => f.Export == intent.Export);
        if (recorded || (IsWhole(intent) && await Record(intent, ct)))
            room.DeleteVolumes();
        else
            TakeAway(intent);
        room.ForgetIntent();
    }

    /// <returns>False if the request moved on: the set is not of what it is now.</returns>
    internal Task<bool> Record(SetIntent intent, CancellationToken ct) => events.Append(
        [new(intent.Request, intent.Version, [Facts.New(intent.Fact, office.Now, intent.SealedBy, intent.Request)])],
        ct);

    internal void TakeAway(SetIntent intent)
    {
        foreach (var file in intent.Files)
            File.Delete(Path.Combine(home.ExportsPath, file.Name));
        var set = Path.Combine(home.ExportsPath, intent.Set);
        if (Directory.Exists(set))
            Directory.Delete(set, recursive: true);
    }

    /// <summary>
    /// Every file of it is in its place, and is what its manifest, which the fact names, says of it. Files beside it
    /// were on the disk with these sizes before anything was intended.
    /// </summary>
    private bool IsWhole(SetIntent intent)
    {
        var set = Path.Combine(home.ExportsPath, intent.Set);
        var note = Path.Combine(set, ExportManifest.FileName);
        if (!intent.Files.All(f => new FileInfo(Path.Combine(home.ExportsPath, f.Name)) is { Exists: true } file
                && file.Length == f.Size)
            || !File.Exists(note))
            return false;
        var bytes = File.ReadAllBytes(note);
        if (Digest.Of(bytes) != intent.Fact.Manifest)
            return false;
        var manifest = ExportManifest.Parse(SignedNote.Parse(bytes).Text);
        using var files = ExportFiles.Open(set);
        return files.Findings.Count == 0 && files.Files.Count == manifest.Files.Count + 1 && manifest.Files.All(line =>
        {
            if (!files.Files.TryGetValue(line.Path, out var file) || file.Size != line.Size)
                return false;
            using var content = file.Open();
            return Digest.From(SHA256.HashData(content)) == line.Digest;
        });
    }

    [LoggerMessage(
        3001, LogLevel.Warning, "What an export of request {Request} left cannot be settled; its next export says why")]
    private static partial void NotSettled(ILogger logger, Exception why, Guid request);
}
