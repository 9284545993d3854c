using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Checks an export, offline and without us: docs/evidence-format.md, "Export", says what is valid and which verdict
/// follows. Goes on after a finding where it can, so that a report names every file that is not in order.
/// </summary>
public static class ExportVerifier
{
    /// <param name="path">The directory of a set, or the (first) zip that holds it.</param>
    /// <param name="trust">Whom the reader trusts; null if unknown.</param>
    public static Verification Verify(string path, Trust? trust)
    {
        try
        {
            using var export = ExportFiles.Open(path);
            var isZip = !Directory.Exists(path);
            if (!isZip && !export.Files.ContainsKey(ExportManifest.FileName)
                && !export.Files.ContainsKey(ExportLayout.Checkpoint.Path))
                return Unreadable(new("NoExport", path, ExportManifest.FileName));

            var run = new VerificationContext(export, trust);
            if (!isZip || export.Findings.Count == 0)
                Examine(run, export.SetNumber);
            return new(VerdictOf(run), run.Summary, run.Findings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MalformedException)
        {
            return Unreadable(Sentence.Of(e, path));
        }
    }

    private static void Examine(VerificationContext run, string? zipFolder)
    {
        ManifestCheck.ReadKeys(run);
        ManifestCheck.CheckOwnCrc(run);
        if (ManifestCheck.Run(run, zipFolder) is not { } manifest)
            return;

        var head = LogCheck.ReadHead(run, manifest.Tenant);
        var facts = LogCheck.CheckFacts(run, manifest.Tenant, head);
        RecordCheck.Run(run);
        AnchorCheck.Run(run, head);
        var shown = ContentCheck.Run(run, facts);
        InventoryCheck.Run(run, manifest.SetNumber, shown);
        OriginalsCheck.Run(run, manifest, shown);
        RedactedCheck.Run(run, manifest, shown);
        SeenAgainCheck.Run(run, shown);
        DocumentsCheck.Run(run, manifest);
    }

    private static Verdict VerdictOf(VerificationContext run)
    {
        if (run.Findings.Count > 0)
            return Verdict.Failed;
        return run.Trust is null ? Verdict.SignerUnknown : Verdict.Verified;
    }

    private static Verification Unreadable(Sentence why) => new(Verdict.Unreadable, new VerificationSummary(), [], why);
}
