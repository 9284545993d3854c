using System.Text;

namespace Archive.Evidence.Sets;

/// <summary>
/// What a PDF says, inside its signature, of the set that it belongs to: so that none can be put in the place of
/// another that the same body signed (docs/evidence-format.md, "Signed PDF").
/// </summary>
public static class DocumentBinding
{
    /// <summary>The member of the signature dictionary.</summary>
    public const string Member = "ArchiveSet";

    /// <param name="path">Of the PDF in the set.</param>
    /// <param name="records">SHA-256 of `data/records.json`.</param>
    public static Digest Of(string set, string path, Digest records) =>
        Digest.Of(Encoding.UTF8.GetBytes($"archive/document/v1\n{set}\n{path}\n{records}\n"));
}
