using System.Text;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Archive.Keys;

namespace Archive.Exports;

/// <summary>What a reader of a set puts in a trust file, received by another way than with the set.</summary>
internal static class ExportTrust
{
    /// <summary>A line for each key, then the roots: the certificate's, and each time-stamp authority's once.</summary>
    public static string Text(ExportContent content, ExportWork work, ArchiveHome home)
    {
        var roots = content.AskedAnchor.Tokens
            .Select(t => Encoding.ASCII.GetString(AnchorPart.Pem(t.Token.Path[^1]))).Distinct();
        var log = string.Join('\n', work.LogKeys);
        var keys = $"{log}\n{home.ExportSigner().Key}\n{home.AnchorSigner().Key}\n";
        return $"{keys}{work.Certificate.RootPem}{string.Concat(roots)}";
    }
}
