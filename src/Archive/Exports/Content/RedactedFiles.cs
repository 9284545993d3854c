using Archive.Evidence.Sets;
using Archive.Requests.Pictures;
using Archive.Storage.Facts;
using Archive.Storage.Log;

namespace Archive.Exports.Content;

/// <summary>Fetches the copies with black regions that a set shows in place of pictures.</summary>
public sealed class RedactedFiles(EventStore events, LogReader log, PictureCopies copies)
{
    /// <param name="fetched">A directory for the copies, as plain bytes.</param>
    public async Task<IReadOnlyDictionary<(int Number, int Medium), RedactedFile>> Fetch(
        Guid request, IReadOnlyList<Disclosure> documents, string fetched, CancellationToken ct)
    {
        var shown = documents.SelectMany(d => d.Version.Media.Select(m => d.CopyOf(m.Index)))
            .OfType<PictureRedacted>().ToDictionary(made => made.Copy);
        var files = new Dictionary<(int, int), RedactedFile>();
        if (shown.Count == 0)
            return files;
        foreach (var fact in await events.Read(request, ct))
        {
            if (Facts.ReadOrNull(fact) is not PictureRedacted made || !shown.ContainsKey(made.Copy))
                continue;
            if (await copies.Open(made, ct) is not ({ } png, { } salt))
            {
                throw Sentences.Fault(
                    "exports.medium-without-authority", made.Medium, made.Number, made.Record, made.Picture.Object);
            }

            var path = ExportLayout.Redacted.PathOf(FormattableString.Invariant($"{made.Number}-{made.Medium}.png"));
            var file = Path.Combine(fetched, $"{made.Copy}.png");
            await File.WriteAllBytesAsync(file, png, ct);
            var leaf = await log.LeafOf(fact.Id, ct) ?? throw Sentences.Fault("records.not-in-log", fact.Id);
            files.Add(
                (made.Number, made.Medium),
                new(path, file, png.Length, made.Regions.Count, fact, (long)leaf, salt));
        }

        return files;
    }
}
