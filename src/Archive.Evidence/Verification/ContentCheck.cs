using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>Is every word that is shown the word that was captured.</summary>
internal static class ContentCheck
{
    private static readonly string Folder = ExportLayout.Content.Folder;

    /// <returns>SHA-256 of every medium that an opened member names.</returns>
    public static IReadOnlySet<Digest> Run(
        VerificationContext run, IReadOnlyDictionary<Guid, (long Leaf, FactStatement Fact)> facts)
    {
        var shown = run.Files.ContainsKey(ExportLayout.Records.Path)
            ? run.Read(ExportLayout.Records.Path, bytes => ShownRecords.Parse(bytes)) ?? []
            : [];
        var byVersion = shown.Where(s => s.Destroyed is null).ToDictionary(s => s.Version);
        var differing = new HashSet<Guid>();
        var media = new HashSet<Digest>();
        foreach (var file in run.Under(Folder))
        {
            if (FactOf(file.Path, facts) is not ({ } version, var (leaf, fact)))
            {
                run.Find(file.Path, "BelongsToNoFact");
                continue;
            }

            if (run.Read(file.Path, bytes => OpenedContent.Verify(bytes, fact.Content!)) is not { } opened)
                continue;
            run.Summary.Versions++;
            run.Summary.Opened += opened.Shown.Count;
            run.Summary.Withheld += opened.Withheld;
            foreach (var member in opened.Shown.Select(o => o.Member).Where(IsMedium))
                media.Add(Digest.TryParse(member.Value, out var digest) ? digest : default);
            if (byVersion.TryGetValue(version, out var pages) && !CheckShown(run, pages, leaf, fact, opened))
                differing.Add(version);
        }

        StatesCheck.Run(run, shown, differing);
        return media;
    }

    private static (Guid Version, (long Leaf, FactStatement Fact) Captured)? FactOf(
        string path, IReadOnlyDictionary<Guid, (long Leaf, FactStatement Fact)> facts) =>
        Guid.TryParseExact(path[Folder.Length..].Replace(".json", "", StringComparison.Ordinal), "D", out var version)
        && path == $"{Folder}{version}.json"
        && facts.TryGetValue(version, out var fact)
            ? (version, fact)
            : null;

    private static bool IsMedium(Member member) =>
        member.Path.StartsWith("media/", StringComparison.Ordinal)
            && member.Path.EndsWith("/digest", StringComparison.Ordinal);

    // In the order of the content and each once: so the pages' words are found by walking along.
    private static bool CheckShown(
        VerificationContext run,
        ShownVersion pages,
        long leaf,
        FactStatement fact,
        OpenedContent opened)
    {
        var ascribed = pages.Leaf == leaf && pages.Record == fact.Record;
        if (!ascribed)
            run.Find(ExportLayout.Records.Path, "AscribesVersion", pages.Version);

        var next = 0;
        foreach (var (path, value) in pages.Members)
        {
            while (next < opened.Shown.Count && opened.Shown[next].Member != new Member(path, value))
                next++;
            if (next++ >= opened.Shown.Count)
            {
                run.Find(ExportLayout.Records.Path, "ShowsOtherMember", pages.Number, path, pages.Version);
                return false;
            }
        }

        run.Summary.Shown += pages.Members.Count;
        return ascribed;
    }
}
