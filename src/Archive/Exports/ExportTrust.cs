using Archive.Evidence;
using Archive.Exports.Content;
using Archive.Exports.Parts;

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
        var roots = content.AskedAnchor.Tokens.Select(t => t.Token.Path[^1]);
        await File.WriteAllTextAsync(trust, TrustFile.Of(home, work.LogKeys, work.Certificate, roots), ct);
        await File.WriteAllTextAsync(letter, Letter(content, manifest), ct);
        return [trust, letter];
    }

    private static string Letter(ExportContent content, Digest manifest)
    {
        var subject = content.Request.Kind.LetterSubject(content.Request.Number, content.Language);
        var warning = content.DevelopmentCertificate ? $"{content.Text("DevelopmentWarning")}\n\n" : "";
        return warning + content.Text(
            "CoveringLetter", content.Body, subject, content.Set, manifest, AnchorPart.Describe(content));
    }
}
