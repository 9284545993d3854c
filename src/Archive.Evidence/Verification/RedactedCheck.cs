using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is each file in `redacted/` the copy that a fact in the set commits to, of the picture that its name says, black
/// where that fact says, and nothing but a picture; and is there one for each such fact.
/// </summary>
internal static class RedactedCheck
{
    private static readonly string Folder = ExportLayout.Redacted.Folder;

    /// <param name="shown">What the pages show.</param>
    public static void Run(VerificationContext run, ExportManifest manifest, IReadOnlyList<ShownVersion> shown)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        var used = new HashSet<long>();
        foreach (var version in shown)
        {
            foreach (var copy in version.Redacted)
            {
                var name = FormattableString.Invariant($"{version.Number}-{copy.Medium}");
                named.Add(ExportLayout.Redacted.PathOf($"{name}.png"));
                used.Add(copy.Leaf);
                Check(run, manifest, version, copy, name);
            }
        }

        foreach (var line in manifest.Files.Where(f => f.Path.StartsWith(Folder, StringComparison.Ordinal)))
        {
            if (!named.Contains(line.Path))
                run.Find(line.Path, "CopyNotListed", ExportLayout.Records.Path);
        }

        foreach (var leaf in run.Facts.Where(f => f.Value.Copy is not null).Select(f => f.Key).Except(used).Order())
            run.Find(ExportLayout.FactOf(leaf), "CopyFactUnused", ExportLayout.Records.Path);
    }

    private static void Check(
        VerificationContext run, ExportManifest manifest, ShownVersion version, ShownCopy copy, string name)
    {
        var records = ExportLayout.Records.Path;
        if (version.Members.Any(m => m.Path == FormattableString.Invariant($"media/{copy.Medium}/digest")))
            run.Find(records, "OriginalBesideCopy", name);
        if (run.Facts.GetValueOrDefault(copy.Leaf)?.Copy is not { } made)
        {
            run.Find(records, "CopyWithoutFact", name, copy.Leaf);
            return;
        }

        if ((made.Number, made.Record, made.Version, made.Medium)
            != (version.Number, version.Record, version.Version, copy.Medium))
            run.Find(records, "CopyOfOther", name, copy.Leaf);
        var path = ExportLayout.Redacted.PathOf($"{name}.png");
        if (manifest.Files.FirstOrDefault(f => f.Path == path) is not { } line)
            run.Find(records, "CopyWithoutFile", name, Folder);
        else if (CopyCommitment.Of(copy.Salt, copy.Medium, line.Digest) != made.Commitment)
            run.Find(path, "OtherCopy", ExportLayout.FactOf(copy.Leaf));
        else
            CheckPicture(run, path, made);
    }

    private static void CheckPicture(VerificationContext run, string path, RedactedCopy made)
    {
        run.Summary.Redacted++;
        run.Summary.Regions += made.Regions.Count;
        if (run.Files.ContainsKey(path))
        {
            run.Read<object>(path, bytes =>
            {
                BarePng.Check(bytes, made.Width, made.Height, made.Regions);
                return bytes;
            });
        }
    }
}
