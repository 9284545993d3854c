using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>Are the files in `originals/` the media that were captured; if not, does the set say so and why.</summary>
internal static class OriginalsCheck
{
    private static readonly string Folder = ExportLayout.Originals.Folder;

    /// <param name="media">Digests that opened members name.</param>
    public static void Run(VerificationContext run, ExportManifest manifest, IReadOnlySet<Digest> media)
    {
        var unproven = run.Files.ContainsKey(UnprovenOriginals.Path)
            ? run.Read(UnprovenOriginals.Path, bytes => UnprovenOriginals.Parse(bytes))
                ?? new Dictionary<string, string>()
            : new Dictionary<string, string>();
        foreach (var path in unproven.Keys
            .Where(p => !p.StartsWith(Folder, StringComparison.Ordinal) || !run.Files.ContainsKey(p)))
            run.Find(UnprovenOriginals.Path, "ListsNoFile", path, Folder);

        foreach (var line in manifest.Files.Where(f => f.Path.StartsWith(Folder, StringComparison.Ordinal)))
        {
            run.Summary.Originals++;
            if (unproven.ContainsKey(line.Path))
                run.Summary.Unproven++;
            if (media.Contains(line.Digest) == unproven.ContainsKey(line.Path))
                Judge(run, line.Path, media.Contains(line.Digest));
        }
    }

    private static void Judge(VerificationContext run, string path, bool proven)
    {
        if (proven)
            run.Find(path, "ProvenAndListed", UnprovenOriginals.Path);
        else
            run.Find(path, "NotNamedNotListed", UnprovenOriginals.Path);
    }
}
