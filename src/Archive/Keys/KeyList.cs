using Archive.Evidence;
using Archive.Keys.Certificates;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Keys;

/// <summary>A key of the home that is here.</summary>
/// <param name="Id">What the key is known by: a UUID, the public key, a certificate's fingerprint.</param>
/// <param name="Says">Since when, until when, and whether it is in use; one line.</param>
public sealed record ListedKey(KeyKind Kind, string Id, string File, Sentence Says);

/// <summary>Which keys a tenant has here, never a key itself.</summary>
public sealed class KeyList(
    ArchiveHome home,
    PerishableDatabase perishable,
    LogKeys logs,
    TimeProvider clock, IKeyStore? store = null)
{
    /// <exception cref="Evidence.FaultException">
    /// A key file is damaged, others may read it, or its store does not answer.
    /// </exception>
    public async Task<IReadOnlyList<ListedKey>> Read(CancellationToken ct)
    {
        var listed = new List<ListedKey>();
        if (KeyRing.HasKeys(home.KeysPath))
            listed.AddRange(await Wrapping(ct));
        var suppression = home.SuppressionKeyPath;
        if (File.Exists(suppression))
            listed.Add(new(
                KeyKind.Suppression,
                KeyEncryptionKey.Open(suppression, store).Id,
                suppression,
                Sentences.Of("keys.made-for-good", Made(suppression))));
        for (var log = 1; File.Exists(logs.PathOf(log)); log++)
            listed.Add(new(KeyKind.Log, $"{logs.Key(log)}", logs.PathOf(log), MadeOn(logs.PathOf(log))));
        var export = home.ExportKeyPath;
        if (File.Exists(export))
            listed.Add(new(KeyKind.Export, $"{home.ExportSigner().Key}", export, MadeOn(export)));
        var anchor = home.AnchorKeys();
        if (File.Exists(anchor.Path))
            listed.Add(new(KeyKind.Anchor, $"{anchor.Current.Key}", anchor.Path, MadeOn(anchor.Path)));
        listed.AddRange(Certificates());
        return listed;
    }

    private async Task<IReadOnlyList<ListedKey>> Wrapping(CancellationToken ct)
    {
        var ring = KeyRing.Open(home.KeysPath, store);
        await using var transaction = await perishable.Begin(ct);
        var known = (await WrappingKeys.All(transaction, ct)).ToDictionary(k => k.Id);
        var listed = new List<ListedKey>();
        foreach (var entry in ring.All)
        {
            var (under, of) = await WrappingKeys.Count(transaction, entry.Key.Id, ct);
            var since = known.TryGetValue(entry.Key.Id, out var key)
                ? Sentences.Of("keys.in-use-since", key.Since)
                : Sentences.Of("keys.not-used-yet");
            var use = Sentences.Of(
                entry.Key == ring.Newest ? "keys.newest"
                : key?.EmptiedAt is null ? "keys.opens"
                : "keys.no-longer-needed");
            List<Sentence> says = [since, Sentences.Of("keys.secrets-under", under, of), use];
            if (entry.WrappedBy is { } wrapper)
                says.Add(Sentences.Of("keys.wrapped-by", wrapper));
            listed.Add(new(KeyKind.Wrapping, entry.Key.Id, entry.Path, Sentence.Join("; ", says)));
        }

        return listed;
    }

    private IEnumerable<ListedKey> Certificates() =>
        from certificate in CertificateFolders.All(home.KeysPath)
        let status = CertificateStatus.Read(certificate.Path)
        select new ListedKey(
            KeyKind.Certificate, status.Fingerprint.ToString(), certificate.Path,
            Sentences.Of(
                "keys.certificate-listed", status.Subject, status.NotBefore, status.NotAfter,
                certificate.IsCurrent ? status.Judge(clock.GetUtcNow()) : Sentences.Of("keys.signs-no-more")));

    private static Sentence MadeOn(string file) => Sentences.Of("keys.made", Made(file));

    private static DateTime Made(string file) => File.GetLastWriteTimeUtc(file);
}
