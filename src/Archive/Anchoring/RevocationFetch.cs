using System.Security.Cryptography.X509Certificates;
using Archive.Capture.Http;
using Archive.Evidence.Cms;
using Archive.Storage.Anchor;

namespace Archive.Anchoring;

/// <summary>
/// Fetches, for each certificate on a token's path but the root, the list in which its issuer names those it revoked.
/// The addresses are in certificates that others made, so they are visited as a platform's are: on the public internet
/// only, with a limit to bytes and time. What cannot be had is kept as absent, with the reason.
/// </summary>
public sealed class RevocationFetch(PoliteClient polite, ArchiveHome home) : IDisposable
{
    private readonly PoliteClient client = polite.Limited(32 << 20, TimeSpan.FromSeconds(10));

    public void Dispose() => client.Dispose();

    public async Task<IReadOnlyList<RevocationData>> Of(IReadOnlyList<X509Certificate2> path, CancellationToken ct)
    {
        var all = new List<RevocationData>();
        for (var i = 0; i < path.Count - 1; i++)
            all.Add(await Of(i, path[i], path[i + 1], ct));
        return all;
    }

    private async Task<RevocationData> Of(
        int place,
        X509Certificate2 certificate,
        X509Certificate2 issuer,
        CancellationToken ct)
    {
        var why = "The certificate names no address of a revocation list.";
        foreach (var address in RevocationList.AddressesOf(certificate))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                why = "The certificate names no address of a revocation list that is http.";
                continue;
            }

            var (bytes, trouble) = await Get(uri, ct);
            if (bytes is null)
                why = trouble;
            else if (!IsOf(bytes, issuer))
                why = "What was fetched is no revocation list by the certificate's issuer.";
            else
                return new(place, bytes, null);
        }

        return new(place, null, why);
    }

    /// <summary>Since when the first certificate that had been revoked before a moment was; null if none had.</summary>
    public static DateTimeOffset? RevokedBefore(
        DateTimeOffset moment, IReadOnlyList<X509Certificate2> path, IReadOnlyList<RevocationData> data) => data
        .Where(d => d.Crl is not null)
        .Select(d => RevocationList.Read(d.Crl!).RevokedAt(path[d.Certificate]))
        .FirstOrDefault(at => at <= moment);

    private async Task<(byte[]? Bytes, string Trouble)> Get(Uri uri, CancellationToken ct)
    {
        Directory.CreateDirectory(home.TemporaryPath);
        var answers = await client.AskFile(uri, home.TemporaryPath, client.NewBudget(), ct);
        try
        {
            var answer = answers[^1];
            if (answer.Trouble is { } trouble)
                return (null, trouble.Detail);
            if (answer.Status != 200)
                return (null, $"The server of the revocation list answered with HTTP status {answer.Status}.");
            if (answer.File is not { } file)
                return (answer.Body, "");
            using var bytes = new MemoryStream();
            await using (var content = file.Open())
                await content.CopyToAsync(bytes, ct);
            return (bytes.ToArray(), "");
        }
        finally
        {
            foreach (var answer in answers)
                answer.File?.Dispose();
        }
    }

    private static bool IsOf(byte[] bytes, X509Certificate2 issuer)
    {
        try
        {
            return RevocationList.Read(bytes).IsBy(issuer);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
