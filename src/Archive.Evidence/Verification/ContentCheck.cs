using System.Globalization;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>Is every word that is shown the word that was captured.</summary>
internal static class ContentCheck
{
    /// <summary>How much of a moment tells its hour.</summary>
    private const int Hour = 13;

    /// <summary>Of records and people. A page prints none, so none is opened.</summary>
    private static readonly string[] Ids = ["platform-id", "author-id", "in-reply-to"];

    private static readonly string Folder = ExportLayout.Content.Folder;

    /// <returns>What the pages show, by `data/records.json`.</returns>
    public static IReadOnlyList<ShownVersion> Run(
        VerificationContext run, IReadOnlyDictionary<Guid, (long Leaf, FactStatement Fact)> facts)
    {
        var shown = run.Files.ContainsKey(ExportLayout.Records.Path)
            ? run.Read(ExportLayout.Records.Path, bytes => ShownRecords.Parse(bytes)) ?? []
            : [];
        var byVersion = shown.Where(s => s.Destroyed is null).ToDictionary(s => s.Version);
        var differing = new HashSet<Guid>();
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
            run.WithheldWords[version] = opened.WithheldWords(fact.Content!.Mapper);
            CheckMembers(run, file.Path, fact, opened);
            AccountCheck.Run(run, file.Path, fact, opened);
            if (!byVersion.TryGetValue(version, out var pages))
                run.Find(file.Path, "OpensUnlisted", ExportLayout.Records.Path);
            else if (!CheckShown(run, pages, leaf, fact, opened))
                differing.Add(version);
        }

        var accounted = shown.Select(s => s.Version).ToHashSet();
        foreach (var (version, (leaf, _)) in facts.Where(f => !accounted.Contains(f.Key)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{leaf}.json");
            run.Find(ExportLayout.Facts.PathOf(name), "CommitsUnlisted", version, ExportLayout.Records.Path);
        }

        StatesCheck.Run(run, shown, differing);
        return shown;
    }

    private static (Guid Version, (long Leaf, FactStatement Fact) Captured)? FactOf(
        string path, IReadOnlyDictionary<Guid, (long Leaf, FactStatement Fact)> facts) =>
        Guid.TryParseExact(path[Folder.Length..].Replace(".json", "", StringComparison.Ordinal), "D", out var version)
        && path == $"{Folder}{version}.json"
        && facts.TryGetValue(version, out var fact)
            ? (version, fact)
            : null;

    /// <summary>
    /// Counts the words; and what the fact says of its content besides, and stays when that is destroyed, is so.
    /// </summary>
    private static void CheckMembers(VerificationContext run, string file, FactStatement fact, OpenedContent opened)
    {
        foreach (var (_, (at, value)) in opened.Shown)
        {
            var path = MemberPath.Parse(at, fact.Content!.Mapper);
            if (Ids.Contains(at[(at.LastIndexOf('/') + 1)..]))
                run.Find(file, "OpensId", at);
            if (path.IsRun && !TextRuns.IsWhiteSpace(value[0]))
                run.Summary.Words++;
            if (path.Group == MemberPath.PostedAtGroup && fact.Hour is { } hour && value[..Hour] != hour[..Hour])
                run.Find(file, "PostedInOtherHour", hour);
            if (path.Part == MemberPart.Digest && fact.Media?.Contains(path.Medium) == false)
                run.Find(file, "MediumNotKept", path.Path);
        }
    }

    /// <summary>What the pages show is what is opened, in the order of the content: neither less nor more.</summary>
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

        var members = opened.Shown.Select(o => (o.Member.Path, o.Member.Value)).ToList();
        if (pages.Members.SequenceEqual(members))
            return ascribed;
        if (pages.Members.Except(members).FirstOrDefault() is ({ } other, _))
            run.Find(ExportLayout.Records.Path, "ShowsOtherMember", pages.Number, other, pages.Version);
        else if (members.Except(pages.Members).FirstOrDefault() is ({ } unlisted, _))
            run.Find(ExportLayout.Records.Path, "ShowsNot", pages.Number, unlisted, pages.Version);
        else
            run.Find(ExportLayout.Records.Path, "ShowsInOtherOrder", pages.Number, pages.Version);
        return false;
    }
}
