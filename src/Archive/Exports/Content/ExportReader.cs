using Archive.Capture;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Home;
using Archive.Integrity;
using Archive.Keys.Certificates;
using Archive.Records;
using Archive.Requests;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Exports.Content;

/// <summary>Reads everything an export is made of, and fetches the originals that may be shown.</summary>
public sealed class ExportReader(
    ArchiveHome home, ExportsOptions options, StorageStatus storage, RecordVersions versions, RequestRegister register,
    SealedTexts papers, MediaStore media,
    IVault vault, UnitSecrets units, DestroyedVersions destroyed,
    Scrub scrub, RecordCompleteness completeness, OfficeTime office, PlatformRegistry platforms)
{
    /// <param name="fetched">An empty directory for the originals, as plain bytes.</param>
    public async Task<ExportContent> Gather(
        RequestState request,
        string set,
        string fetched,
        Language language,
        DateTimeOffset madeAt,
        CancellationToken ct)
    {
        var registered = await register.Find(request.Id, ct)
            ?? throw Sentences.Fault("exports.not-in-register", request.Id);
        var items = Items(request);
        var documents = await Documents(items, ct);
        var records = documents.Select(d => d.Version.Record).ToHashSet();
        var sources = (await versions.Sources(records, ct)).Union(documents.Select(d => d.Version.Source)).ToHashSet();
        return new(
            set,
            options.Body,
            registered.Subject,
            request,
            documents,
            await Notes([.. documents.Where(d => d.Destroyed is null).Select(d => d.Item)], ct),
            await Originals(documents, fetched, ct),
            [
                .. (await versions.Gaps(ct))
                    .Where(g => g.Record is { } record ? records.Contains(record) : sources.Contains(g.Source)),
            ],
            await versions.Visits([.. sources], ct),
            platforms,
            office,
            madeAt,
            language)
        {
            DevelopmentCertificate =
                CertificateStatus.Read(CertificateFolders.Current(home.KeysPath)) is { IsDevelopment: true },
            MutableStorage = storage.IsMutable,
            Unreadable = (await completeness.Look(ct)).Unreadable.Count(v => sources.Contains(v.Source)),
        };
    }

    private async Task<IReadOnlyList<Disclosure>> Documents(IReadOnlyList<RecordInScope> items, CancellationToken ct)
    {
        // What a fact destroyed is not shown, not even where the rows are still to go.
        var gone = await destroyed.Among([.. items.Select(i => i.Scoped.Record).Distinct()], ct);
        var contents = await versions.Of([.. items.Select(i => i.Scoped.Version)], ct);
        var documents = new List<Disclosure>();
        foreach (var item in items)
        {
            if (!gone.Contains(item.Scoped.Record) && contents.TryGetValue(item.Scoped.Version, out var content))
            {
                documents.Add(Disclosure.Of(item, content));
            }
            else
            {
                var (version, by) = await destroyed.Of(item, ct);
                documents.Add(Disclosure.Of(item, version, by));
            }
        }

        await LookAgain([.. documents.Where(d => d.HasPages)], ct);
        return documents;
    }

    /// <summary>
    /// Readable rows are made from the vault, once; whether it still bears them out is looked at now. A set whose
    /// originals could not be shown to a court is not made.
    /// </summary>
    private async Task LookAgain(IReadOnlyList<Disclosure> shown, CancellationToken ct)
    {
        var objects = shown.SelectMany(d => d.Version.Media.Select(m => m.Object).Append(d.Version.Pieces[0].Object))
            .ToHashSet();
        var numbers = shown.ToDictionary(d => d.Version.Version, d => d.Number);
        var about = (await scrub.Check(objects, ct)).Findings
            .Where(d => d.Version is { } version && numbers.ContainsKey(version))
            .ToList();
        if (about is [var first, ..])
        {
            var number = numbers[first.Version!.Value];
            throw about.Count == 1
                ? Sentences.Fault("exports.not-as-captured", number, first.What)
                : Sentences.Fault("exports.not-as-captured-more", number, about.Count - 1, first.What);
        }
    }

    private static List<RecordInScope> Items(RequestState request) =>
        request.Records.Values.Where(r => r.Assessed is { Assessment: not Assessment.OutOfScope }).ToList();

    private async Task<Dictionary<int, AssessmentNote>> Notes(IReadOnlyList<RecordInScope> items, CancellationToken ct)
    {
        var notes = new Dictionary<int, AssessmentNote>();
        foreach (var item in items.Where(i => i.Assessed is { Note: not null }))
        {
            if (await papers.Open(item.Assessed!.Note!, ct) is { } written)
                notes[item.Number] = AssessmentNote.Read(written);
        }

        return notes;
    }

    private async Task<Dictionary<(int, int), OriginalFile>> Originals(
        IReadOnlyList<Disclosure> documents, string fetched, CancellationToken ct)
    {
        var originals = new Dictionary<(int, int), OriginalFile>();
        foreach (var document in documents.Where(d => d.HasPages))
        {
            var kept = (await media.Kept([.. document.Version.Media.Select(m => m.Unit)], ct)).ToDictionary(
                m => m.Unit);
            foreach (var medium in document.Version.Media
                .Where(m => document.Shown($"media/{m.Index}/digest") is not null))
            {
                if (kept.TryGetValue(medium.Unit, out var found) && await units.Get(medium.Unit, ct) is { } secret)
                {
                    var original = await Fetch(document.Number, medium, found, secret, fetched, ct);
                    originals[(document.Number, medium.Index)] = original;
                }
                else // what one record uses is never destroyed with another
                {
                    throw Sentences.Fault(
                        "exports.medium-without-authority", medium.Index, document.Number, document.Version.Record,
                        medium.Object);
                }
            }
        }

        return originals;
    }

    private async Task<OriginalFile> Fetch(
        int number, MediumRef medium, Medium found, byte[] secret, string fetched, CancellationToken ct)
    {
        var name = $"{number}-{medium.Index}{Extension(found.MediaType)}";
        var file = Path.Combine(fetched, name);
        await using var content = await vault.Open(medium.Object, 0, secret, ct);
        await using var copy = new FileStream(file, FileMode.CreateNew);
        await content.CopyToAsync(copy, ct);
        return new(ExportLayout.Originals.PathOf(name), file, found.MediaType, copy.Length);
    }

    private static string Extension(string mediaType) => mediaType switch
    {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "video/mp4" => ".mp4",
        "video/webm" => ".webm",
        "audio/mpeg" => ".mp3",
        "audio/ogg" => ".ogg",
        _ => ".bin", // a name only; the type as served is in the inventory
    };
}
