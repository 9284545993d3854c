using System.Collections.Concurrent;
using Archive.Capture.Http;
using Archive.Evidence;
using Archive.Sources;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;

namespace Archive.Capture.Visits;

/// <summary>
/// What a version needs to know of a medium: where it is kept, and the SHA-256 of the file as served.
/// </summary>
public sealed record Medium(Guid Unit, Digest Object, Digest Digest, string MediaType);

/// <summary>
/// Pictures, films and sounds: downloaded once per address, kept once per tenant however often they are used, each in a
/// unit of its own.
/// </summary>
/// <param name="home">Where downloads are, as plain bytes, until they are sealed.</param>
public sealed class MediaStore(
    PerishableDatabase perishable, IVault vault, UnitSecrets units, MediumKey mediumKey, PoliteClient client,
    ArchiveHome home) : IDisposable
{
    private const int Together = 8; // files that wait as plain bytes
    private const int SideBySide = 4;

    private readonly Lazy<WorkDirectory> downloads = new(() => WorkDirectory.In(home.TemporaryPath));

    private Tenant Tenant => perishable.Tenant;

    /// <summary>
    /// Destroys secrets of media that a host was keeping when it died, before anything named them: no destruction would
    /// ever find them.
    /// </summary>
    /// <param name="abandoned">
    /// Longer than anybody takes to keep one. By the clock of the database, which dated them: by a host whose clock
    /// runs ahead, what another is keeping at this moment would be old.
    /// </param>
    public async Task<int> SweepSecrets(TimeSpan abandoned, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var unnamed = await transaction.Query(
            """
            SELECT s.unit FROM perishable.unit_secret s
            WHERE tenant_id = $1 AND kind = 'medium' AND created_at < now() - $2
                AND NOT EXISTS (SELECT FROM perishable.medium m WHERE m.tenant_id = $1 AND m.unit = s.unit)
            """,
            row => row.GetGuid(0), ct, Tenant, abandoned);
        var swept = await units.Delete(transaction, unnamed, ct);
        await transaction.Commit(ct);
        return swept;
    }

    /// <summary>
    /// Keeps what is at addresses for records, unless that was done before. From when this returns no medium is
    /// destroyed with another record, though no fact says yet that these use it. Servers are asked as politely as one
    /// after the other; what came is sealed side by side.
    /// </summary>
    /// <returns>For each its medium, or why there is none; neither if its record was destroyed meanwhile.</returns>
    internal async Task<IReadOnlyList<(Medium? Medium, Missed? Missed)>> Keep(
        Source source, IReadOnlyList<(Uri Url, Guid Record)> wanted, WaitBudget budget, CancellationToken ct)
    {
        var kept = new List<(Medium?, Missed?)>(wanted.Count);
        foreach (var some in wanted.Chunk(Together))
            kept.AddRange(await KeepSome(source, some, budget, ct));
        return kept;
    }

    /// <summary>Media by their units; destroyed ones are absent.</summary>
    public async Task<IReadOnlyList<Medium>> Kept(IReadOnlyList<Guid> ofUnits, CancellationToken ct)
    {
        if (ofUnits.Count == 0)
            return [];
        await using var transaction = await perishable.Begin(ct);
        return await new MediumRows(transaction).Of(ofUnits, ct);
    }

    public void Dispose()
    {
        if (downloads.IsValueCreated)
            downloads.Value.Dispose();
    }

    private async Task<IReadOnlyList<(Medium?, Missed?)>> KeepSome(
        Source source, IReadOnlyList<(Uri Url, Guid Record)> wanted, WaitBudget budget, CancellationToken ct)
    {
        var users = wanted.ToLookup(w => w.Url.AbsoluteUri, w => w.Record, StringComparer.Ordinal);
        var media = await Known(source, users, ct);
        var missing = wanted.Select(w => w.Url).DistinctBy(u => u.AbsoluteUri)
            .Where(u => !media.ContainsKey(u.AbsoluteUri)).ToList();
        var asked = new ConcurrentDictionary<string, Download>(StringComparer.Ordinal);
        try
        {
            await Parallel.ForEachAsync(missing, Options(ct), async (url, token) =>
            {
                var download = asked[url.AbsoluteUri] = new(
                    url.AbsoluteUri, await client.AskFile(url, downloads.Value.Path, budget, token));
                if (download.Missed is null)
                    download.Key = await KeyOf(download.File!, token);
            });
            await Keep(source, [.. asked.Values.Where(d => d.Missed is null)], users, media, ct);
        }
        finally
        {
            foreach (var exchange in asked.Values.SelectMany(d => d.Exchanges))
                exchange.File?.Dispose();
        }

        return [.. wanted.Select(w => media.TryGetValue(w.Url.AbsoluteUri, out var medium)
            ? (medium, (Missed?)null)
            : (null, asked[w.Url.AbsoluteUri].Missed is not { } missed ? null : new Missed(
                Endpoint.Medium, missed, w.Record, asked[w.Url.AbsoluteUri].Exchanges[^1].Status)))];
    }

    /// <summary>
    /// What is kept for a record that was destroyed would never be destroyed itself, as nothing destroys that record
    /// again.
    /// </summary>
    /// <param name="transaction">In which no record is destroyed.</param>
    /// <returns>Of each address the records that were not.</returns>
    private static async Task<ILookup<string, Guid>> Left(
        TenantTransaction transaction, ILookup<string, Guid> users, CancellationToken ct)
    {
        var known = await Identities.Known(transaction, [.. users.SelectMany(u => u).Distinct()], ct);
        var left = users.SelectMany(at => at.Where(known.Contains).Select(record => (Url: at.Key, record)));
        return left.ToLookup(u => u.Url, u => u.record, StringComparer.Ordinal);
    }

    /// <summary>Media by the addresses where they were found before; from now on in use by these records too.</summary>
    private async Task<Dictionary<string, Medium>> Known(
        Source source, ILookup<string, Guid> users, CancellationToken ct)
    {
        await using var transaction = await IdentityLock.BeginToAsk(perishable, ct);
        var rows = new MediumRows(transaction);
        var known = await rows.At(source, users.Select(u => u.Key), ct);
        if (known.Count == 0)
            return known;
        var left = await Left(transaction, users, ct);
        await rows.Use([.. known.SelectMany(k => left[k.Key].Select(record => (k.Value.Unit, record)))], ct);
        await transaction.Commit(ct);
        return known;
    }

    /// <summary>Keeps files, each once, and adds them to the media by their addresses.</summary>
    private async Task Keep(
        Source source, IReadOnlyList<Download> files, ILookup<string, Guid> users, Dictionary<string, Medium> media,
        CancellationToken ct)
    {
        for (var left = files.ToLookup(f => Convert.ToHexStringLower(f.Key)); left.Count > 0;)
        {
            var found = await Same(left, users, ct);
            var unused = new HashSet<string>();
            if (found.Count == 0)
                (found, unused) = await KeepNew(source, left, users, ct);
            else
                await Remember(source, left, found, ct);
            foreach (var (key, medium) in found)
            {
                foreach (var file in left[key])
                    media[file.Url] = medium;
            }

            // Another visit may have kept the same file a moment earlier, and that one may be destroyed by now.
            left = left.Where(l => !found.ContainsKey(l.Key) && !unused.Contains(l.Key)).SelectMany(l => l)
                .ToLookup(f => Convert.ToHexStringLower(f.Key));
        }
    }

    /// <summary>Those that are kept already, from whatever address; from now on in use by these records too.</summary>
    private async Task<Dictionary<string, Medium>> Same(
        ILookup<string, Download> files, ILookup<string, Guid> users, CancellationToken ct)
    {
        await using var transaction = await IdentityLock.BeginToAsk(perishable, ct);
        var rows = new MediumRows(transaction);
        var same = await rows.Same(files.Select(f => f.First().Key), ct);
        if (same.Count == 0)
            return same;
        var left = await Left(transaction, users, ct);
        await rows.Use([.. same.SelectMany(s => Users(files[s.Key], left, s.Value))], ct);
        await transaction.Commit(ct);
        return same;
    }

    private async Task Remember(
        Source source, ILookup<string, Download> files, Dictionary<string, Medium> found, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(ct, new MediumRows(transaction).RememberCommand(source, At(files, found)));
        await transaction.Commit(ct);
    }

    /// <summary>Secrets first, then the bytes, then the rows.</summary>
    /// <returns>
    /// Those that nobody else kept meanwhile; and those that no record uses any more, which are gone.
    /// </returns>
    private async Task<(Dictionary<string, Medium> Kept, HashSet<string> Unused)> KeepNew(
        Source source, ILookup<string, Download> files, ILookup<string, Guid> users, CancellationToken ct)
    {
        var secrets = await units.Create([.. Enumerable.Repeat(UnitKind.Medium, files.Count)], ct);
        var made = new ConcurrentDictionary<string, Medium>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(files.Zip(secrets), Options(ct), async (one, token) =>
        {
            var (download, secret) = (one.First.First(), one.Second);
            var file = download.File!;
            await using var bytes = file.Open();
            var kept = await vault.Keep(ObjectKind.File, [new(secret.Unit, secret.Secret, bytes, file.Length)], token);
            made[one.First.Key] = new(secret.Unit, kept.Name, file.Digest, download.MediaType);
        });

        await using var transaction = await IdentityLock.BeginToAsk(perishable, ct);
        var left = await Left(transaction, users, ct);
        var rows = new MediumRows(transaction);
        var unused = made.Where(m => !Users(files[m.Key], left, m.Value).Any()).ToDictionary(StringComparer.Ordinal);
        await units.Delete(transaction, [.. unused.Values.Select(m => m.Unit)], ct);
        var added = await rows.Add(
            made.Where(m => !unused.ContainsKey(m.Key))
                .Select(m => (files[m.Key].First().Key, m.Value, files[m.Key].First().File!.Length)),
            ct);
        var own = made.Where(m => added.Contains(m.Value.Unit)).ToDictionary(StringComparer.Ordinal);
        await transaction.Run(
            ct, rows.UseCommand([.. own.SelectMany(o => Users(files[o.Key], left, o.Value))]),
            rows.RememberCommand(source, At(files, own)));
        await transaction.Commit(ct);
        foreach (var medium in unused.Values)
            await vault.Delete(medium.Object, ct);
        return (own, [.. unused.Keys]);
    }

    private async Task<byte[]> KeyOf(FetchedFile file, CancellationToken ct)
    {
        using var hmac = mediumKey.Begin();
        await using var content = file.Open();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
            hmac.AppendData(buffer, 0, read);
        return hmac.GetHashAndReset();
    }

    private static IEnumerable<(Guid Unit, Guid Record)> Users(
        IEnumerable<Download> files, ILookup<string, Guid> users, Medium medium) =>
        files.SelectMany(f => users[f.Url]).Select(record => (medium.Unit, record));

    private static List<(string Url, Guid Unit)> At(
        ILookup<string, Download> files, Dictionary<string, Medium> media) =>
        [.. media.SelectMany(m => files[m.Key].Select(f => (f.Url, m.Value.Unit)))];

    private static ParallelOptions Options(CancellationToken ct) =>
        new() { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct };

    /// <param name="Exchanges">The last is the answer.</param>
    private sealed record Download(string Url, IReadOnlyList<Fetched> Exchanges)
    {
        private Fetched Answer => Exchanges[^1];

        public FetchedFile? File => Answer.File;

        public string MediaType => Answer.MediaType;

        /// <summary>Why there is no file; null if there is one.</summary>
        public GapCause? Missed => Answer.Trouble is { } trouble ? trouble.Cause
            : Answer.File is null || Answer.Status != 200 ? GapCause.NotFound
            : null;

        /// <summary>What the file is recognised by.</summary>
        public byte[] Key { get; set; } = [];
    }
}
