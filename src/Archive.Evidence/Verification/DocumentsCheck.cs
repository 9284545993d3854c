using System.Globalization;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is every PDF in `documents/` signed, whole, for this set and its list of what is shown, and by whom.
/// </summary>
internal static class DocumentsCheck
{
    public static void Run(VerificationContext run, ExportManifest manifest)
    {
        var records = manifest.Files.FirstOrDefault(f => f.Path == ExportLayout.Records.Path)?.Digest;
        var pdfs = run.Under(ExportLayout.Documents.Folder)
            .Where(f => f.Path.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase));
        foreach (var file in pdfs)
        {
            try
            {
                using var pdf = file.Open();
                var signed = VerifiedPdf.Of(pdf);
                if (records is { } shown && signed.Set != $"{DocumentBinding.Of(manifest.SetNumber, file.Path, shown)}")
                    run.Find(file.Path, "PdfOfAnotherSet", ExportLayout.Records.Path);
                Judge(run, file.Path, signed);
            }
            catch (FormatException e)
            {
                run.Findings.Add(new(file.Path, "NoValidSignature", Sentence.Of(e)));
            }
        }
    }

    // A trust file without roots judges keys only; then, as without a trust file, who signed is told and not judged.
    private static void Judge(VerificationContext run, string path, VerifiedPdf signature)
    {
        var judged = run.Trust is { Roots.Count: > 0 };
        if (!signature.ChainsTo(judged ? run.Trust!.Roots : run.BroughtRoots))
        {
            run.Find(
                path,
                "SignedUnderNoRoot", signature.Signer.Subject, Trust.Place(judged));
        }

        run.Summary.Documents.Add((
            path,
            signature.Signer.Subject,
            signature.Signer.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            judged));
    }
}
