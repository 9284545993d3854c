using System.Collections.Concurrent;
using Archive.Capture;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Exports.Pages;
using Archive.Home;
using Archive.Integrity;
using Archive.Keys.Certificates;
using Archive.Records;
using Archive.Requests;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Exports.Content;

/// <summary>
/// Reads everything an export is made of, a few documents at a time, and fetches the originals that may be shown.
/// </summary>
public sealed class ExportReader(
    ArchiveHome home, ExportsOptions options, StorageStatus storage, RecordVersions versions, RequestRegister register,
    SealedTexts papers, MediaStore mediaStore,
    IVault vault, UnitSecrets units, DestroyedVersions destroyed, RedactedFiles redacted,
    Scrub scrub, RecordCompleteness completeness, OfficeTime office, PlatformRegistry platforms)
{
    /// <summary>Documents that are read, looked at again and fetched at a time.</summary>
    private const int AtATime = 100;

    /// <summary>Portions that are read at the same time, and files that are fetched for each.</summary>
    private const int PortionsAtOnce = 3, FilesAtOnce = 4;

    /// <param name="fetched">An empty directory for the originals, as plain bytes.</param>
    /// <param name="logSize">Of the checkpoint that the set will have.</param>
    /// <param name="progress">Told how many documents were read, of how many.</param>
    /// <returns>What the set is made of, and what it hides.</returns>
    /// <exception cref="DestroyedMeanwhileException">A record was destroyed after that checkpoint.</exception>
    public async Task<(ExportContent Content, LeakCheck Check)> Gather(
        RequestState request,
        string set,
        string fetched,
        Language language,
        DateTimeOffset madeAt,
        long logSize,
        Action<int, int>? progress,
        CancellationToken ct)
    {
        var registered = await register.Find(request.Id, ct)
            ?? throw Sentences.Fault("exports.not-in-register", request.Id);
        var items = Items(request);
        // What a fact destroyed is not shown, not even where the rows are still to go.
        var gone = await destroyed.Among([.. items.Select(i => i.Scoped.Record).Distinct()], ct);
        var notes = await Notes([.. items.Where(i => !gone.Contains(i.Scoped.Record))], ct);
        var originals = new ConcurrentDictionary<(int, int), OriginalFile>();
        var made = await redacted.Made(request.Id, ct);
        var copies = new ConcurrentDictionary<(int, int), RedactedFile>();
        var nothing = Content([], [], Array.Empty<Guid>().ToLookup(_ => default(Guid), _ => default(DateTimeOffset)));

        var listed = new ConcurrentDictionary<int, ListedDocument>();
        var check = new LeakCheck();
        progress?.Invoke(0, items.Count);
        // While some are looked at again, which is done for one portion at a time, others are read and fetched.
        using var looking = new SemaphoreSlim(1);
        var looked = new LookedAgain();
        await Parallel.ForEachAsync(items.Chunk(AtATime), AtOnce(PortionsAtOnce, ct), async (some, token) =>
        {
            var read = await Read(some, gone, logSize, token);
            var shown = read.Where(d => d.HasPages).ToList();
            await Alone(looking, () => LookAgain(shown, looked, token), token);
            await Fetch(shown, originals, fetched, token);
            await redacted.Fetch(shown, made, copies, fetched, token);
            lock (check)
                read.ForEach(check.Hide);
            foreach (var document in read)
                listed[document.Number] = ListedDocument.Of(nothing, document);
            progress?.Invoke(listed.Count, items.Count);
        });
        var documents = ListedDocument.AsOfOneMoment([.. items.Select(i => listed[i.Number])]);
        foreach (var document in documents.Where(d => d.Destroyed is not null))
            notes.Remove(document.Number); // destroyed since they were opened

        var records = documents.Select(d => d.Version.Record).ToHashSet();
        var sources = (await versions.Sources(records, ct)).Union(documents.Select(d => d.Version.Source)).ToHashSet();
        var content = Content(
            documents,
            [
                .. (await versions.Gaps(ct))
                    .Where(g => g.Record is { } record ? records.Contains(record) : sources.Contains(g.Source)),
            ],
            await versions.Visits([.. sources], ct)) with
        {
            DevelopmentCertificate =
                CertificateStatus.Read(CertificateFolders.Current(home.KeysPath)) is { IsDevelopment: true },
            Copies = copies,
            SeenAgain = await SeenAgain(documents, logSize, ct),
            MutableStorage = storage.IsMutable,
            Unreadable = (await completeness.Look(ct)).Unreadable.Count(v => sources.Contains(v.Source)),
        };
        return (content, check);

        ExportContent Content(
            IReadOnlyList<ListedDocument> documents, IReadOnlyList<RecordedGap> gaps,
            ILookup<Guid, DateTimeOffset> visits) => new(
            set, options.Body, registered.Subject, request, documents, notes, originals, gaps, visits, platforms,
            office, madeAt, language)
        {
            Reader = Read,
        };
    }

    private async Task<Dictionary<int, SeenAgain>> SeenAgain(
        IReadOnlyList<ListedDocument> documents, long logSize, CancellationToken ct)
    {
        var shown = documents.Where(d => d.HasPages).ToList();
        var again = await versions.SeenAgain([.. shown.Select(d => d.Version.Pieces[0].Object)], ct);
        return shown
            .Select(d => (d.Number, d.Version.Leaf, Again: again.GetValueOrDefault(d.Version.Pieces[0].Object)))
            .Where(d => d.Again is { } seen && seen.Leaf > d.Leaf && seen.Leaf < logSize)
            .ToDictionary(d => d.Number, d => d.Again!);
    }

    private static ParallelOptions AtOnce(int most, CancellationToken ct) =>
        new() { MaxDegreeOfParallelism = most, CancellationToken = ct };

    private static async Task Alone(SemaphoreSlim turn, Func<Task> work, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await work();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<List<Disclosure>> Read(
        IReadOnlyList<RecordInScope> items, IReadOnlySet<Guid> gone, long logSize, CancellationToken ct)
    {
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
                var (version, by) = await destroyed.Of(item, logSize, ct);
                documents.Add(Disclosure.Of(item, version, by));
            }
        }

        return documents;
    }

    /// <summary>
    /// Again, for who writes them: the words as they are now, all else as it was when they were listed.
    /// </summary>
    private async Task<IReadOnlyList<Disclosure>> Read(IReadOnlyList<ListedDocument> listed, CancellationToken ct)
    {
        if (listed.Count == 0)
            return [];
        var contents = await versions.Of(
            [.. listed.Where(d => d.Destroyed is null).Select(d => d.Version.Version)], ct);
        return
        [
            .. listed.Select(d =>
                d.Destroyed is not null ? Disclosure.Of(d.Item, d.Version, d.Destroyed)
                : contents.TryGetValue(d.Version.Version, out var content)
                    ? Disclosure.Of(d.Item, d.Version with { Members = content.Members })
                : throw new DestroyedMeanwhileException(d.Number)),
        ];
    }

    /// <summary>
    /// Readable rows are made from the vault, once; whether it still bears them out is looked at now. A set whose
    /// originals could not be shown to a court is not made.
    /// </summary>
    private async Task LookAgain(IReadOnlyCollection<Disclosure> shown, LookedAgain looked, CancellationToken ct)
    {
        var objects = shown.SelectMany(d => d.Version.Media.Select(m => m.Object).Append(d.Version.Pieces[0].Object))
            .Where(looked.Objects.Add).ToHashSet();
        foreach (var finding in (await scrub.Check(objects, ct)).Findings.Where(f => f.Version is not null))
            looked.Findings.TryAdd(finding.Version!.Value, finding);
        var about = shown.Where(d => looked.Findings.ContainsKey(d.Version.Version)).ToList();
        if (about is not [var first, ..])
            return;

        var gone = await destroyed.Among([.. about.Select(d => d.Version.Record)], ct);
        if (about.FirstOrDefault(d => gone.Contains(d.Version.Record)) is { } meanwhile)
            throw new DestroyedMeanwhileException(meanwhile.Number);
        var why = looked.Findings[first.Version.Version].What;
        throw about.Count == 1
            ? Sentences.Fault("exports.not-as-captured", first.Number, why)
            : Sentences.Fault("exports.not-as-captured-more", first.Number, about.Count - 1, why);
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

    private async Task Fetch(
        IReadOnlyList<Disclosure> documents, ConcurrentDictionary<(int, int), OriginalFile> originals, string fetched,
        CancellationToken ct)
    {
        var media = documents.SelectMany(d => d.Version.Media
            .Where(m => d.Shown($"media/{m.Index}/digest") is not null).Select(m => (Document: d, Medium: m))).ToList();
        Guid[] ofUnits = [.. media.Select(m => m.Medium.Unit).Distinct()];
        var kept = (await mediaStore.Kept(ofUnits, ct)).ToDictionary(m => m.Unit);
        var secrets = await units.Get(ofUnits, ct);
        await Parallel.ForEachAsync(media, AtOnce(FilesAtOnce, ct), async (at, token) =>
        {
            var (document, medium) = at;
            if (!kept.TryGetValue(medium.Unit, out var file) || !secrets.TryGetValue(medium.Unit, out var secret))
            {
                await destroyed.ThrowIfDestroyed(document.Version.Record, document.Number, token);
                throw Sentences.Fault( // what one record uses is never destroyed with another
                    "exports.medium-without-authority", medium.Index, document.Number, document.Version.Record,
                    medium.Object);
            }

            try
            {
                originals[(document.Number, medium.Index)] =
                    await Fetch(document.Number, medium, file.MediaType, secret, fetched, token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await destroyed.ThrowIfDestroyed(document.Version.Record, document.Number, token);
                throw;
            }
        });
    }

    private async Task<OriginalFile> Fetch(
        int number, MediumRef medium, string mediaType, byte[] secret, string fetched, CancellationToken ct)
    {
        var name = $"{number}-{medium.Index}{Extension(mediaType)}";
        var file = Path.Combine(fetched, name);
        await using var content = await vault.Open(medium.Object, 0, secret, ct);
        await using var copy = new FileStream(file, FileMode.CreateNew);
        await content.CopyToAsync(copy, ct);
        var length = copy.Length;
        await copy.DisposeAsync();
        return new(ExportLayout.Originals.PathOf(name), file, mediaType, length, PageImage.Read(file)?.Pixels ?? 0);
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

    /// <summary>
    /// What was looked at for this set. An object with a page of forty posts is looked at once, not again with each
    /// portion that has one of them.
    /// </summary>
    private sealed class LookedAgain
    {
        public HashSet<Digest> Objects { get; } = [];

        /// <summary>By version, also of documents whose turn has not come.</summary>
        public Dictionary<Guid, Integrity.Finding> Findings { get; } = [];
    }
}
