using System.Collections.Concurrent;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;
using Archive.Exports.Pages;
using Archive.Requests.Pictures;
using Archive.Storage.Facts;
using Archive.Storage.Log;

namespace Archive.Exports.Content;

/// <summary>Fetches the copies with black regions that a set shows in place of pictures.</summary>
public sealed class RedactedFiles(
    EventStore events, LogReader log, PictureCopies copies, DestroyedVersions destroyed)
{
    /// <summary>The facts of all copies that were made for a request, by the copy.</summary>
    public async Task<IReadOnlyDictionary<Guid, Fact>> Made(Guid request, CancellationToken ct)
    {
        var made = new Dictionary<Guid, Fact>();
        foreach (var fact in await events.Read(request, ct))
        {
            if (Facts.ReadOrNull(fact) is PictureRedacted copy)
                made[copy.Copy] = fact;
        }

        return made;
    }

    /// <param name="files">Takes the copies that these documents show, by number and place among the media.</param>
    /// <param name="fetched">A directory for the copies, as plain bytes.</param>
    public async Task Fetch(
        IReadOnlyList<Disclosure> documents, IReadOnlyDictionary<Guid, Fact> facts,
        ConcurrentDictionary<(int Number, int Medium), RedactedFile> files, string fetched, CancellationToken ct)
    {
        foreach (var made in documents.SelectMany(d => d.Version.Media.Select(m => d.CopyOf(m.Index)))
            .OfType<PictureRedacted>())
        {
            var (png, salt) = await Open(made, ct);
            var path = ExportLayout.Redacted.PathOf(FormattableString.Invariant($"{made.Number}-{made.Medium}.png"));
            var file = Path.Combine(fetched, $"{made.Copy}.png");
            await File.WriteAllBytesAsync(file, png, ct);
            var fact = facts[made.Copy];
            var leaf = await log.LeafOf(fact.Id, ct) ?? throw Sentences.Fault("records.not-in-log", fact.Id);
            files[(made.Number, made.Medium)] = new(
                path, file, png.Length, PageImage.Read(file)?.Pixels ?? 0, made.Regions.Count, fact, (long)leaf, salt);
        }
    }

    private async Task<(byte[] Png, byte[] Salt)> Open(PictureRedacted made, CancellationToken ct)
    {
        try
        {
            return await copies.Open(made, ct) ?? throw Sentences.Fault(
                "exports.medium-without-authority", made.Medium, made.Number, made.Record, made.Picture.Object);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await destroyed.ThrowIfDestroyed(made.Record, made.Number, ct);
            throw;
        }
    }
}
