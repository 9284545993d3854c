using System.Globalization;
using Archive.Keys.Certificates;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Keys;

/// <summary>A key of the home that is here.</summary>
/// <param name="Id">What the key is known by: a UUID, the public key, a certificate's fingerprint.</param>
/// <param name="Says">Since when, until when, and whether it is in use; one line.</param>
public sealed record ListedKey(KeyKind Kind, string Id, string File, string Says);

/// <summary>Which keys a tenant has here, never a key itself.</summary>
public sealed class KeyList(
    ArchiveSettings settings,
    PerishableDatabase perishable,
    LogKeys logs,
    IKeyStore? store,
    TimeProvider clock)
{
    /// <exception cref="Evidence.FaultException">
    /// A key file is damaged, others may read it, or its store does not answer.
    /// </exception>
    public async Task<IReadOnlyList<ListedKey>> Read(CancellationToken ct)
    {
        var listed = new List<ListedKey>();
        if (KeyRing.HasKeys(settings.KeysPath))
            listed.AddRange(await Wrapping(ct));
        var suppression = KeyPaths.Suppression(settings);
        if (File.Exists(suppression))
            listed.Add(new(
                KeyKind.Suppression,
                KeyEncryptionKey.Open(suppression, store).Id,
                suppression,
                $"made {Made(suppression)}; never changes"));
        for (var log = 1; File.Exists(logs.PathOf(log)); log++)
            listed.Add(new(KeyKind.Log, $"{logs.Key(log)}", logs.PathOf(log), $"made {Made(logs.PathOf(log))}"));
        var export = KeyPaths.Export(settings);
        if (File.Exists(export))
            listed.Add(new(KeyKind.Export, $"{settings.ExportSigner().Key}", export, $"made {Made(export)}"));
        listed.AddRange(Certificates());
        return listed;
    }

    private async Task<IReadOnlyList<ListedKey>> Wrapping(CancellationToken ct)
    {
        var ring = KeyRing.Open(settings.KeysPath, store);
        await using var transaction = await perishable.Begin(ct);
        var known = (await WrappingKeys.All(transaction, ct)).ToDictionary(k => k.Id);
        var listed = new List<ListedKey>();
        foreach (var entry in ring.All)
        {
            var (under, of) = await WrappingKeys.Count(transaction, entry.Key.Id, ct);
            var since = known.TryGetValue(entry.Key.Id, out var key)
                ? $"in use since {Day(key.Since)}"
                : "not in use yet";
            var use = entry.Key == ring.Newest
                ? "new secrets go under it"
                : key?.EmptiedAt is null ? "opens what is under it" : "no longer needed: archive keys retire";
            var by = entry.WrappedBy is { } wrapper ? $"; wrapped by {wrapper}" : "";
            listed.Add(new(KeyKind.Wrapping, entry.Key.Id, entry.Path, $"{since}; {under} secrets of {of}; {use}{by}"));
        }

        return listed;
    }

    private IEnumerable<ListedKey> Certificates() =>
        from certificate in CertificateFolders.All(settings.KeysPath)
        let status = CertificateStatus.Read(certificate.Path)
        select new ListedKey(
            KeyKind.Certificate, status.Fingerprint.ToString(), certificate.Path,
            $"{status.Subject}; valid {Day(status.NotBefore)} to {Day(status.NotAfter)}; "
            + (certificate.IsCurrent ? status.Judge(clock.GetUtcNow()) : "signs no more"));

    private static string Made(string file) => Day(File.GetLastWriteTimeUtc(file));

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
