using System.Text;
using Archive.Evidence;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Archive.Keys;

namespace Archive.Exports;

/// <summary>
/// What a reader of a set gets by another way than the set: whom to trust (docs/evidence-format.md, "Trust file"), and
/// a covering letter that says which set it is for.
/// </summary>
internal static class ExportTrust
{
    /// <returns>The trust file and the letter, in this directory.</returns>
    public static async Task<string[]> Write(
        string directory, ExportContent content, ExportWork work, ArchiveHome home, Digest manifest,
        CancellationToken ct)
    {
        var trust = Path.Combine(directory, $"{content.Set}-trust.txt");
        var letter = Path.Combine(directory, content.Text("CoveringLetterName", content.Set));
        await File.WriteAllTextAsync(trust, Trust(content, work, home), ct);
        await File.WriteAllTextAsync(letter, Letter(content, manifest), ct);
        return [trust, letter];
    }

    /// <summary>A line for each key, then the roots: the certificate's, and each time-stamp authority's once.</summary>
    private static string Trust(ExportContent content, ExportWork work, ArchiveHome home)
    {
        var roots = content.AskedAnchor.Tokens
            .Select(t => Encoding.ASCII.GetString(AnchorPart.Pem(t.Token.Path[^1]))).Distinct();
        var log = string.Join('\n', work.LogKeys);
        var keys = $"{log}\n{home.ExportSigner().Key}\n{home.AnchorSigner().Key}\n";
        return $"{keys}{work.Certificate.RootPem}{string.Concat(roots)}";
    }

    private static string Letter(ExportContent content, Digest manifest)
    {
        var subject = content.Request.Kind.LetterSubject(content.Request.Number, content.Language);
        var warning = content.DevelopmentCertificate ? $"{content.Text("DevelopmentWarning")}\n\n" : "";
        return warning + content.Text(
            "CoveringLetter", content.Body, subject, content.Set, manifest, AnchorPart.Describe(content));
    }
}
