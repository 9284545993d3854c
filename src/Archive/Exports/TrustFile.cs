using System.Text;
using Archive.Anchoring;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Exports.Parts;
using Archive.Keys;
using Archive.Keys.Certificates;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.Exports;

/// <summary>
/// Whom a reader of the tenant's sets trusts as things are now (docs/evidence-format.md, "Trust file"): the keys that
/// signed the newest checkpoint, those of exports and of the anchor log, the root of the certificate that signs
/// documents, and of each authority that gave a time-stamp. What `request export` writes beside a set, for whoever asks
/// for it.
/// </summary>
public sealed class TrustFile(
    ArchiveHome home, LogReader log, LogKeys keys, SigningKeyDesk desk, DailyAnchor anchoring, TimeProvider clock)
{
    /// <exception cref="FaultException">A key or the certificate is not there, or not in order.</exception>
    public async Task<string> Read(CancellationToken ct)
    {
        var signers = await log.LastCheckpoint(ct) is { } checkpoint
            ? keys.SignersOf(checkpoint)
            : [(await desk.All(SigningRole.Log, ct))[^1]];
        var roots = (await anchoring.Newest(ct)).Select(token => token.Path[^1]);
        using var certificate = SigningCertificate.Load(CertificateFolders.Current(home.KeysPath), clock);
        return Of(home, signers, certificate, roots);
    }

    /// <summary>Writes it to a new file; one that is there is not touched.</summary>
    /// <returns>The file, or why it was refused.</returns>
    public async Task<Outcome<string>> Write(string file, CancellationToken ct)
    {
        var text = Encoding.UTF8.GetBytes(await Read(ct));
        return DurableFile.WriteNew(file, text)
            ? file
            : new Refusal("exports.trust-exists", Basis.NothingOverwritten, file);
    }

    /// <summary>A line for each key, then the roots, each once: the certificate's, and the authorities'.</summary>
    internal static string Of(
        ArchiveHome home, IEnumerable<NoteKey> log, SigningCertificate certificate, IEnumerable<byte[]> authorities)
    {
        var lines = string.Join('\n', [.. log, home.ExportSigner().Key, home.AnchorSigner().Key]);
        var roots = authorities.Select(root => Encoding.ASCII.GetString(AnchorPart.Pem(root)))
            .Prepend(certificate.RootPem).Distinct();
        return $"{lines}\n{string.Concat(roots)}";
    }
}
